import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";

import { sql } from "kysely";

import { scoreStore } from "~/customers/score.server";
import { countMembers } from "~/segments/compile/members";
import { segmentContext } from "~/segments/membership/context.server";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Warehouse } from "~/warehouse/engine";
import { loadSnapshot } from "~/warehouse/loading/loadSnapshot.server";

import type { Report, ReportLine } from "./benchmark";
import { bulkFiles, ordersPerCustomer } from "./bulkFiles";
import { counting, scoredHistory, shop } from "./orderHistory";
import { type PreviewFilter, previewFilters } from "./previewFilters";
import { median, p95 } from "./statistics";

/** Previews of each filter that are measured; some more go before them. */
const runs = 120;
const warmUps = 10;
/** While a sync runs, a preview may take this many times its limit. */
const syncAllowance = 2;

/** The store that is synced meanwhile has a fifth as many customers as the one previewed. */
const syncedPart = 5;

/**
 * How many customers a definition matches, beside the same asked by hand-written SQL: on an idle machine, and while full
 * syncs run in the same process into the same warehouse, one after the other. Both sides take turns on one warehouse. `p50`
 * and `p95` are all that the app does for a preview; `query_…` leaves out reading how the store was scored, which
 * hand-written SQL has in it as constants, and is what `ratio` compares with the rival.
 */
export const preview: Report = {
  kind: "report",
  name: "preview",
  customers: 1_000_000,
  size: (customers) =>
    `${String(customers)} customers, ${String(customers * ordersPerCustomer)} orders, ${String(customers * ordersPerCustomer * 2)} lines, 2000 products`,
  async prepare({ inputs, customers }) {
    await scoredHistory(inputs, customers);
    await bulkFiles(inputs, customers / syncedPart);
  },
  async report({ inputs, customers }, scratch) {
    await copyFile(await scoredHistory(inputs, customers), join(scratch, `${shop}.duckdb`));
    const engine = createDuckdbEngine({ directory: scratch });
    const warehouse = await engine.open(shop);
    const rivals = new Map<string, string>();
    for (const { name } of previewFilters) {
      rivals.set(name, await readFile(new URL(`./rivals/preview-${name}.sql`, import.meta.url), "utf8"));
    }
    const idle = await measureAll(warehouse, rivals, "idle");

    const files = await bulkFiles(inputs, customers / syncedPart);
    const sync = async () => {
      // Long ago, so that what is stored and not in these files stays.
      const snapshotStartedAt = new Date("2000-01-01T00:00:00Z");
      await loadSnapshot(warehouse, { files, currency: "CAD", snapshotStartedAt });
      await scoreStore(warehouse, { ...counting, now: new Date("2026-01-02T05:00:00Z") });
    };
    await sync();
    const enough = new AbortController();
    let synced = 0;
    const syncing = (async () => {
      for (; !enough.signal.aborted; synced++) await sync();
    })();
    const busy = await measureAll(warehouse, rivals, "syncing");
    enough.abort();
    await syncing;
    await engine.close();
    console.error(`preview: ${String(synced)} syncs went on meanwhile`);
    return [...idle, ...busy];
  },
};

async function measureAll(
  warehouse: Warehouse,
  rivals: ReadonlyMap<string, string>,
  machine: "idle" | "syncing",
): Promise<ReportLine[]> {
  const lines: ReportLine[] = [];
  for (const filter of previewFilters) {
    lines.push(await measure(warehouse, filter, rivals.get(filter.name) ?? "", machine));
  }
  return lines;
}

async function measure(
  warehouse: Warehouse,
  { name, words, definition, limitMs }: PreviewFilter,
  rivalText: string,
  machine: "idle" | "syncing",
): Promise<ReportLine> {
  const limit = machine === "idle" ? limitMs : limitMs * syncAllowance;
  const rivalQuery = statement<{ members: number }>`${sql.raw(rivalText)}`;
  const times = { whole: [] as number[], query: [] as number[], rival: [] as number[] };
  const counts = new Set<number | undefined>();
  const sides = {
    ours: async () => {
      const start = performance.now();
      const context = await segmentContext(warehouse, [definition]);
      const known = performance.now();
      const [row] = await warehouse.all(countMembers(definition, context));
      const end = performance.now();
      counts.add(row?.members);
      return { whole: end - start, query: end - known };
    },
    rival: async () => {
      const start = performance.now();
      const [row] = await warehouse.all(rivalQuery);
      const end = performance.now();
      counts.add(row?.members);
      return { rival: end - start };
    },
  };
  for (let run = -warmUps; run < runs; run++) {
    // Each goes first in every other round.
    const order = run % 2 === 0 ? (["ours", "rival"] as const) : (["rival", "ours"] as const);
    for (const side of order) {
      const taken: { whole?: number; query?: number; rival?: number } = await sides[side]();
      if (run < 0) continue;
      for (const part of ["whole", "query", "rival"] as const) {
        const time = taken[part];
        if (time !== undefined) times[part].push(time);
      }
    }
  }
  // A sync that ends between the two sides may change what both find, never by which side.
  if (machine === "idle" && counts.size !== 1) {
    throw new Error(`preview ${name}: the sides do not agree: ${[...counts].map(String).join(", ")} members`);
  }
  const whole = p95(times.whole);
  return {
    filter: name,
    words,
    machine,
    members: [...counts].map(String).join(" "),
    p50: round(median(times.whole)),
    p95: round(whole),
    limit,
    within: whole <= limit,
    query_p50: round(median(times.query)),
    query_p95: round(p95(times.query)),
    rival_p50: round(median(times.rival)),
    rival_p95: round(p95(times.rival)),
    ratio: round(median(times.query) / median(times.rival), 2),
    runs,
  };
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
