import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { evaluateAll } from "~/segments/membership/evaluate.server";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Warehouse } from "~/warehouse/engine";
import { migrations } from "~/warehouse/migrations/migrate";
import { neverCounts } from "~/warehouse/neverCounts";

import { ordersPerCustomer } from "./bulkFiles";
import { catalogue } from "./catalogue";
import type { StoreKind } from "./engines/engine";

export const shop = "bench.myshopify.com";
/** How the history is scored: as of its last day. */
export const counting = {
  analysisDate: "2025-12-31",
  timeZone: "America/Toronto",
  settings: defaultSettings,
} as const;

const linesPerOrder = 2;
const products = 2_000;

/** The newest step of the schema: in the names of what is kept, so that what an earlier version wrote is not taken for new. */
export const schemaVersion = migrations.at(-1)?.version ?? 0;

export type FilledKind = Exclude<StoreKind, "empty">;

/** What makes the next kind of store of one. */
export const derive: Readonly<Record<"history" | "scored", (warehouse: Warehouse) => Promise<unknown>>> = {
  history: (warehouse) => scoreStore(warehouse, { ...counting, now: new Date("2026-01-01T05:00:00Z") }),
  scored: (warehouse) =>
    evaluateAll(warehouse, catalogue, { now: new Date("2026-01-01T05:10:00Z"), fallback: "time" }),
};

const before = { history: null, scored: "history", members: "scored" } as const;

export function kindBefore(kind: FilledKind): keyof typeof derive | null {
  return before[kind];
}

/** A store in a DuckDB file of its own, written once, the same rows every time. Resolves to the file. */
export function storeFile(kind: FilledKind, inputs: string, customers: number): Promise<string> {
  const folder = join(inputs, `${kind}-${String(schemaVersion)}-${String(customers)}`);
  return writtenOnce(folder, async (directory) => {
    const former = kindBefore(kind);
    if (former === null) {
      await write(directory, customers);
      return;
    }
    await mkdir(directory, { recursive: true });
    await copyFile(await storeFile(former, inputs, customers), join(directory, `${shop}.duckdb`));
    const engine = createDuckdbEngine({ directory });
    await derive[former](await engine.open(shop));
    await engine.close();
  });
}

/** The history, scored by {@link counting}. */
export function scoredHistory(inputs: string, customers: number): Promise<string> {
  return storeFile("scored", inputs, customers);
}

/** Written under another name first, so that an interrupted run leaves no half file. */
async function writtenOnce(folder: string, write: (directory: string) => Promise<void>): Promise<string> {
  const file = join(folder, `${shop}.duckdb`);
  if (existsSync(file)) return file;
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await write(unfinished);
  await rename(unfinished, folder);
  return file;
}

/**
 * The history of `customers` customers (five orders each in the mean, heavy-tailed; two lines an order; 2,000 products), laid
 * out as a load lays it out and not scored yet.
 */
