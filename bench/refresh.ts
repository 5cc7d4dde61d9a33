import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { rescoreCustomers } from "~/customers/score.server";
import {
  evaluateAll,
  evaluateCustomers,
  rescoreAndEvaluateCustomers,
} from "~/segments/membership/evaluate.server";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Warehouse } from "~/warehouse/engine";

import type { Report, ReportLine } from "./benchmark";
import { scoredHistory, shop } from "./orderHistory";
import { catalogue } from "./membership";
import { median, p95 } from "./statistics";

const changedCustomers = 100;
const rounds = 12;
const warmUps = 2;

/**
 * The whole catalogue after 100 customers changed (each has a new order, of two lines), in a store of `customers` and in
 * one of a tenth of them: scoring them again and evaluating every segment for them, in one transaction as the app does
 * (`together`) and apart; beside a pass over the whole store, which is what it spares (`rival`).
 */
export const refresh: Report = {
  kind: "report",
  name: "refresh",
  customers: 1_000_000,
  size: (customers) =>
    `${String(customers / 10)} and ${String(customers)} customers, ${String(changedCustomers)} changed, ${String(catalogue.length)} segments`,
  async prepare({ inputs, customers }) {
    await scoredHistory(inputs, customers / 10);
    await scoredHistory(inputs, customers);
  },
  async report({ inputs, customers }, scratch) {
    const lines: ReportLine[] = [];
    for (const size of [customers / 10, customers]) {
      const directory = join(scratch, String(size));
      const engine = createDuckdbEngine({ directory });
      // Opening makes the folder.
      await engine.open("empty.myshopify.com");
      await copyFile(await scoredHistory(inputs, size), join(directory, `${shop}.duckdb`));
      lines.push(await measure(await engine.open(shop), size));
      await engine.close();
    }
    return lines;
  },
};

async function measure(warehouse: Warehouse, customers: number): Promise<ReportLine> {
  const now = (round: number) => new Date(Date.UTC(2026, 0, 1, 6, round));
  const pass = () => evaluateAll(warehouse, catalogue, { now: now(0), fallback: "time" });
  await pass();
  const rival = await timed(pass);
  const times = { rescoring: [] as number[], evaluation: [] as number[], together: [] as number[] };
  let changes = 0;
  for (let round = -warmUps; round < rounds; round++) {
    const options = { now: now(round + warmUps + 1), cause: "order" as const };
    const ids = chosen(round + warmUps, customers);
    await order(warehouse, ids, round + warmUps);
    const together = await timed(async () => {
      const { entered, left } = await rescoreAndEvaluateCustomers(warehouse, catalogue, ids, options);
      changes += entered + left;
    });
    const rescoring = await timed(() => rescoreCustomers(warehouse, ids));
    const evaluation = await timed(() => evaluateCustomers(warehouse, catalogue, ids, options));
    if (round < 0) continue;
    times.together.push(together);
    times.rescoring.push(rescoring);
    times.evaluation.push(evaluation);
  }
  return {
    customers,
    changed: changedCustomers,
    p50: round(median(times.together)),
    p95: round(p95(times.together)),
    rescoring_p50: round(median(times.rescoring)),
    evaluation_p50: round(median(times.evaluation)),
    evaluation_p95: round(p95(times.evaluation)),
    memberships_changed: changes,
    rival: round(rival),
    ratio: round(median(times.together) / rival, 3),
    peak_mb: round(process.resourceUsage().maxRSS / 1024, 0),
    rounds,
  };
}

/** Other customers each round, spread over the store. */
function chosen(round: number, customers: number): bigint[] {
  return Array.from({ length: changedCustomers }, (_, place) =>
    BigInt(1 + ((place * 7919 * 31 + round * 104_729 + 17) % customers)),
  );
}

async function order(warehouse: Warehouse, ids: readonly bigint[], round: number): Promise<void> {
  const first = 1_000_000_000 + round * 1000;
  await warehouse.transaction(async (connection) => {
    await connection.run(statement`
      INSERT INTO orders (order_id, customer_id, name, created_at, updated_at, processed_at, test, financial_status,
        fulfillment_status, source_name, tags, discount_codes, total, current_total, current_tax, current_shipping,
        discounts, refunded, net_payment, gift_cards, subscription)
      SELECT ${first} + place, customer_id, '#new', moment, moment, moment, false, 'PAID', 'UNFULFILLED', 'web', [], [],
        25000, 25000, 3000, 500, 0, 0, 25000, 0, false
      FROM (
        SELECT unnest(CAST(${ids} AS bigint[])) AS customer_id, unnest(range(${ids.length})) AS place,
          TIMESTAMP '2025-12-31 20:00:00' AS moment
      ) placed`);
    await connection.run(statement`
      INSERT INTO order_lines (line_id, order_id, product_id, title, quantity, current_quantity, is_gift_card, unit_price,
        discounted_total, bought_by, bought_at)
      SELECT order_id * 2 + part, order_id, 7, 'Product 7', 3, 3, false, 4000, 12000, customer_id, processed_at
      FROM orders, range(2) AS parts (part) WHERE order_id >= ${first}`);
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
