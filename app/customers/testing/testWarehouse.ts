import { sql } from "kysely";

import { statement, warehouseSql } from "~/warehouse/compile";
import { neverCounts } from "~/warehouse/neverCounts";
import type { Connection, Warehouse } from "~/warehouse/engine";
import type {
  AbandonedCheckoutLineRow,
  AbandonedCheckoutRow,
  CollectionRow,
  CustomerMetafieldRow,
  CustomerRow,
  CustomerTagEventRow,
  FulfillmentRow,
  OrderLineRow,
  OrderRow,
  ProductCollectionRow,
  ProductRow,
  RefundRow,
  WarehouseTables,
} from "~/warehouse/tables";

/** The facts of a store, for tests: those that scoring reads, and those that only segments speak of. */
export interface TestStore {
  readonly customers: readonly CustomerRow[];
  readonly orders: readonly OrderRow[];
  readonly lines: readonly OrderLineRow[];
  readonly fulfillments: readonly FulfillmentRow[];
  readonly refunds?: readonly RefundRow[];
  readonly products?: readonly ProductRow[];
  readonly collections?: readonly CollectionRow[];
  readonly productCollections?: readonly ProductCollectionRow[];
  readonly metafields?: readonly CustomerMetafieldRow[];
  readonly tagEvents?: readonly CustomerTagEventRow[];
  readonly checkouts?: readonly AbandonedCheckoutRow[];
  readonly checkoutLines?: readonly AbandonedCheckoutLineRow[];
}

/** The table that each kind of fact is kept in. */
const factTables = {
  customers: "customers",
  orders: "orders",
  lines: "order_lines",
  fulfillments: "fulfillments",
  refunds: "refunds",
  products: "products",
  collections: "collections",
  productCollections: "product_collections",
  metafields: "customer_metafields",
  tagEvents: "customer_tag_events",
  checkouts: "abandoned_checkouts",
  checkoutLines: "abandoned_checkout_lines",
} as const satisfies Record<keyof TestStore, keyof WarehouseTables>;

/** What is derived of the facts. */
const derivedTables = [
  "customer_metrics",
  "rfm_breaks",
  "rfm_scores",
  "memberships",
  "past_memberships",
  "segment_evaluations",
  "segment_thresholds",
  "segment_records",
  "segment_backcasts",
  "gone_records",
  "awaited_records",
  "changed_customers",
] as const satisfies readonly (keyof WarehouseTables)[];

/** Empties a warehouse and fills it with a store's facts. */
export async function fill(warehouse: Warehouse, store: Partial<TestStore>): Promise<void> {
  await warehouse.transaction(async (connection) => {
    for (const table of derivedTables) await connection.run(warehouseSql.deleteFrom(table).compile());
    await replaceFacts(connection, store);
  });
}

/** Replaces a store's facts and leaves what was derived of the former ones. */
export async function replaceFacts(connection: Connection, store: Partial<TestStore>): Promise<void> {
  for (const fact of Object.keys(factTables) as (keyof TestStore)[]) {
    await connection.run(warehouseSql.deleteFrom(factTables[fact]).compile());
    await insert(connection, factTables[fact], store[fact] ?? []);
  }
  // As the loader writes it.
  await connection.run(statement`
    UPDATE order_lines SET bought_by = o.customer_id, bought_at = o.processed_at
    FROM orders o
    WHERE o.order_id = order_lines.order_id AND o.customer_id IS NOT NULL AND NOT ${neverCounts}`);
}

type FactTable = (typeof factTables)[keyof TestStore];

async function insert(
  connection: Connection,
  table: FactTable,
  rows: readonly WarehouseTables[FactTable][],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) {
    const part = rows.slice(start, start + 500);
    await connection.run(warehouseSql.insertInto<FactTable>(table).values(part).compile());
  }
}

/** Every row of a table, in the order of its key. */
export function allOf<Row>(warehouse: Connection, table: keyof WarehouseTables, key: string): Promise<Row[]> {
  return warehouse.all(statement<Row>`SELECT * FROM ${sql.table(table)} ORDER BY ${sql.ref(key)}`);
}

const epoch = new Date("2020-01-01T00:00:00Z");

