/** The app as it is registered in the sandbox: what shopify.app.toml and the Partner Dashboard hold for a real one. */
export const configuration = {
  app: { name: "Quintile", handle: "quintile" },
  clientId: "sandbox-client-id",
  clientSecret: "sandbox-client-secret",
  scopes: {
    required: ["read_customers", "read_orders", "read_products"],
    optional: ["read_all_orders", "read_customer_merge", "read_fulfillments"],
  },
  webhooks: [
    { topic: "app/uninstalled", uri: "/webhooks" },
    { topic: "app/scopes_update", uri: "/webhooks" },
    { topic: "bulk_operations/finish", uri: "/webhooks" },
    { topic: "customers/data_request", uri: "/webhooks" },
    { topic: "customers/redact", uri: "/webhooks" },
    { topic: "shop/redact", uri: "/webhooks" },
  ],
} as const;
