import { sql } from "kysely";

import { statement } from "~/warehouse/compile";
import { loadSnapshot } from "~/warehouse/loading/loadSnapshot.server";

import type { Comparison } from "./benchmark";
import { type BulkFiles, bulkFiles, ordersPerCustomer } from "./bulkFiles";
import type { BareConnection, EngineName } from "./engines/engine";
import { rivalText } from "./rivals/rival";
import { timed } from "./turns";

/** What a loaded store adds up to; both sides name their tables and columns alike. */
const checksums = `
  SELECT (SELECT count(*) FROM products)::text AS products,
    (SELECT count(*) || ' ' || sum(shopify_spent) FROM customers) AS customers,
    (SELECT count(*) || ' ' || sum(total) || ' ' || sum(current_total) || ' ' || sum(order_id) || ' ' ||
      sum(extract(epoch FROM processed_at)::bigint) FROM orders) AS orders,
    (SELECT count(*) || ' ' || sum(discounted_total) || ' ' || sum(order_id) || ' ' || sum(quantity) || ' ' ||
      count(bought_by) FROM order_lines) AS lines,
    (SELECT count(*) || ' ' || sum(amount) FROM refunds) AS refunds,
    (SELECT count(*) || ' ' || sum(extract(epoch FROM delivered_at)::bigint) FROM fulfillments) AS fulfillments,
    (SELECT count(*) || ' ' || sum(collection_id) FROM product_collections) AS collections,
    (SELECT count(*) || ' ' || sum(value_number)::bigint || ' ' || sum(extract(year FROM value_date))::bigint FROM customer_metafields) AS metafields,
    (SELECT count(*) || ' ' || sum(total) || ' ' || count(completed_at) FROM abandoned_checkouts) AS checkouts,
    (SELECT count(*) || ' ' || sum(quantity) FROM abandoned_checkout_lines) AS checkout_lines`;

/** The whole load of a store's history: downloaded files → warehouse ready. */
export const load: Comparison = {
  kind: "comparison",
  name: "load",
  store: "empty",
  customers: 200_000,
  size: (customers) =>
    `${String(customers * ordersPerCustomer)} orders with lines, ${String(customers)} customers`,
  async prepare({ inputs, customers }) {
    await bulkFiles(inputs, customers);
  },
  async ours(store, { inputs, customers }) {
    const files = await bulkFiles(inputs, customers);
    const { ms, result: warehouse } = await timed(async () => {
      const opened = await store.warehouse();
      const snapshotStartedAt = new Date("2026-01-01T00:00:00Z");
      await loadSnapshot(opened, { files, currency: "CAD", snapshotStartedAt });
      return opened;
    });
    const [result] = await warehouse.all(statement<Record<string, string>>`${sql.raw(checksums)}`);
    return { value: ms, result: result ?? {} };
  },
  async rival(store, { inputs, customers, engine }) {
    const files = await bulkFiles(inputs, customers);
    const { ms, result: bare } = await timed(async () => {
      const opened = await store.bare();
      await byHand[engine](opened, files);
      return opened;
    });
    const [result] = await bare.rows<Record<string, string>>(checksums);
    return { value: ms, result: result ?? {} };
  },
};

const fileTables: Readonly<Record<keyof BulkFiles, string>> = {
  products: "product_file",
  customers: "customer_file",
  orders: "order_file",
  abandoned_checkouts: "checkout_file",
};

const byHand: Readonly<Record<EngineName, (bare: BareConnection, files: BulkFiles) => Promise<void>>> = {
  async duckdb(bare, files) {
    for (const [name, path] of Object.entries(files) as [string, string][]) {
      await bare.run(`SET VARIABLE ${name} = '${path.replaceAll("'", "''")}'`);
    }
    await bare.run(await rivalText("load.sql"));
  },
  async postgresql(bare, files) {
    for (const [name, table] of Object.entries(fileTables) as [keyof BulkFiles, string][]) {
      await bare.run(`CREATE TEMPORARY TABLE ${table} (line jsonb)`);
      await bare.readLines?.(files[name], table);
    }
    await bare.run(await rivalText("load-postgresql.sql"));
  },
};