/** What is folded follows what it is folded of unless it is given. */
export function customer(row: Partial<CustomerRow> & { customer_id: bigint }): CustomerRow {
  const folded = (row.tags ?? []).map((tag) => tag.toLowerCase());
  return {
    created_at: epoch,
    updated_at: epoch,
    first_name: null,
    last_name: null,
    display_name: null,
    email: null,
    phone: null,
    email_consent: null,
    email_consent_at: null,
    sms_consent: null,
    sms_consent_at: null,
    whatsapp_consent: null,
    whatsapp_consent_at: null,
    locale: null,
    account_state: null,
    verified_email: null,
    tax_exempt: null,
    tags: [],
    note: null,
    city: null,
    province_code: null,
    country_code: null,
    zip: null,
    data_sale_opt_out: null,
    subscriber_status: null,
    shopify_orders: 0n,
    shopify_spent: 0n,
    shopify_rfm_group: null,
    shopify_spend_tier: null,
    address1: null,
    address2: null,
    tags_folded: `\u001f${folded.join("\u001f")}\u001f`,
    city_folded: row.city?.toLowerCase() ?? null,
    ...row,
  };
}

/** A paid order of nothing but goods; amounts follow `total` unless they are given. */
export function order(row: Partial<OrderRow> & { order_id: bigint; processed_at: Date }): OrderRow {
  const total = row.total ?? 0n;
  return {
    customer_id: null,
    name: `#${String(row.order_id)}`,
    created_at: row.processed_at,
    updated_at: row.processed_at,
    cancelled_at: null,
    cancel_reason: null,
    test: false,
    financial_status: "PAID",
    fulfillment_status: null,
    return_status: null,
    source_name: "web",
    retail_location_id: null,
    presentment_currency: null,
    tags: [],
    discount_codes: [],
    total,
    current_total: total,
    current_tax: 0n,
    current_shipping: 0n,
    discounts: 0n,
    refunded: 0n,
    net_payment: total,
    gift_cards: 0n,
    subscription: false,
    country_code: null,
    province_code: null,
    city: null,
    ...row,
  };
}

export function line(row: Partial<OrderLineRow> & { line_id: bigint; order_id: bigint }): OrderLineRow {
  return {
    product_id: null,
    variant_id: null,
    title: "Thing",
    variant_title: null,
    sku: null,
    vendor: null,
    quantity: 1,
    current_quantity: 1,
    is_gift_card: false,
    unit_price: 0n,
    discounted_total: 0n,
    selling_plan: null,
    bought_by: null,
    bought_at: null,
    ...row,
  };
}

export function product(row: Partial<ProductRow> & { product_id: bigint }): ProductRow {
  return {
    title: `Product ${String(row.product_id)}`,
    vendor: null,
    product_type: null,
    status: "ACTIVE",
    tags: [],
    created_at: epoch,
    updated_at: epoch,
    ...row,
  };
}

export function refund(row: Partial<RefundRow> & { refund_id: bigint; order_id: bigint }): RefundRow {
  return { processed_at: epoch, amount: 0n, ...row };
}

export function fulfillment(
  row: Partial<FulfillmentRow> & { fulfillment_id: bigint; order_id: bigint },
): FulfillmentRow {
  return { created_at: null, status: null, display_status: null, delivered_at: null, ...row };
}

/** A metafield of text; typed values are given along with their text. */
export function metafield(
  row: Partial<CustomerMetafieldRow> & { customer_id: bigint; key: string; value: string },
): CustomerMetafieldRow {
  return {
    namespace: "custom",
    type: "single_line_text_field",
    value_number: null,
    value_date: null,
    ...row,
  };
}

export function checkout(
  row: Partial<AbandonedCheckoutRow> & { checkout_id: bigint; created_at: Date },
): AbandonedCheckoutRow {
  return { customer_id: null, updated_at: row.created_at, completed_at: null, total: 0n, ...row };
}

export function checkoutLine(
  row: Partial<AbandonedCheckoutLineRow> & { checkout_id: bigint; line_key: string },
): AbandonedCheckoutLineRow {
  return { product_id: null, variant_id: null, title: null, sku: null, quantity: 1, total: 0n, ...row };
}
