import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { sql } from "kysely";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";

import { bareDuckdb } from "./bareDuckdb";
import type { Comparison, Outcome } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import { orderHistory, shop } from "./orderHistory";

/** Stated in `rivals/score.sql` too. */
const analysisDate = "2025-12-31";
const timeZone = "America/Toronto";

function checksums(metrics: string, scores: string): string {
  return `
    SELECT (SELECT count(*) || ' ' || sum(orders) || ' ' || sum(spend) || ' ' || sum(failed_orders) || ' ' ||
        sum(highest_unit_price) || ' ' || sum(gap_max_days) || ' ' || count(*) FILTER (WHERE first_order_source = 'pos') FROM ${metrics}) AS metrics,
      (SELECT string_agg(told, ', ' ORDER BY told)
        FROM (SELECT rfm_group || ' ' || count(*) AS told FROM ${scores} GROUP BY rfm_group)) AS groups`;
}

/** Metrics, breaks and scores of every customer of a store. */
export const score: Comparison = {
  kind: "comparison",
  name: "score",
  unit: "ms",
  customers: 1_000_000,
  size: (customers) => `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders`,
  async prepare({ inputs, customers }) {
    await orderHistory(inputs, customers);
  },
  async ours({ inputs, customers }, scratch): Promise<Outcome> {
    await copyFile(await orderHistory(inputs, customers), join(scratch, `${shop}.duckdb`));
    const start = performance.now();
    const engine = createDuckdbEngine({ directory: scratch });
    const warehouse = await engine.open(shop);
    await scoreStore(warehouse, {
      analysisDate,
      timeZone,
      settings: defaultSettings,
      now: new Date("2026-01-01T00:00:00Z"),
    });
    const value = performance.now() - start;
    const [result] = await warehouse.all(
      statement<Record<string, string>>`${sql.raw(checksums("customer_metrics", "rfm_scores"))}`,
    );
    await engine.close();
    return { value, result: result ?? {} };
  },
  async rival({ inputs, customers }, scratch): Promise<Outcome> {
    const database = join(scratch, "rival.duckdb");
    await copyFile(await orderHistory(inputs, customers), database);
    return bareDuckdb({ database, script: "score.sql", variables: {} }, async (connection) => {
      const rows = await connection.runAndReadAll(checksums("metrics", "scores"));
      return rows.getRowObjects()[0] as Record<string, string>;
    });
  },
};
