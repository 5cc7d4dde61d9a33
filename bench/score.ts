import { sql } from "kysely";

import { scoreStore } from "~/customers/score.server";
import { statement } from "~/warehouse/compile";

import type { Comparison } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import type { EngineName } from "./engines/engine";
import { counting } from "./orderHistory";
import { rivalText } from "./rivals/rival";
import { timed } from "./turns";

function checksums(metrics: string, scores: string): string {
  return `
    SELECT (SELECT count(*) || ' ' || sum(orders) || ' ' || sum(spend) || ' ' || sum(failed_orders) || ' ' ||
        sum(highest_unit_price) || ' ' || sum(gap_max_days) || ' ' || count(*) FILTER (WHERE first_order_source = 'pos') FROM ${metrics}) AS metrics,
      (SELECT string_agg(told, ', ' ORDER BY told)
        FROM (SELECT rfm_group || ' ' || count(*) AS told FROM ${scores} GROUP BY rfm_group) counted) AS groups`;
}

/** PostgreSQL looks customers up by these afterwards, which DuckDB does without. */
const scripts: Readonly<Record<EngineName, readonly string[]>> = {
  duckdb: ["score.sql"],
  postgresql: ["score.sql", "score-keys.sql"],
};

/** Metrics, breaks and scores of every customer of a store. */
export const score: Comparison = {
  kind: "comparison",
  name: "score",
  store: "history",
  customers: 1_000_000,
  size: (customers) => `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders`,
  async ours(store) {
    const { ms, result: warehouse } = await timed(async () => {
      const opened = await store.warehouse();
      await scoreStore(opened, { ...counting, now: new Date("2026-01-01T00:00:00Z") });
      return opened;
    });
    const text = checksums("customer_metrics", "rfm_scores");
    const [result] = await warehouse.all(statement<Record<string, string>>`${sql.raw(text)}`);
    return { value: ms, result: result ?? {} };
  },
  async rival(store, { engine }) {
    const texts = await Promise.all(scripts[engine].map(rivalText));
    const { ms, result: bare } = await timed(async () => {
      const opened = await store.bare();
      for (const text of texts) await opened.run(text);
      return opened;
    });
    const [result] = await bare.rows<Record<string, string>>(checksums("metrics", "scores"));
    return { value: ms, result: result ?? {} };
  },
};
