/** What the app hears of without protected customer data: `shopify.app.toml` declares it for all shops. */
export const declaredTopics = [
  "app/uninstalled",
  "app/scopes_update",
  "shop/update",
  "bulk_operations/finish",
  "products/create",
  "products/update",
  "products/delete",
  "segments/create",
  "segments/update",
  "segments/delete",
] as const;

/** What every app has to hear; declared there, too, and nowhere else. */
export const complianceTopics = ["customers/data_request", "customers/redact", "shop/redact"] as const;

/**
 * What carries protected customer data, by the scope that it needs. Shopify refuses such a topic to an app that is not approved
 * for the data, and a whole deploy with it, so each is subscribed to by itself and per shop.
 */
export const protectedTopics = {
  "orders/create": "read_orders",
  "orders/updated": "read_orders",
  "orders/cancelled": "read_orders",
  "orders/edited": "read_orders",
  "orders/delete": "read_orders",
  "refunds/create": "read_orders",
  "fulfillments/create": "read_fulfillments",
  "fulfillments/update": "read_fulfillments",
  "checkouts/create": "read_orders",
  "checkouts/update": "read_orders",
  "checkouts/delete": "read_orders",
  "customers/create": "read_customers",
  "customers/update": "read_customers",
  "customers/delete": "read_customers",
  "customers/enable": "read_customers",
  "customers/disable": "read_customers",
  "customers/merge": "read_customer_merge",
  "customers/purchasing_summary": "read_customers",
  "customers_email_marketing_consent/update": "read_customers",
  "customers_marketing_consent/update": "read_customers",
  "customers_whats_app_marketing_consent/update": "read_customers",
  "customer.tags_added": "read_customers",
  "customer.tags_removed": "read_customers",
} as const satisfies Readonly<Record<string, string>>;

export type ProtectedTopic = keyof typeof protectedTopics;

const known: ReadonlySet<string> = new Set([
  ...declaredTopics,
  ...complianceTopics,
  ...Object.keys(protectedTopics),
]);

/** Whether the app asked to hear of it. */
export function isKnownTopic(topic: string): boolean {
  return known.has(topic);
}
