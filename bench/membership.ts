import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";

import { sql } from "kysely";

import { scoreStore } from "~/customers/score.server";
import { definitionOf, readyMadeSegments } from "~/segments/catalogue/catalogue";
import type { ActiveSegment } from "~/segments/dependencies";
import { evaluateAll, type EvaluationReport } from "~/segments/membership/evaluate.server";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Connection } from "~/warehouse/engine";

import type { Report, ReportLine } from "./benchmark";
import { ordersPerCustomer } from "./bulkFiles";
import { counting, scoredHistory, shop } from "./orderHistory";

/** The ready-made segments with the numbers they come with. */
export const catalogue: readonly (ActiveSegment & { readonly name: string })[] = readyMadeSegments.map(
  (segment, place) => ({
    id: place + 1,
    name: segment.id,
    definition: definitionOf(segment, {}, { currencyDigits: 2 }),
  }),
);

/**
 * The whole catalogue evaluated over a whole store in one pass: the first time, when every membership is new, and again after
 * a day; beside hand-written SQL that finds and stores the same members. `ours_ms` and `next_day_ms` of the whole pass have
 * percentiles, comparing and storing in them; of a segment they are what finding its members took.
 */
export const membership: Report = {
  kind: "report",
  name: "membership",
  customers: 1_000_000,
  size: (customers) =>
    `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders, ${String(catalogue.length)} segments`,
  async prepare({ inputs, customers }) {
    await scoredHistory(inputs, customers);
  },
  async report({ inputs, customers }, scratch) {
    const store = await scoredHistory(inputs, customers);
    await copyFile(store, join(scratch, `${shop}.duckdb`));
    const engine = createDuckdbEngine({ directory: scratch });
    const warehouse = await engine.open(shop);
    const pass = (now: Date) => timed(() => evaluateAll(warehouse, catalogue, { now, fallback: "time" }));
    const first = await pass(new Date("2026-01-01T05:10:00Z"));
    const now = new Date("2026-01-02T05:10:00Z");
    await scoreStore(warehouse, { ...counting, analysisDate: "2026-01-01", now });
    const next = await pass(now);
    await engine.close();
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);

    const rival = await rivalPass(store, scratch);
    const whole: ReportLine = {
      segment: "(whole pass)",
      members: total(first.result, "members"),
      ours_ms: round(first.ms),
      rival_ms: round(rival.ms),
      ratio: round(first.ms / rival.ms, 2),
      next_day_ms: round(next.ms),
      entered: total(next.result, "entered"),
      left: total(next.result, "left"),
      peak_mb: peakMb,
    };
    const lines = catalogue.map(({ id, name }): ReportLine => {
      const [one, other] = [first, next].map(({ result }) =>
        result.segments.find((segment) => segment.id === id),
      );
      const members = rival.members.get(name) ?? 0;
      if (one?.members !== members) {
        throw new Error(`${name}: ours has ${String(one?.members)} members, the rival ${String(members)}.`);
      }
      return {
        segment: name,
        members,
        ours_ms: round(one.milliseconds),
        rival_ms: rival.parts.has(name) ? round(rival.parts.get(name) ?? 0) : null,
        ratio: null,
        next_day_ms: round(other?.milliseconds ?? 0),
        entered: other?.entered ?? 0,
        left: other?.left ?? 0,
        peak_mb: null,
      };
    });
    return [whole, ...lines];
  },
};

async function rivalPass(
  store: string,
  scratch: string,
): Promise<{ ms: number; parts: Map<string, number>; members: Map<string, number> }> {
  const directory = join(scratch, "rival");
  const script = await readFile(new URL("./rivals/membership.sql", import.meta.url), "utf8");
  const engine = createDuckdbEngine({ directory });
  // Opening makes the folder.
  await engine.open("empty.myshopify.com");
  await copyFile(store, join(directory, `${shop}.duckdb`));
  const warehouse = await engine.open(shop);
  const parts = new Map<string, number>();
  const { ms, result } = await timed(() =>
    warehouse.transaction(async (connection) => {
      for (const [name, statements] of partsOf(script)) {
        parts.set(name, (await timed(() => runAll(connection, statements))).ms);
      }
      return connection.all(statement<{ segment: string; members: number }>`
        SELECT segment, CAST(count(*) AS integer) AS members FROM stored_members GROUP BY segment`);
    }),
  );
  await engine.close();
  return { ms, parts, members: new Map(result.map(({ segment, members }) => [segment, members])) };
}

/** The script's parts by name. */
function partsOf(script: string): [string, string][] {
  return script
    .split(/^-- part: /m)
    .slice(1)
    .map((part): [string, string] => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end)];
    });
}

async function runAll(connection: Connection, statements: string): Promise<void> {
  for (const text of statements.split(/;\s*$/m).filter((part) => part.trim() !== "")) {
    await connection.run(statement`${sql.raw(text)}`);
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

function total({ segments }: EvaluationReport, what: "members" | "entered" | "left"): number {
  return segments.reduce((sum, segment) => sum + segment[what], 0);
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
