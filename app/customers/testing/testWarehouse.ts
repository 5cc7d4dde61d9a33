import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";

import { statement, warehouseSql } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Connection, Warehouse } from "~/warehouse/engine";
import type {
  CustomerRow,
  FulfillmentRow,
  OrderLineRow,
  OrderRow,
  WarehouseTables,
} from "~/warehouse/tables";

/** The facts of a store, for tests. */
export interface TestStore {
  readonly customers: readonly CustomerRow[];
  readonly orders: readonly OrderRow[];
  readonly lines: readonly OrderLineRow[];
  readonly fulfillments: readonly FulfillmentRow[];
}

/** A real warehouse in a temporary folder; `close` deletes it. */
export async function openTestWarehouse(): Promise<{ warehouse: Warehouse; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "quintile-customers-"));
  const engine = createDuckdbEngine({ directory, threads: 2 });
  const warehouse = await engine.open("test.myshopify.com");
  return {
    warehouse,
    close: async () => {
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Empties a warehouse and fills it with a store's facts. */
export async function fill(warehouse: Warehouse, store: Partial<TestStore>): Promise<void> {
  await warehouse.transaction(async (connection) => {
    for (const table of ["customer_metrics", "rfm_breaks", "rfm_scores"] as const) {
      await connection.run(warehouseSql.deleteFrom(table).compile());
    }
    await replaceFacts(connection, store);
  });
}

/** Replaces a store's facts and leaves what was derived of the former ones. */
export async function replaceFacts(connection: Connection, store: Partial<TestStore>): Promise<void> {
  for (const table of ["customers", "orders", "order_lines", "fulfillments"] as const) {
    await connection.run(warehouseSql.deleteFrom(table).compile());
  }
  await insert(connection, "customers", store.customers ?? []);
  await insert(connection, "orders", store.orders ?? []);
  await insert(connection, "order_lines", store.lines ?? []);
  await insert(connection, "fulfillments", store.fulfillments ?? []);
}

interface FactRows {
  customers: CustomerRow;
  orders: OrderRow;
  order_lines: OrderLineRow;
  fulfillments: FulfillmentRow;
}

async function insert<Table extends keyof FactRows>(
  connection: Connection,
  table: Table,
  rows: readonly FactRows[Table][],
): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) {
    const part: readonly FactRows[keyof FactRows][] = rows.slice(start, start + 500);
    await connection.run(warehouseSql.insertInto<keyof FactRows>(table).values(part).compile());
  }
}

/** Every row of a table, in the order of its key. */
export function allOf<Row>(warehouse: Connection, table: keyof WarehouseTables, key: string): Promise<Row[]> {
  return warehouse.all(statement<Row>`SELECT * FROM ${sql.table(table)} ORDER BY ${sql.ref(key)}`);
}

const epoch = new Date("2020-01-01T00:00:00Z");

export function customer(row: Partial<CustomerRow> & { customer_id: bigint }): CustomerRow {
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
    ...row,
  };
}
