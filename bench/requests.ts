import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { evaluateAll } from "~/segments/membership/evaluate.server";
import { giveReadyMade } from "~/segments/readyMade.server";
import { activeSegments, listSegments } from "~/segments/segmentStore.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Warehouse } from "~/warehouse/engine";

import type { Report, ReportLine } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import { counting, scoredHistory, shop } from "./orderHistory";
import { type RequestCall, requestCalls, type Subject } from "./requestCalls";
import { median, p95 } from "./statistics";

const runs = 12;
const warmUps = 2;
/** Of what takes many seconds. */
const longRuns = 2;
const limit = 1_000;

/**
 * What the server does for each request of the pages, one after the other, on a store with all ready-made segments: without
 * HTTP, the session and the rendering, which do not grow with the store. `cpu_p50` is processor time of all threads: steadier on
 * a machine that others use too.
 */
export const requests: Report = {
  kind: "report",
  name: "requests",
  customers: 1_000_000,
  size: (customers) => `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders`,
  prepare: async ({ inputs, customers }) => {
    await scoredHistory(inputs, customers);
  },
  report: async ({ inputs, customers }, scratch) => {
    await copyFile(await scoredHistory(inputs, customers), join(scratch, `${shop}.duckdb`));
    const engine = createDuckdbEngine({ directory: scratch });
    const state = await temporaryProcessState();
    try {
      const now = new Date("2026-01-01T05:10:00Z");
      const { timeZone, settings } = counting;
      await state.db.shop.create({
        data: {
          domain: shop,
          installedAt: now,
          authorizedAt: now,
          currency: "CAD",
          timezone: timeZone,
          settings,
        },
      });
      await giveReadyMade(shop, now);
      const warehouse = await engine.open(shop);
      const { segments } = await activeSegments(shop);
      await evaluateAll(warehouse, segments, { now, fallback: "time" });
      const subject = await subjectOf(warehouse, customers);
      const lines: ReportLine[] = [];
      for (const call of requestCalls) lines.push(await measure(call, subject));
      return lines;
    } finally {
      await engine.close();
      await state.remove();
    }
  },
};

async function subjectOf(warehouse: Warehouse, customers: number): Promise<Subject> {
  const segments = await listSegments(shop);
  const idOf = (readyMade: string) => {
    const segment = segments.find((candidate) => candidate.readyMade === readyMade);
    if (segment === undefined) throw new Error(`The store has no segment ${readyMade}.`);
    return segment.id;
  };
  const [best] = await warehouse.all(statement<{ customer_id: bigint }>`
    SELECT customer_id FROM customer_metrics ORDER BY orders DESC, customer_id ASC LIMIT 1`);
  if (best === undefined) throw new Error("The store has no buyers.");
  return {
    warehouse,
    customers,
    segments: { everybody: idOf("all_customers"), buyers: idOf("all_buyers"), leads: idOf("leads") },
    allSegments: segments.map(({ id }) => id),
    customerId: best.customer_id,
  };
}

async function measure(
  { name, call, saidToRun = false }: RequestCall,
  subject: Subject,
): Promise<ReportLine> {
  const times: number[] = [];
  const processor: number[] = [];
  const wanted = saidToRun ? longRuns : runs;
  for (let run = saidToRun ? 0 : -warmUps; run < wanted; run++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await call(subject);
    const took = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    if (run < 0) continue;
    times.push(took);
    processor.push((user + system) / 1000);
  }
  const slow = p95(times);
  return {
    call: name,
    p50: round(median(times)),
    p95: round(slow),
    max: round(Math.max(...times)),
    cpu_p50: round(median(processor)),
    limit: saidToRun ? null : limit,
    within: saidToRun ? null : slow <= limit,
    runs: wanted,
  };
}

function round(value: number): number {
  return Number(value.toFixed(0));
}
