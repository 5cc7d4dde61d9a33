import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Client } from "pg";

import { startFullSync } from "~/history/fullSync.server";
import { closeState } from "~/state/client.server";
import { warehouseEngine } from "~/warehouse/warehouses.server";

import { freePort } from "../../sandbox/run/freePort";
import { allScopes, clientId, clientSecret, install } from "../../tests/sync/harness";
import {
  faultsOfBulkOperations,
  faultsOfContents,
  faultsOfDisks,
  faultsOfQueue,
  faultsOfRuns,
  faultsOfVisits,
} from "./faults";
import { type ShopsOfSize, shopsOf, undisturbedShop } from "./fleet";
import { type JobRecord, jobRecord, type JobRun, takeovers } from "./jobRecord";
import { type Machine, startMachine } from "./machine";
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

/**
 * Syncs shops on several machines (processes with disks of their own, and one PostgreSQL) while workers are killed and merchants
 * look at their pages; then holds what came of it against shops that were synced undisturbed. The state and the
 * warehouses of this process are those of the trial from then on.
 */
export async function tryMachines(options: TrialOptions): Promise<Trial> {
  const { databaseUrl, fleet, workers, kills, everyMs, scratch, patienceMs, tell } = options;
  // The largest first: they are under way while workers are killed, and nobody waits for them in the end.
  const shops = [...fleet].sort((a, b) => b.customers - a.customers).flatMap(shopsOf);
  const ports = await Promise.all(Array.from({ length: options.webs }, freePort));
  const appUrl = `http://localhost:${String(ports[0])}`;

  tell("making the stores");
  const sandboxArguments: SandboxArguments = { fleet, appUrl };
  const sandbox = startProgram("sandboxProgram.ts", sandboxArguments);
  const sandboxUrl = await firstLineOf(sandbox);
  const common = {
    NODE_ENV: "test",
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: clientId,
    SHOPIFY_API_SECRET: clientSecret,
    SHOPIFY_SANDBOX_URL: sandboxUrl,
    SCOPES: allScopes.join(","),
    QUINTILE_ENCRYPTION_KEYS: `machines:${randomBytes(32).toString("base64")}`,
    WAREHOUSE_THREADS: "1",
    METRICS_PORT: "",
  };
  tell("syncing the undisturbed shops, in one process on DuckDB");
  const undisturbed = await syncUndisturbed(fleet, sandboxUrl, {
    ...common,
    ...{ LOG_LEVEL: "error", DATA_DIR: join(scratch, "undisturbed"), DATABASE_URL: "", WAREHOUSE_URL: "" },
  });

  const shared = {
    ...common,
    DATABASE_URL: databaseUrl,
    DATABASE_CONNECTIONS: "10",
    WAREHOUSE_URL: databaseUrl,
    WAREHOUSE_CONNECTIONS: "10",
    WAREHOUSE_MEMORY_LIMIT: "1GB",
  };
  Object.assign(process.env, shared, { LOG_LEVEL: "silent", DATA_DIR: join(scratch, "watcher") });
  await mkdir(join(scratch, "watcher"), { recursive: true });
  tell(`installing the app in ${String(shops.length)} shops`);
  for (const shop of shops) {
    await install({ sandbox: { url: sandboxUrl } }, shop);
    await startFullSync(shop);
  }

  const faults: string[] = [];
  const record = jobRecord();
  const warnings: Record<string, number> = {};
  const peaks: Record<string, number> = {};
  const living = new Set<Machine>();
  const start = async (role: "web" | "worker", name: string, port: number) => {
    const machine = await startMachine({
      ...{ name, role, port, scratch, env: shared },
      hear: (from, line) => {
        record.hear(from, line);
        if (line.level === "debug" || line.level === "info") return;
        const told = inOneLine(line);
        if (warnings[told] === undefined) tell(`${from}: ${JSON.stringify(line)}`);
        warnings[told] = (warnings[told] ?? 0) + 1;
      },
      onEnd: (from, at, how) => {
        record.ended(from, at);
        if (how !== "killed" && how !== "0") faults.push(`${from} ended by itself: ${how}`);
      },
    });
    living.add(machine);
    return machine;
  };

  const connections = await countConnections(databaseUrl);
  const startedAt = performance.now();
  const webs = await Promise.all(ports.map((port, place) => start("web", `web-${String(place + 1)}`, port)));
  let started = 0;
  const startWorker = async () => start("worker", `worker-${String(++started)}`, await freePort());
  const working: Machine[] = [];
  for (let count = 0; count < workers; count++) working.push(await startWorker());
  await Promise.all([...living].map((machine) => machine.ready()));
  tell("all processes are ready");
  const visitors = startVisits(
    webs.map(({ url }) => url),
    shops,
  );

  const killing = (async () => {
    for (let kill = 0; kill < kills; kill++) {
      await sleep(everyMs);
      const place = Math.floor(Math.random() * working.length);
      const victim = working[place];
      if (!victim) continue;
      await victim.kill();
      peaks[victim.name] = victim.peakMb();
      living.delete(victim);
      working[place] = await startWorker();
      tell(`killed ${victim.name}; ${working[place].name} takes its place`);
    }
  })();
  const untilDone = async () => {
    const secondsSoFar = () => Math.round((performance.now() - startedAt) / 1_000);
    for (let told = -10; ;) {
      const queue = await readQueueState();
      if (secondsSoFar() - told >= 10) {
        told = secondsSoFar();
        const mb = Math.max(...working.map((machine) => machine.peakMb()));
        tell(`${String(told)} s: ${inWords(queue)}; a worker has had up to ${mb.toFixed(0)} MB`);
      }
      if (isAllDone(queue, shops.length)) return secondsSoFar();
      if (queue.failures.length > 0 || performance.now() - startedAt > patienceMs) {
        faults.push(`not done after ${String(secondsSoFar())} s: ${inWords(queue)}`);
        return secondsSoFar();
      }
      await sleep(500);
    }
  };
  const seconds = await untilDone();
  await killing;
  tell("waiting until what the last one that was killed ran is taken over");
  if (!(await untilTakenOver(record))) faults.push("a killed process's job was taken over by nobody");

  const visits = await visitors.leave();
  for (const machine of working) await machine.ready();
  await Promise.all([...living].map((machine) => machine.stop()));
  for (const machine of living) peaks[machine.name] = machine.peakMb();
  tell("comparing what they hold");
  if (record.open() > 0) faults.push(`${String(record.open())} runs of jobs never ended`);
  faults.push(
    ...faultsOfRuns(record.runs()),
    ...faultsOfVisits(visits),
    ...(await faultsOfQueue(shops)),
    ...(await faultsOfBulkOperations(sandboxUrl, shops)),
    ...(await faultsOfDisks([...living].map(({ dataDir }) => dataDir))),
  );
  for (const size of fleet) faults.push(...(await faultsOfContents(size, undisturbed)));
  const takenOver = takeovers(record.runs());
  if (kills > 0 && takenOver.length === 0) faults.push("no job was taken over: nothing was tried");

  await warehouseEngine().close();
  await closeState();
  sandbox.kill("SIGTERM");
  return {
    orders: fleet.reduce((sum, size) => sum + size.shops * ordersOf(undisturbed[undisturbedShop(size)]), 0),
    ...{ faults, seconds, kills, takeovers: takenOver, runs: record.runs(), peaks, visits, warnings },
    connections: await connections.stop(),
  };
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

/** What a line of a log says, without what tells it from others of its kind. */
function inOneLine(line: Readonly<Record<string, unknown>>): string {
  const told = [line.level, line.kind, line.msg, line.failure, line.error, line.cause];
  return told.filter((part) => typeof part === "string").join(" ");
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

const ordersOf = (shop: Undisturbed | undefined): number => Number.parseInt(shop?.rows.orders ?? "0", 10);

/** Counts the server's connections each second, without this one. */
async function countConnections(url: string): Promise<{ stop(): Promise<number> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let most = 0;
  const count = async () => {
    const { rows } = await client.query<{ connections: number }>(
      "SELECT count(*)::int - 1 AS connections FROM pg_stat_activity WHERE datname = current_database()",
    );
    most = Math.max(most, rows[0]?.connections ?? 0);
  };
  const counting = setInterval(() => void count(), 1_000);
  return {
    async stop() {
      clearInterval(counting);
      await client.end();
      return most;
    },
  };
}
