import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startFullSync } from "~/history/fullSync.server";
import { closeState } from "~/state/client.server";
import { warehouseEngine } from "~/warehouse/warehouses.server";

import { freePort } from "../../sandbox/run/freePort";
import { install } from "../../tests/sync/harness";
import { countConnections } from "./connections";
import { environmentsFor } from "./environments";
import {
  faultsOfBulkOperations,
  faultsOfContents,
  faultsOfDisks,
  faultsOfQueue,
  faultsOfRuns,
  faultsOfVisits,
} from "./faults";
import { type ShopsOfSize, shopsOf, undisturbedShop } from "./fleet";
import { type JobRecord, type JobRun, takeovers } from "./jobRecord";
import { openPark, type Park } from "./park";
import { firstLineOf, startProgram } from "./program";
import { heldBy, inWords, isAllDone, readQueueState } from "./queueState";
import type { SandboxArguments } from "./sandboxProgram";
import type { Undisturbed, UndisturbedArguments } from "./undisturbedProgram";
import { startVisits, type Visit } from "./visitors";

export interface TrialOptions {
  /** An empty PostgreSQL database, for state and warehouses. */
  readonly databaseUrl: string;
  readonly fleet: readonly ShopsOfSize[];
  readonly webs: number;
  readonly workers: number;
  readonly kills: number;
  /** Between two kills. */
  readonly everyMs: number;
  /** An empty folder. */
  readonly scratch: string;
  /** How long all may take. */
  readonly patienceMs: number;
  readonly tell: (line: string) => void;
}

export interface Trial {
  /** Whatever is not as it must be, in words. */
  readonly faults: readonly string[];
  /** Over all shops. */
  readonly orders: number;
  readonly seconds: number;
  readonly kills: number;
  readonly takeovers: readonly JobRun[];
  readonly runs: readonly JobRun[];
  /** MB by process, the killed ones among them. */
  readonly peaks: Readonly<Record<string, number>>;
  /** Connections that the server had at once, at most. */
  readonly connections: number;
  readonly visits: readonly Visit[];
  /** What processes warned of, and how often. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** How long a job of a killed process may lie: its lease lapses after ten seconds, then somebody needs a free slot. */
const takeoverMs = 60_000;

const tellEverySeconds = 10;

/**
 * Syncs shops on several machines (processes with disks of their own, and one PostgreSQL) while workers are killed and merchants
 * look at their pages; then holds what came of it against shops that were synced undisturbed. The state and the
 * warehouses of this process are those of the trial from then on.
 */
export async function tryMachines(options: TrialOptions): Promise<Trial> {
  const { databaseUrl, fleet, scratch, tell } = options;
  // The largest first: they are under way while workers are killed, and nobody waits for them in the end.
  const shops = [...fleet].sort((a, b) => b.customers - a.customers).flatMap(shopsOf);
  const ports = await Promise.all(Array.from({ length: options.webs }, freePort));
  const appUrl = `http://localhost:${String(ports[0])}`;

  tell("making the stores");
  const sandbox = startProgram("sandboxProgram.ts", { fleet, appUrl } satisfies SandboxArguments);
  const sandboxUrl = await firstLineOf(sandbox);
  const environments = environmentsFor({ appUrl, sandboxUrl, databaseUrl, scratch });
  tell("syncing the undisturbed shops, in one process on DuckDB");
  const undisturbed = await syncUndisturbed(fleet, sandboxUrl, environments.undisturbed);

  Object.assign(process.env, environments.watcher);
  await mkdir(join(scratch, "watcher"), { recursive: true });
  tell(`installing the app in ${String(shops.length)} shops`);
  for (const shop of shops) {
    await install({ sandbox: { url: sandboxUrl } }, shop);
    await startFullSync(shop);
  }

  const connections = await countConnections(databaseUrl);
  const startedAt = performance.now();
  const park = openPark({ scratch, env: environments.machines, tell });
  const webs = await Promise.all(ports.map((port) => park.startWeb(port)));
  for (let count = 0; count < options.workers; count++) await park.startWorker();
  await park.ready();
  tell("all processes are ready");
  const visitors = startVisits(
    webs.map(({ url }) => url),
    shops,
  );
  const killing = killWorkers(park, options);
  const { seconds, unfinished } = await untilDone(park, shops.length, startedAt, options);
  await killing;
  tell("waiting until what the last one that was killed ran is taken over");
  const isTakenOver = await untilTakenOver(park.record);
  const visits = await visitors.leave();
  await park.ready();
  const disks = await park.stop();

  tell("comparing what they hold");
  const runs = park.record.runs();
  const takenOver = takeovers(runs);
  const faults = [
    ...unfinished,
    ...park.endings,
    ...(isTakenOver ? [] : ["a killed process's job was taken over by nobody"]),
    ...(options.kills > 0 && takenOver.length === 0 ? ["no job was taken over: nothing was tried"] : []),
    ...faultsOfRuns(runs),
    ...faultsOfVisits(visits),
    ...(await faultsOfQueue(shops)),
    ...(await faultsOfBulkOperations(sandboxUrl, shops)),
    ...(await faultsOfDisks(disks)),
  ];
  for (const size of fleet) faults.push(...(await faultsOfContents(size, undisturbed)));

  await warehouseEngine().close();
  await closeState();
  sandbox.kill("SIGTERM");
  return {
    orders: fleet.reduce((sum, size) => sum + size.shops * ordersOf(undisturbed[undisturbedShop(size)]), 0),
    connections: await connections.stop(),
    peaks: park.peaks(),
    warnings: park.warnings,
    kills: options.kills,
    takeovers: takenOver,
    ...{ faults, seconds, runs, visits },
  };
}

async function syncUndisturbed(
  fleet: readonly ShopsOfSize[],
  sandboxUrl: string,
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Undisturbed>>> {
  const work: UndisturbedArguments = { shops: fleet.map(undisturbedShop), sandboxUrl };
  const line = await firstLineOf(startProgram("undisturbedProgram.ts", work, env));
  return JSON.parse(line) as Readonly<Record<string, Undisturbed>>;
}

async function killWorkers(park: Park, { kills, everyMs }: TrialOptions): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await sleep(everyMs);
    await park.replaceWorker();
  }
}

/** Waits for all shops; not for ever, and no longer where something has failed for good. */
async function untilDone(
  park: Park,
  shops: number,
  startedAt: number,
  { patienceMs, tell }: TrialOptions,
): Promise<{ readonly seconds: number; readonly unfinished: readonly string[] }> {
  let told = -tellEverySeconds;
  for (;;) {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const queue = await readQueueState();
    if (seconds - told >= tellEverySeconds) {
      told = seconds;
      const mb = Math.max(...Object.values(park.peaks()));
      tell(`${String(seconds)} s: ${inWords(queue)}; a process has had up to ${mb.toFixed(0)} MB`);
    }
    if (isAllDone(queue, shops)) return { seconds, unfinished: [] };
    if (queue.failures.length > 0 || seconds * 1_000 > patienceMs) {
      return { seconds, unfinished: [`not done after ${String(seconds)} s: ${inWords(queue)}`] };
    }
    await sleep(500);
  }
}

async function untilTakenOver(record: JobRecord): Promise<boolean> {
  const until = performance.now() + takeoverMs;
  const cut = () => record.runs().flatMap((run) => (run.cut ? [run.claim] : []));
  while ((await heldBy(cut())) > 0) {
    if (performance.now() > until) return false;
    await sleep(500);
  }
  return true;
}

const ordersOf = (shop: Undisturbed | undefined): number => Number.parseInt(shop?.rows.orders ?? "0", 10);
