import type { StagedColumn, StagedKind, StagedTable } from "../engine";

/** A staged table as the loader declares it. */
interface Staged extends Omit<StagedTable, "into"> {
  /** The columns that tell its rows apart. */
  readonly key: readonly string[];
}

/**
 * What the loader reads of the files of a full sync: for every column of the warehouse, where its value stands in a
 * line. The bulk documents (`shopify/admin/documents/bulk*.graphql`) ask for exactly these fields.
 */
export const stagedTables = {
  products: {
    key: ["product_id"],
    rows: "roots",
    columns: [
      required("product_id", "id", "id"),
      required("title", "text", "title"),
      optional("vendor", "text", "vendor"),
      optional("product_type", "text", "productType"),
      optional("status", "text", "status"),
      optional("tags", "texts", "tags"),
      required("created_at", "time", "createdAt"),
      required("updated_at", "time", "updatedAt"),
    ],
  },
  /** One line of a file for each collection of each product: the collections themselves are gathered from them. */
  product_collections: {
    key: ["product_id", "collection_id"],
    rows: "children",
    columns: [
      required("product_id", "id", "__parentId"),
      required("collection_id", "id", "id"),
      required("title", "text", "title"),
    ],
  },
  customers: {
    key: ["customer_id"],
    rows: "roots",
    columns: [
      required("customer_id", "id", "id"),
      required("created_at", "time", "createdAt"),
      required("updated_at", "time", "updatedAt"),
      optional("first_name", "text", "firstName"),
      optional("last_name", "text", "lastName"),
      optional("display_name", "text", "displayName"),
      optional("email", "text", "defaultEmailAddress", "emailAddress"),
      optional("phone", "text", "defaultPhoneNumber", "phoneNumber"),
      optional("email_consent", "text", "defaultEmailAddress", "marketingState"),
      optional("email_consent_at", "time", "defaultEmailAddress", "marketingUpdatedAt"),
      optional("sms_consent", "text", "defaultPhoneNumber", "smsMarketingConsent", "state"),
      optional("sms_consent_at", "time", "defaultPhoneNumber", "smsMarketingConsent", "updatedAt"),
      optional("whatsapp_consent", "text", "defaultPhoneNumber", "whatsAppMarketingConsent", "state"),
      optional("whatsapp_consent_at", "time", "defaultPhoneNumber", "whatsAppMarketingConsent", "updatedAt"),
      optional("locale", "text", "locale"),
      optional("account_state", "text", "state"),
      optional("verified_email", "boolean", "verifiedEmail"),
      optional("tax_exempt", "boolean", "taxExempt"),
      optional("tags", "texts", "tags"),
      optional("note", "text", "note"),
      optional("address1", "text", "defaultAddress", "address1"),
      optional("address2", "text", "defaultAddress", "address2"),
      optional("city", "text", "defaultAddress", "city"),
      optional("province_code", "text", "defaultAddress", "provinceCode"),
      optional("country_code", "text", "defaultAddress", "countryCodeV2"),
      optional("zip", "text", "defaultAddress", "zip"),
      optional("data_sale_opt_out", "boolean", "dataSaleOptOut"),
      optional("subscriber_status", "text", "productSubscriberStatus"),
      required("shopify_orders", "bigint", "numberOfOrders"),
      required("shopify_spent", "money", "amountSpent", "amount"),
      optional("shopify_rfm_group", "text", "statistics", "rfmGroup"),
      optional("shopify_spend_tier", "text", "statistics", "predictedSpendTier"),
    ],
  },
  customer_metafields: {
    key: ["customer_id", "namespace", "key"],
    rows: "children",
    columns: [
      required("customer_id", "id", "__parentId"),
      required("namespace", "text", "namespace"),
      required("key", "text", "key"),
      required("type", "text", "type"),
      required("value", "text", "value"),
    ],
  },
  orders: {
    key: ["order_id"],
    rows: "roots",
    columns: [
      required("order_id", "id", "id"),
      optional("customer_id", "id", "customer", "id"),
      required("name", "text", "name"),
      required("created_at", "time", "createdAt"),
      required("updated_at", "time", "updatedAt"),
      required("processed_at", "time", "processedAt"),
      optional("cancelled_at", "time", "cancelledAt"),
      optional("cancel_reason", "text", "cancelReason"),
      required("test", "boolean", "test"),
      optional("financial_status", "text", "displayFinancialStatus"),
      optional("fulfillment_status", "text", "displayFulfillmentStatus"),
      optional("return_status", "text", "returnStatus"),
      optional("source_name", "text", "sourceName"),
      optional("retail_location_id", "id", "retailLocation", "id"),
      optional("presentment_currency", "text", "presentmentCurrencyCode"),
      optional("tags", "texts", "tags"),
      optional("discount_codes", "texts", "discountCodes"),
      shopMoney("total", "totalPriceSet"),
      shopMoney("current_total", "currentTotalPriceSet"),
      shopMoney("current_tax", "currentTotalTaxSet"),
      shopMoney("current_shipping", "currentShippingPriceSet"),
      // The one set that the schema lets be null.
      { ...shopMoney("discounts", "totalDiscountsSet"), missing: "zero" },
      shopMoney("refunded", "totalRefundedSet"),
      shopMoney("net_payment", "netPaymentSet"),
      optional("country_code", "text", "shippingAddress", "countryCodeV2"),
      optional("province_code", "text", "shippingAddress", "provinceCode"),
      optional("city", "text", "shippingAddress", "city"),
    ],
  },
  order_lines: {
    key: ["line_id"],
    rows: "children",
    columns: [
      required("line_id", "id", "id"),
      required("order_id", "id", "__parentId"),
      optional("product_id", "id", "product", "id"),
      optional("variant_id", "id", "variant", "id"),
      required("title", "text", "title"),
      optional("variant_title", "text", "variantTitle"),
      optional("sku", "text", "sku"),
      optional("vendor", "text", "vendor"),
      required("quantity", "integer", "quantity"),
      required("current_quantity", "integer", "currentQuantity"),
      required("is_gift_card", "boolean", "isGiftCard"),
      shopMoney("unit_price", "originalUnitPriceSet"),
      shopMoney("discounted_total", "discountedTotalSet"),
      optional("selling_plan", "text", "sellingPlan", "name"),
    ],
  },
  refunds: {
    key: ["refund_id"],
    rows: { itemsOf: "refunds" },
    columns: [
      required("refund_id", "id", "refunds", "id"),
      required("order_id", "id", "id"),
      optional("processed_at", "time", "refunds", "processedAt"),
      shopMoney("amount", "refunds", "totalRefundedSet"),
    ],
  },
  fulfillments: {
    key: ["fulfillment_id"],
    rows: { itemsOf: "fulfillments" },
    columns: [
      required("fulfillment_id", "id", "fulfillments", "id"),
      required("order_id", "id", "id"),
      optional("created_at", "time", "fulfillments", "createdAt"),
      optional("status", "text", "fulfillments", "status"),
      optional("display_status", "text", "fulfillments", "displayStatus"),
      optional("delivered_at", "time", "fulfillments", "deliveredAt"),
    ],
  },
  abandoned_checkouts: {
    key: ["checkout_id"],
    rows: "roots",
    columns: [
      required("checkout_id", "id", "id"),
      optional("customer_id", "id", "customer", "id"),
      required("created_at", "time", "createdAt"),
      required("updated_at", "time", "updatedAt"),
      optional("completed_at", "time", "completedAt"),
      shopMoney("total", "totalPriceSet"),
    ],
  },
  abandoned_checkout_lines: {
    key: ["checkout_id", "line_key"],
    rows: "children",
    columns: [
      required("checkout_id", "id", "__parentId"),
      required("line_key", "key", "id"),
      optional("product_id", "id", "product", "id"),
      optional("variant_id", "id", "variant", "id"),
      optional("title", "text", "title"),
      optional("sku", "text", "sku"),
      required("quantity", "integer", "quantity"),
      shopMoney("total", "discountedTotalPriceSet"),
    ],
  },
} as const satisfies Record<string, Staged>;

/** One of the tables that a full sync fills. */
export type StagedTableName = keyof typeof stagedTables;

function required(name: string, kind: StagedKind, ...path: string[]): StagedColumn {
  return { name, kind, path, missing: "refuse" };
}

function optional(name: string, kind: StagedKind, ...path: string[]): StagedColumn {
  return { name, kind, path, missing: "null" };
}

/** The shop's currency, not the buyer's. */
function shopMoney(name: string, ...path: string[]): StagedColumn {
  return required(name, "money", ...path, "shopMoney", "amount");
}
