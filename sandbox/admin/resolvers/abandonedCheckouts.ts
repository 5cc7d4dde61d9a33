import type { AdminAbandonedCheckout, AdminAbandonedCheckoutLine } from "../../stores/store";
import { inStoredOrder } from "../connections";
import type { AdminContext } from "../context";
import { abandonedCheckoutFilters } from "../searchFilters";
import { countRows, listRows } from "./lists";
import { legacyResourceId, type CountArgs, type SearchArgs } from "./table";

export const abandonedCheckoutFields = {
  connections: {
    "QueryRoot.abandonedCheckouts": (_root: unknown, args: SearchArgs, context: AdminContext) =>
      listRows(
        "abandonedCheckouts",
        context.shop.catalog.abandonedCheckouts,
        abandonedCheckoutFilters,
        args,
        context,
      ),
    "AbandonedCheckout.lineItems": (checkout: AdminAbandonedCheckout) => inStoredOrder(checkout.lineItems),
  },
  fields: {
    "QueryRoot.abandonedCheckoutsCount": (_root: unknown, args: CountArgs, context: AdminContext) =>
      countRows(
        "abandonedCheckoutsCount",
        context.shop.catalog.abandonedCheckouts,
        abandonedCheckoutFilters,
        args,
        context,
      ),
    "AbandonedCheckout.name": (checkout: AdminAbandonedCheckout) => `#${legacyResourceId(checkout)}`,
    "AbandonedCheckout.customer": (
      checkout: AdminAbandonedCheckout,
      _args: unknown,
      { shop }: AdminContext,
    ) => (checkout.customer && shop.catalog.customers.byId.get(checkout.customer.id)) ?? null,
    "AbandonedCheckoutLineItem.product": (
      line: AdminAbandonedCheckoutLine,
      _args: unknown,
      { shop }: AdminContext,
    ) => (line.product && shop.catalog.products.byId.get(line.product.id)) ?? null,
    "AbandonedCheckoutLineItem.variant": (
      { product, variant }: AdminAbandonedCheckoutLine,
      _args: unknown,
      { shop }: AdminContext,
    ) => (product && !shop.catalog.products.byId.has(product.id) ? null : variant),
  },
};
