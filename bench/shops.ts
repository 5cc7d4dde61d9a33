import { readdir, readlink, mkdir, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { scoreStore } from "~/customers/score.server";
import type { JobDefinition } from "~/jobs/job";
import { enqueue } from "~/jobs/queue.server";
import { startWorker, type AnyJobDefinition } from "~/jobs/worker.server";
import { countMembers } from "~/segments/compile/members";
import { evaluateAll } from "~/segments/membership/evaluate.server";
import { segmentContext } from "~/segments/membership/context.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Warehouse, WarehouseEngine } from "~/warehouse/engine";
import { loadSnapshot } from "~/warehouse/loading/loadSnapshot.server";

import type { Report, ReportLine } from "./benchmark";
import { bulkFiles, type BulkFiles } from "./bulkFiles";
import { catalogue } from "./catalogue";
import { counting, scoredHistory } from "./orderHistory";
import { type PreviewFilter, previewFilters } from "./previewFilters";
import { median, p95 } from "./statistics";

/** How many shops there are of how many customers: most are small. */
const sizes: readonly { readonly customers: number; readonly shops: number }[] = [
  { customers: 1_000, shops: 100 },
  { customers: 5_000, shops: 60 },
  { customers: 20_000, shops: 28 },
  { customers: 50_000, shops: 12 },
];
const smallShop = 5_000;
const visits = 600;
const previews = 200;
const bigSyncs = 4;

/**
 * Many shops in one process: the memory and the files that it holds while all are visited in turn and at random; previews of a
 * small shop on an idle machine and while a store of `customers` is synced (loaded and scored); and the jobs and previews of
 * that small shop while four such syncs are queued.
 */
export const shops: Report = {
  kind: "report",
  name: "shops",
  customers: 200_000,
  size: (customers) =>
    `${String(sizes.reduce((sum, { shops }) => sum + shops, 0))} shops of 1000 to 50000 customers, syncs of ${String(customers)}`,
  async prepare({ inputs, customers }) {
    for (const size of sizes) await scoredHistory(inputs, size.customers);
    await bulkFiles(inputs, customers);
  },
  async report({ inputs, customers }, scratch) {
    const visited = await openShops(inputs, scratch, sizes);
    const manyLines = await measureVisits(visited);
    await visited.engine.close();

    const files = await bulkFiles(inputs, customers);
    const beside = await openShops(inputs, join(scratch, "beside"), [{ customers: smallShop, shops: 1 }]);
    const besideLines = await measureBeside(beside, files);
    const queueLines = await measureQueue(beside, files);
    await beside.engine.close();
    return [...manyLines, ...besideLines, ...queueLines];
  },
};

interface Shops {
  readonly engine: WarehouseEngine;
  readonly names: readonly string[];
}

async function openShops(inputs: string, directory: string, wanted: typeof sizes): Promise<Shops> {
  await mkdir(directory, { recursive: true });
  const names: string[] = [];
  for (const { customers, shops } of wanted) {
    const file = await scoredHistory(inputs, customers);
    for (let number = 1; number <= shops; number++) {
      const name = `shop-${String(number)}-of-${String(customers)}.myshopify.com`;
      await copyFile(file, join(directory, `${name}.duckdb`));
      names.push(name);
    }
  }
  return { engine: createDuckdbEngine({ directory }), names };
}

/** Every shop once, then at random: four merchants at a time who each ask for a simple and a hard preview. */
async function measureVisits({ engine, names }: Shops): Promise<ReportLine[]> {
  const times = { cold: [] as number[], warm: [] as number[], preview: [] as number[] };
  let mostOpen = 0;
  const visit = async (name: string) => {
    const isOpen = (await openFiles()).has(`${name}.duckdb`);
    const start = performance.now();
    const warehouse = await engine.open(name);
    times[isOpen ? "warm" : "cold"].push(performance.now() - start);
    for (const filter of [previewFilters[0], previewFilters.at(-1)]) {
      if (filter) times.preview.push(await preview(warehouse, filter));
    }
    mostOpen = Math.max(mostOpen, (await openFiles()).size);
  };
  const order = [...shuffled(names), ...Array.from({ length: visits }, (_, place) => drawn(names, place))];
  const merchants = Array.from({ length: 4 }, async (_, merchant) => {
    for (let place = merchant; place < order.length; place += 4) await visit(order[place] ?? "");
  });
  await Promise.all(merchants);
  const held = { open_most: mostOpen, rss_peak_mb: peakMb(), rss_end_mb: rssMb() };
  return [
    { ...line("opening a closed shop", times.cold), ...held },
    line("opening an open shop", times.warm),
    line("a preview of any shop", times.preview),
  ];
}

/** Previews of the small shop: alone, and while the big one is synced over and over. */
async function measureBeside({ engine, names: [name = ""] }: Shops, files: BulkFiles): Promise<ReportLine[]> {
  const small = await engine.open(name);
  const idle = await previewTimes(small, () => false);
  const big = await engine.open("big.myshopify.com");
  const start = performance.now();
  let syncing = true;
  const sync = syncOf(big, files).finally(() => (syncing = false));
  const busy = await previewTimes(small, () => syncing);
  await sync;
  const syncMs = performance.now() - start;
  await engine.drop("big.myshopify.com");
  return [
    line("a preview of a small shop, idle", idle),
    { ...line("… beside a big sync", busy), rss_peak_mb: peakMb() },
    line("that sync", [syncMs]),
  ];
}

/** Four big syncs are asked for, then jobs of the small shop one after the other until the syncs are done. */
async function measureQueue({ engine, names: [name = ""] }: Shops, files: BulkFiles): Promise<ReportLine[]> {
  const state = await temporaryProcessState();
  const { db } = state;
  const bigShops = Array.from({ length: bigSyncs }, (_, place) => `big-${String(place)}.myshopify.com`);
  const ended = new Map<string, (failure?: Error) => void>();
  const job = (
    kind: string,
    run: (warehouse: Warehouse) => Promise<unknown>,
  ): JobDefinition<Record<string, never>> => ({
    kind,
    payload: z.strictObject({}),
    maxAttempts: 1,
    async run({ shop }) {
      await run(await engine.open(shop));
      ended.get(shop)?.();
      return { kind: "done" };
    },
    onFailed: ({ shop }, error) => {
      ended.get(shop)?.(new Error(`The ${kind} failed.`, { cause: error }));
      return Promise.resolve();
    },
  });
  const definitions: AnyJobDefinition[] = [
    { ...job("sync", (warehouse) => syncOf(warehouse, files)), lane: "long" },
    job("refresh", (warehouse) => evaluateAll(warehouse, catalogue, { now: new Date(), fallback: "time" })),
  ];
  const start = performance.now();
  const runJob = async (kind: string, shop: string) => {
    const asked = performance.now();
    const end = new Promise<void>((resolve, reject) =>
      ended.set(shop, (failure) => {
        if (failure) reject(failure);
        else resolve();
      }),
    );
    await enqueue(kind, { shop, payload: {} }, db);
    await end;
    return performance.now() - asked;
  };
  const worker = startWorker({ db, definitions });
  const syncs = bigShops.map((shop) => runJob("sync", shop));
  const over = new AbortController();
  const all = Promise.all(syncs).finally(() => {
    over.abort();
  });
  const refreshes: number[] = [];
  const refreshing = (async () => {
    while (!over.signal.aborted) {
      refreshes.push(await runJob("refresh", name));
      await sleep(200);
    }
  })();
  const busy = await previewTimes(await engine.open(name), () => !over.signal.aborted);
  const syncTimes = await all;
  await refreshing;
  const total = performance.now() - start;
  await worker.stop();
  await state.remove();
  return [
    line("a job of a small shop, four big syncs queued", refreshes),
    { ...line("its previews meanwhile", busy), rss_peak_mb: peakMb() },
    line("those syncs, waiting included", syncTimes),
    line("all of them", [total]),
  ];
}

async function syncOf(warehouse: Warehouse, files: BulkFiles): Promise<void> {
  await loadSnapshot(warehouse, {
    files,
    currency: "CAD",
    snapshotStartedAt: new Date("2026-01-01T00:00:00Z"),
  });
  await scoreStore(warehouse, { ...counting, now: new Date("2026-01-02T05:00:00Z") });
}

/** As a merchant asks while building: one after the other, at least some, and for as long as `goesOn`. */
async function previewTimes(warehouse: Warehouse, goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  const isEnough = () => times.length >= previews && !goesOn();
  for (let place = 0; !isEnough(); place++) {
    const filter = previewFilters[place % previewFilters.length];
    if (filter) times.push(await preview(warehouse, filter));
    await sleep(20);
  }
  return times;
}

async function preview(warehouse: Warehouse, { definition }: PreviewFilter): Promise<number> {
  const start = performance.now();
  const context = await segmentContext(warehouse, [definition]);
  await warehouse.all(countMembers(definition, context));
  return performance.now() - start;
}

/** Database files that this process has open, by their names; Linux tells. */
async function openFiles(): Promise<Set<string>> {
  const links = (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ""));
  return new Set(
    (await Promise.all(links))
      .filter((path) => path.endsWith(".duckdb"))
      .map((path) => path.split("/").at(-1) ?? ""),
  );
}

function line(measured: string, times: readonly number[]): ReportLine {
  return {
    measured,
    times: times.length,
    p50_ms: round(median(times)),
    p95_ms: round(p95(times)),
    most_ms: round(Math.max(...times)),
  };
}

const peakMb = () => round(process.resourceUsage().maxRSS / 1024, 0);
const rssMb = () => round(process.memoryUsage.rss() / 1024 / 1024, 0);

/** The same order every time. */
function shuffled(names: readonly string[]): string[] {
  return names.map((_, place) => names[(place * 73) % names.length] ?? "");
}

/** Some shops more often than others: the square of a number spread evenly over 0 to 1. */
function drawn(names: readonly string[], place: number): string {
  const part = ((place * 7919 + 17) % 1009) / 1009;
  return shuffled(names)[Math.floor(part ** 2 * names.length)] ?? "";
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
