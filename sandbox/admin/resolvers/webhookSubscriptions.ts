import type { AdminContext } from "../context";
import { notImplemented } from "../errors";
import type { SortedRows } from "../sortedRows";
import { newGid, timestamp } from "../state";
import type { WebhookSubscription } from "../webhooks/subscription";
import { rulesOfEnum, topicRefusal } from "../webhooks/topics";
import { legacyResourceId } from "./table";

interface SubscriptionInput {
  uri?: string | null;
  callbackUrl?: string | null;
  format?: "JSON" | "XML" | null;
  filter?: string | null;
  includeFields?: string[] | null;
  metafieldNamespaces?: string[] | null;
  metafields?: unknown[] | null;
  name?: string | null;
}

interface ListArgs {
  topics?: string[] | null;
  uri?: string | null;
  query?: string | null;
  sortKey?: string;
}

/** Subscriptions of the configuration file are not listed by the API: it shows those that it made. */
const madeByApi = ({ shop }: AdminContext): WebhookSubscription[] =>
  shop.subscriptions.filter(({ source }) => source === "api");

export const webhookFields = {
  connections: {
    "QueryRoot.webhookSubscriptions": (
      _root: unknown,
      { topics, uri, query, sortKey = "CREATED_AT" }: ListArgs,
      context: AdminContext,
    ): SortedRows<WebhookSubscription> => {
      if (query != null) throw notImplemented('the argument "query" of webhookSubscriptions');
      const rows = madeByApi(context).filter(
        (subscription) =>
          (topics == null || topics.includes(subscription.topic)) &&
          (uri == null || uri === subscription.uri),
      );
      return { rows, sortValue: sortKey === "ID" ? () => 0 : ({ createdAt }) => Date.parse(createdAt) };
    },
  },
  fields: {
    "Mutation.webhookSubscriptionCreate": (
      _root: unknown,
      { topic, webhookSubscription: input }: { topic: string; webhookSubscription: SubscriptionInput },
      context: AdminContext,
    ) => {
      const rules = rulesOfEnum(topic);
      if (!rules) throw notImplemented(`the webhook topic ${topic}`);
      const refusal = topicRefusal(rules, context.shop);
      if (refusal !== undefined) return refused(refusal, ["webhookSubscription"]);
      const address = checkedAddress(input);
      if ("message" in address) return refused(address.message);
      const { state, shop } = context;
      if (madeByApi(context).some((other) => other.topic === topic && other.uri === address.uri)) {
        return refused("Address for this topic has already been taken");
      }
      const now = timestamp(context.now);
      const subscription: WebhookSubscription = {
        id: newGid(state, "WebhookSubscription"),
        topic,
        uri: address.uri,
        source: "api",
        ...details(input),
        createdAt: now,
        updatedAt: now,
      };
      shop.subscriptions.push(subscription);
      return { webhookSubscription: subscription, userErrors: [] };
    },
    "Mutation.webhookSubscriptionUpdate": (
      _root: unknown,
      { id, webhookSubscription: input }: { id: string; webhookSubscription: SubscriptionInput },
      context: AdminContext,
    ) => {
      const subscription = madeByApi(context).find((candidate) => candidate.id === id);
      if (!subscription) return refused("Webhook subscription does not exist", ["id"]);
      const address = checkedAddress({ uri: subscription.uri, ...input });
      if ("message" in address) return refused(address.message);
      Object.assign(subscription, details(input), { uri: address.uri, updatedAt: timestamp(context.now) });
      return { webhookSubscription: subscription, userErrors: [] };
    },
    "Mutation.webhookSubscriptionDelete": (_root: unknown, { id }: { id: string }, context: AdminContext) => {
      const subscription = madeByApi(context).find((candidate) => candidate.id === id);
      if (!subscription) {
        const userErrors = [{ field: ["id"], message: "Webhook subscription does not exist" }];
        return { deletedWebhookSubscriptionId: null, userErrors };
      }
      context.shop.subscriptions.splice(context.shop.subscriptions.indexOf(subscription), 1);
      return { deletedWebhookSubscriptionId: id, userErrors: [] };
    },
    "WebhookSubscription.legacyResourceId": legacyResourceId,
    "WebhookSubscription.callbackUrl": ({ uri }: WebhookSubscription) => uri,
  },
};

function details(input: SubscriptionInput) {
  if (input.filter != null) throw notImplemented("webhook filters");
  if (input.format === "XML") throw notImplemented("webhooks as XML");
  if (input.metafieldNamespaces?.length || input.metafields?.length)
    throw notImplemented("metafields in webhooks");
  return {
    format: "JSON" as const,
    includeFields: input.includeFields ?? [],
    name: input.name ?? null,
    filter: null,
    metafieldNamespaces: [],
  };
}

/** Shopify wants https; this sandbox also delivers to the machine it runs on, and nowhere else. */
function checkedAddress(input: SubscriptionInput): { uri: string } | { message: string } {
  const uri = input.uri ?? input.callbackUrl;
  if (uri == null || uri === "") return { message: "Address can't be blank" };
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return { message: "Address is invalid" };
  if (!["localhost", "127.0.0.1", "[::1]"].includes(url.hostname))
    throw notImplemented("webhooks beyond this machine");
  return { uri };
}

function refused(message: string, field = ["webhookSubscription", "callbackUrl"]) {
  return { webhookSubscription: null, userErrors: [{ field, message }] };
}