async function write(directory: string, customers: number): Promise<void> {
  const orders = customers * ordersPerCustomer;
  const engine = createDuckdbEngine({ directory });
  const warehouse = await engine.open(shop);
  // A number from 0 to 1 that depends on a record and a purpose alone.
  await warehouse.run(statement`
    CREATE MACRO part(record, purpose) AS (hash(record * 64 + purpose) % 1000003)::double / 1000003`);
  // A moment in the 1,000 days of the history: records come in the order of their ids, up to two days out of it.
  await warehouse.run(statement`
    CREATE MACRO moment(place, jitter) AS
      date_trunc('second', TIMESTAMP '2023-04-07' + to_seconds((place * 998 + jitter * 2) * 86400))`);
  await warehouse.run(statement`
    INSERT INTO products (product_id, title, vendor, product_type, status, tags, created_at, updated_at)
    SELECT i, 'Product ' || i, 'Vendor ' || (i % 40), 'Type ' || (i % 25), 'ACTIVE',
      CASE WHEN i % 10 = 0 THEN ['sale'] ELSE [] END, TIMESTAMP '2023-01-01', TIMESTAMP '2023-01-01'
    FROM range(1, ${products + 1}) AS numbers (i)`);
  await warehouse.run(statement`
    INSERT INTO customers (customer_id, created_at, updated_at, first_name, last_name, display_name, email, phone,
      email_consent, email_consent_at, sms_consent, sms_consent_at, locale, account_state, tags, tags_folded, city, city_folded, zip,
      country_code, subscriber_status, shopify_orders, shopify_spent)
    SELECT i, created, created, 'First' || (i % 997), 'Last' || (i % 7919), 'First' || (i % 997) || ' Last' || (i % 7919),
      'customer' || i || '@example.com', CASE WHEN phone THEN '+1613' || (1000000 + i) END,
      CASE WHEN part(i, 1) < 0.6 THEN 'SUBSCRIBED' WHEN part(i, 1) < 0.7 THEN 'UNSUBSCRIBED' ELSE 'NOT_SUBSCRIBED' END,
      created, CASE WHEN phone THEN CASE WHEN part(i, 2) < 0.5 THEN 'SUBSCRIBED' ELSE 'NOT_SUBSCRIBED' END END,
      CASE WHEN phone THEN created END, 'en', CASE WHEN part(i, 3) < 0.4 THEN 'ENABLED' ELSE 'DISABLED' END, labels,
      concat(chr(31), lower(array_to_string(labels, chr(31))), chr(31)),
      'City ' || place, 'city ' || place, lpad((floor(part(i, 30) * 30000)::integer)::text, 5, '0'), ['US', 'GB', 'DE', 'FR', 'CA', 'AU', 'NL', 'ES', 'IT', 'SE'][1 + place % 10], 'NEVER_SUBSCRIBED', 0, 0
    FROM (
      SELECT i, moment(i / ${customers}::double, part(i, 4)) AS created, part(i, 5) < 0.4 AS phone,
        CASE WHEN part(i, 6) < 0.95 THEN floor(part(i, 7) ** 2 * 200)::integer END AS place,
        list_filter([CASE WHEN part(i, 8) < 0.05 THEN 'VIP' END, CASE WHEN part(i, 9) < 0.1 THEN 'Wholesale' END,
          CASE WHEN part(i, 10) < 0.3 THEN 'newsletter' END], label -> label IS NOT NULL) AS labels
      FROM range(1, ${customers} + 1) AS numbers (i)
    ) AS people`);
  await warehouse.run(statement`
    INSERT INTO orders (order_id, customer_id, name, created_at, updated_at, processed_at, cancelled_at, cancel_reason, test,
      financial_status, fulfillment_status, source_name, tags, discount_codes, total, current_total, current_tax,
      current_shipping, discounts, refunded, net_payment, gift_cards, subscription)
    SELECT i, CASE WHEN part(i, 11) < 0.97 THEN 1 + floor(part(i, 12) ** 2 * ${customers})::bigint END, '#' || i, moment,
      moment, moment, CASE WHEN cancelled THEN moment END, CASE WHEN cancelled THEN 'CUSTOMER' END, part(i, 13) < 0.002,
      CASE WHEN refunded > 0 THEN 'PARTIALLY_REFUNDED' ELSE 'PAID' END,
      CASE WHEN part(i, 14) < 0.001 THEN 'SCHEDULED' ELSE 'FULFILLED' END,
      CASE WHEN part(i, 15) < 0.9 THEN 'web' ELSE 'pos' END, [],
      CASE WHEN discounts > 0 THEN ['WELCOME'] ELSE [] END, total, total - refunded, total // 8, 500, discounts, refunded,
      total - refunded, 0, false
    FROM (
      SELECT i, total, CASE WHEN part(i, 16) < 0.05 THEN total // 2 ELSE 0 END AS refunded, part(i, 17) < 0.02 AS cancelled,
        CASE WHEN part(i, 18) < 0.2 THEN 300 ELSE 0 END AS discounts, moment
      FROM (
        SELECT i, (500 + part(i, 19) ** 3 * 90000)::bigint AS total, moment(i / ${orders}::double, part(i, 20)) AS moment
        FROM range(1, ${orders} + 1) AS numbers (i)
      ) AS sold
    ) AS kept`);
  await warehouse.run(statement`
    INSERT INTO order_lines (line_id, order_id, product_id, variant_id, title, sku, vendor, quantity, current_quantity,
      is_gift_card, unit_price, discounted_total, bought_by, bought_at)
    SELECT i, order_id, product, product * 10, 'Product ' || product, 'SKU-' || product, 'Vendor ' || (product % 40),
      quantity, quantity, part(i, 21) < 0.002, price, price * quantity, bought_by, bought_at
    FROM (
      SELECT i, 1 + (i - 1) // ${linesPerOrder} AS order_id, 1 + floor(part(i, 22) ** 2 * ${products})::bigint AS product,
        1 + floor(part(i, 23) ** 4 * 4)::integer AS quantity, (500 + part(i, 24) * 9000)::bigint AS price
      FROM range(1, ${orders * linesPerOrder} + 1) AS numbers (i)
    ) AS lines
    LEFT JOIN (
      SELECT o.order_id AS of_order, o.customer_id AS bought_by, o.processed_at AS bought_at
      FROM orders o WHERE o.customer_id IS NOT NULL AND NOT ${neverCounts}
    ) AS bought ON of_order = order_id
    ORDER BY product`);
  await warehouse.run(statement`
    INSERT INTO refunds (refund_id, order_id, processed_at, amount)
    SELECT order_id, order_id, processed_at + interval '5 days', refunded FROM orders WHERE refunded > 0`);
  await warehouse.run(statement`
    INSERT INTO fulfillments (fulfillment_id, order_id, created_at, status, display_status, delivered_at)
    SELECT order_id, order_id, processed_at + interval '1 day', 'SUCCESS',
      CASE WHEN part(order_id, 25) < 0.01 THEN 'NOT_DELIVERED' ELSE 'DELIVERED' END, processed_at + interval '4 days'
    FROM orders`);
  await warehouse.run(statement`
    INSERT INTO abandoned_checkouts (checkout_id, customer_id, created_at, updated_at, completed_at, total)
    SELECT i, 1 + floor(part(i, 26) ** 2 * ${customers})::bigint, moment, moment,
      CASE WHEN part(i, 27) < 0.2 THEN moment + interval '1 hour' END, (500 + part(i, 28) * 9000)::bigint
    FROM (
      SELECT i, moment(0.9 + 0.1 * i / (${customers} // 5)::double, part(i, 29)) AS moment
      FROM range(1, ${customers} // 5 + 1) AS numbers (i)
    ) AS begun`);
  await engine.close();
}
