import type { Approval } from "../protectedData";
import { isGranted } from "../scopes";

/** What Shopify asks of whoever wants a topic. */
interface TopicRules {
  /** The enum value; null for compliance topics, which are declared in the configuration file alone. */
  readonly enumName: string | null;
  readonly scope: string | null;
  /** Whether its payload is protected customer data (level 1). */
  readonly isProtected: boolean;
  /** Whether the configuration file may declare it. */
  readonly isDeclarable: boolean;
}

const common: TopicRules = { enumName: null, scope: null, isProtected: false, isDeclarable: true };
const orders = { scope: "read_orders", isProtected: true };
const customers = { scope: "read_customers", isProtected: true };
const products = { scope: "read_products" };
const segments = { scope: "read_customers" };

/**
 * Topics that this sandbox can send, by their name in headers and configuration files. Scopes are the schema's; protected
 * are those that the recorded descriptions of 2026-04 mark as personal data, and the few that no recording describes.
 */
const rules: Readonly<Record<string, Partial<TopicRules>>> = {
  "app/scopes_update": {},
  "app/uninstalled": {},
  "bulk_operations/finish": {},
  "shop/update": {},
  "products/create": products,
  "products/delete": products,
  "products/update": products,
  "segments/create": segments,
  "segments/delete": segments,
  "segments/update": segments,
  "customer.joined_segment": { ...segments, isDeclarable: false },
  "customer.left_segment": { ...segments, isDeclarable: false },
  "orders/cancelled": orders,
  "orders/create": orders,
  "orders/delete": { ...orders, isProtected: false },
  "orders/edited": orders,
  "orders/updated": orders,
  "refunds/create": orders,
  "checkouts/create": orders,
  "checkouts/delete": { ...orders, isProtected: false },
  "checkouts/update": orders,
  "fulfillments/create": { ...orders, scope: "read_fulfillments" },
  "fulfillments/update": { ...orders, scope: "read_fulfillments" },
  "customer.tags_added": customers,
  "customer.tags_removed": customers,
  "customers/create": customers,
  "customers/delete": { ...customers, isProtected: false },
  "customers/disable": customers,
  "customers/enable": customers,
  "customers/merge": { ...customers, scope: "read_customer_merge" },
  "customers/purchasing_summary": customers,
  "customers/update": customers,
  "customers_email_marketing_consent/update": customers,
  "customers_marketing_consent/update": customers,
  "customers_whats_app_marketing_consent/update": customers,
};

const complianceTopics = ["customers/data_request", "customers/redact", "shop/redact"];

const topics: ReadonlyMap<string, TopicRules> = new Map([
  ...Object.entries(rules).map(
    ([topic, own]) =>
      [topic, { ...common, enumName: topic.replace(/[/.]/g, "_").toUpperCase(), ...own }] as const,
  ),
  ...complianceTopics.map((topic) => [topic, common] as const),
]);

const byEnumName: ReadonlyMap<string, string> = new Map(
  [...topics].flatMap(([topic, { enumName }]) => (enumName === null ? [] : [[enumName, topic] as const])),
);

/** Every topic that can be subscribed to here. */
export const topicNames: readonly string[] = [...topics.keys()];

export function topicRules(topic: string): TopicRules | undefined {
  return topics.get(topic);
}

/** The rules of an enum value that the API can subscribe to here. */
export function rulesOfEnum(enumName: string): TopicRules | undefined {
  return topics.get(byEnumName.get(enumName) ?? "");
}

/** What the merchant granted and Shopify approved. */
export interface Permits {
  readonly scopes: ReadonlySet<string>;
  readonly approvals: ReadonlySet<Approval>;
}

/** Why Shopify keeps a topic from an app, in its own words, or undefined. */
export function topicRefusal(
  { scope, isProtected }: TopicRules,
  { scopes, approvals }: Permits,
): string | undefined {
  if (scope !== null && !isGranted(scopes, scope)) {
    return "You cannot create a webhook subscription with the specified topic";
  }
  if (isProtected && !approvals.has("customer")) return NOT_APPROVED;
  return undefined;
}

export const NOT_APPROVED =
  "This app is not approved to subscribe to webhook topics containing protected customer data. " +
  "See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.";
