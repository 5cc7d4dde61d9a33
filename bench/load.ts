import { join } from "node:path";

import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import { loadSnapshot } from "~/warehouse/loading/loadSnapshot.server";

import { bareDuckdb } from "./bareDuckdb";
import type { Comparison, Outcome } from "./benchmark";
import { bulkFiles, ordersPerCustomer } from "./bulkFiles";

/** What a loaded store adds up to; both sides name their tables and columns alike. */
const checksums = `
  SELECT (SELECT count(*) FROM products)::text AS products,
    (SELECT count(*) || ' ' || sum(shopify_spent) FROM customers) AS customers,
    (SELECT count(*) || ' ' || sum(total) || ' ' || sum(current_total) || ' ' || sum(order_id) || ' ' || sum(epoch_us(processed_at)) FROM orders) AS orders,
    (SELECT count(*) || ' ' || sum(discounted_total) || ' ' || sum(order_id) || ' ' || sum(quantity) FROM order_lines) AS lines,
    (SELECT count(*) || ' ' || sum(amount) FROM refunds) AS refunds,
    (SELECT count(*) || ' ' || sum(epoch_us(delivered_at)) FROM fulfillments) AS fulfillments,
    (SELECT count(*) || ' ' || sum(collection_id) FROM product_collections) AS collections,
    (SELECT count(*) || ' ' || sum(value_number)::bigint || ' ' || sum(year(value_date)) FROM customer_metafields) AS metafields,
    (SELECT count(*) || ' ' || sum(total) || ' ' || count(completed_at) FROM abandoned_checkouts) AS checkouts,
    (SELECT count(*) || ' ' || sum(quantity) FROM abandoned_checkout_lines) AS checkout_lines`;

/** The whole load of a store's history: downloaded files → warehouse ready. */
export const load: Comparison = {
  kind: "comparison",
  name: "load",
  unit: "ms",
  customers: 200_000,
  size: (customers) =>
    `${String(customers * ordersPerCustomer)} orders with lines, ${String(customers)} customers`,
  async prepare({ inputs, customers }) {
    await bulkFiles(inputs, customers);
  },
  async ours({ inputs, customers }, scratch): Promise<Outcome> {
    const files = await bulkFiles(inputs, customers);
    const start = performance.now();
    const engine = createDuckdbEngine({ directory: scratch });
    const warehouse = await engine.open("bench.myshopify.com");
    await loadSnapshot(warehouse, {
      files,
      currency: "CAD",
      snapshotStartedAt: new Date("2026-01-01T00:00:00Z"),
    });
    const value = performance.now() - start;
    const [result] = await warehouse.all(statement<Record<string, string>>`${sql.raw(checksums)}`);
    await engine.close();
    return { value, result: result ?? {} };
  },
  async rival({ inputs, customers }, scratch): Promise<Outcome> {
    const files = await bulkFiles(inputs, customers);
    return bareDuckdb(
      { database: join(scratch, "rival.duckdb"), script: "load.sql", variables: { ...files } },
      async (connection) => {
        const rows = await connection.runAndReadAll(checksums);
        return rows.getRowObjects()[0] as Record<string, string>;
      },
    );
  },
};
