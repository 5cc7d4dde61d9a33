import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";

import { ordersPerCustomer } from "./bulkFiles";

export const shop = "bench.myshopify.com";
const linesPerOrder = 2;

/**
 * A warehouse with the history of `customers` customers (five orders each in the mean, heavy-tailed; two lines an
 * order), not scored yet: written once, the same rows every time. Resolves to its file.
 */
export async function orderHistory(inputs: string, customers: number): Promise<string> {
  const folder = join(inputs, `history-${String(customers)}`);
  const file = join(folder, `${shop}.duckdb`);
  if (existsSync(file)) return file;
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await write(unfinished, customers);
  await rename(unfinished, folder);
  return file;
}

async function write(directory: string, customers: number): Promise<void> {
  const orders = customers * ordersPerCustomer;
  const engine = createDuckdbEngine({ directory });
  const warehouse = await engine.open(shop);
  // A number from 0 to 1 that depends on a record and a purpose alone.
  await warehouse.run(statement`
    CREATE MACRO part(record, purpose) AS (hash(record * 16 + purpose) % 1000003)::double / 1000003`);
  await warehouse.run(statement`
    INSERT INTO customers (customer_id, created_at, updated_at, display_name, tags, shopify_orders, shopify_spent)
    SELECT i, TIMESTAMP '2023-01-01', TIMESTAMP '2025-01-01', 'Customer ' || i, [], 0, 0
    FROM range(1, ${customers} + 1) AS numbers (i)`);
  await warehouse.run(statement`
    INSERT INTO orders (order_id, customer_id, name, created_at, updated_at, processed_at, cancelled_at, test,
      financial_status, source_name, tags, discount_codes, total, current_total, current_tax, current_shipping,
      discounts, refunded, net_payment, gift_cards, subscription)
    SELECT i, CASE WHEN part(i, 0) < 0.97 THEN 1 + floor(part(i, 1) ** 2 * ${customers})::bigint END, '#' || i, moment,
      moment, moment, CASE WHEN part(i, 2) < 0.02 THEN moment END, part(i, 3) < 0.002,
      CASE WHEN refunded > 0 THEN 'PARTIALLY_REFUNDED' ELSE 'PAID' END, 'web', [], [], total, total - refunded,
      total // 8, 500, CASE WHEN part(i, 4) < 0.2 THEN 300 ELSE 0 END, refunded, total - refunded, 0, false
    FROM (
      SELECT i, total, CASE WHEN part(i, 5) < 0.05 THEN total // 2 ELSE 0 END AS refunded, moment
      FROM (
        SELECT i, (500 + part(i, 6) ** 3 * 90000)::bigint AS total,
          date_trunc('second', TIMESTAMP '2023-01-01' + to_seconds(part(i, 7) * 1000 * 86400)) AS moment
        FROM range(1, ${orders} + 1) AS numbers (i)
      ) AS sold
    ) AS kept`);
  await warehouse.run(statement`
    INSERT INTO order_lines (line_id, order_id, product_id, title, quantity, current_quantity, is_gift_card, unit_price,
      discounted_total)
    SELECT i, 1 + (i - 1) // ${linesPerOrder}, (part(i, 8) * 2000)::bigint, 'Product', 1, 1, part(i, 9) < 0.002,
      (500 + part(i, 10) * 9000)::bigint, 700
    FROM range(1, ${orders * linesPerOrder} + 1) AS numbers (i)`);
  await warehouse.run(statement`
    INSERT INTO fulfillments (fulfillment_id, order_id, display_status)
    SELECT i, i, CASE WHEN part(i, 11) < 0.01 THEN 'NOT_DELIVERED' ELSE 'DELIVERED' END
    FROM range(1, ${orders} + 1) AS numbers (i)`);
  await engine.close();
}
