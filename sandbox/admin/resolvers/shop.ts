import { MAX_PAGE } from "../connections";
import { orderVisibility, type AdminContext } from "../context";
import { badRequest, invalidGlobalId } from "../errors";

type Find = (id: string, context: AdminContext) => unknown;

/** Objects that can be asked for by id. */
const finders: Record<string, Find> = {
  AbandonedCheckout: (id, { shop }) => shop.catalog.abandonedCheckouts.byId.get(id),
  BulkOperation: (id, { shop }) => shop.bulkOperations.find((operation) => operation.id === id),
  Collection: (id, { shop }) => shop.catalog.collections.byId.get(id),
  Customer: (id, { shop }) => shop.catalog.customers.byId.get(id),
  Order: (id, context) => {
    const order = context.shop.catalog.orders.byId.get(id);
    return order && orderVisibility(context)(order) ? order : undefined;
  },
  Product: (id, { shop }) => shop.catalog.products.byId.get(id),
  WebhookSubscription: (id, { shop }) =>
    shop.subscriptions.find((subscription) => subscription.id === id && subscription.source === "api"),
};

const byId =
  (type: string) =>
  (_root: unknown, { id }: { id: string }, context: AdminContext): unknown =>
    typeOf(id) === type ? find(id, context) : null;

export const shopFields = {
  fields: {
    "QueryRoot.shop": (_root: unknown, _args: unknown, { shop }: AdminContext) => shop.store.shop,
    "QueryRoot.node": (_root: unknown, { id }: { id: string }, context: AdminContext) => find(id, context),
    "QueryRoot.nodes": (_root: unknown, { ids }: { ids: string[] }, context: AdminContext) => {
      if (ids.length > MAX_PAGE) throw badRequest(`The input array has more than ${String(MAX_PAGE)} items`);
      return ids.map((id) => find(id, context));
    },
    "QueryRoot.collection": byId("Collection"),
    "QueryRoot.customer": byId("Customer"),
    "QueryRoot.order": byId("Order"),
    "QueryRoot.product": byId("Product"),
    "QueryRoot.bulkOperation": byId("BulkOperation"),
    "QueryRoot.webhookSubscription": byId("WebhookSubscription"),
    "QueryRoot.currentAppInstallation": () => ({}),
    "AppInstallation.accessScopes": (_installation: unknown, _args: unknown, { shop }: AdminContext) =>
      [...shop.scopes].map((handle) => ({ handle })),
  },
};

function find(id: string, context: AdminContext): unknown {
  const finder = finders[typeOf(id)];
  return finder?.(id, context) ?? null;
}

function typeOf(id: string): string {
  const type = /^gid:\/\/shopify\/(\w+)\/[\w-]+$/.exec(id)?.[1];
  if (!type) throw invalidGlobalId(id);
  return type;
}
