import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startFullSync } from "~/history/fullSync.server";
import type { SyncPhase } from "~/history/progress";
import { readProgress } from "~/history/progress.server";
import { bulkKinds } from "~/history/syncState";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";

import {
  bulkOperations,
  control,
  fingerprint,
  fingerprintOf,
  tables,
  install,
  startHarness,
  storeNamed,
  type Harness,
} from "./harness";

/** As many as make every phase long enough to be met. */
const customers = 1_200;
const phases: readonly SyncPhase[] = ["orders", "load", "score"];
const names = ["undisturbed", "random", ...phases];

let harness: Harness;
let undisturbed: Record<string, string>;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  harness = await startHarness({ stores: names.map((name) => storeNamed(name, customers)) });
  const shop = await begin("undisturbed");
  await runToEnd(shop);
  undisturbed = await stored(shop);
});
afterAll(async () => {
  for (const child of children) await kill(child);
  await harness.close();
});

async function begin(name: string): Promise<string> {
  const shop = `${name}.myshopify.com`;
  await install(harness, shop);
  // Slow enough that the phases can be told apart from outside.
  await control(harness, "POST", shop, "/faults", { kind: "bulk", effect: "slow", delayMs: 40, times: 3 });
  await startFullSync(shop);
  return shop;
}

async function startProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/sync/worker.ts"], {
    env: { ...process.env, ...harness.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  await once(child.stdout, "data");
  return child;
}

/** kill -9: nothing of the process gets to run again. */
async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It did not happen within a minute.");
    await sleep(2);
  }
}

async function runToEnd(shop: string): Promise<void> {
  const child = await startProcess();
  await until(async () => (await readProgress(shop))?.state !== "running");
  await kill(child);
  const progress = await readProgress(shop);
  expect(progress?.failure).toBeNull();
  expect(progress?.state).toBe("done");
}

const nothing = Object.fromEntries(tables.map((table) => [table, "0 rows, 0"]));

/** What the tables hold, read while no other process has them open: DuckDB's files let one in at a time. */
async function stored(shop: string): Promise<Record<string, string>> {
  if (process.env.TEST_ENGINE === "postgresql") return fingerprint(shop);
  const directory = join(harness.dataDir, "warehouse");
  if (!existsSync(join(directory, `${shop}.duckdb`))) return nothing;
  const engine = createDuckdbEngine({ directory });
  try {
    return await fingerprintOf(await engine.open(shop));
  } finally {
    await engine.close();
  }
}

/** All of the facts are there or none, and all of the scores or none. */
async function expectNothingHalf(shop: string): Promise<void> {
  const { customer_metrics: metrics, rfm_scores: scores, ...facts } = await stored(shop);
  const { customer_metrics: allMetrics, rfm_scores: allScores, ...allFacts } = undisturbed;
  const { customer_metrics: noMetrics, rfm_scores: noScores, ...noFacts } = nothing;
  expect([allFacts, noFacts]).toContainEqual(facts);
  expect([
    [allMetrics, allScores],
    [noMetrics, noScores],
  ]).toContainEqual([metrics, scores]);
}

describe("a sync whose process is killed", () => {
  it("at five random moments ends with the tables of an undisturbed one", async () => {
    const shop = await begin("random");
    const moments = Array.from({ length: 5 }, () => Math.round(Math.random() * 1_500));
    for (const moment of moments) {
      const child = await startProcess();
      await sleep(moment);
      await kill(child);
      await expectNothingHalf(shop);
    }
    await runToEnd(shop);
    expect(await stored(shop), `killed after ${moments.join(", ")} ms`).toEqual(undisturbed);
    expect(await bulkOperations(harness, shop)).toHaveLength(bulkKinds.length);
  });

  it.each(phases)("while it is at the phase %s goes on there", async (phase) => {
    const shop = await begin(phase);
    const child = await startProcess();
    const at = async () =>
      (await readProgress(shop))?.phases.find((candidate) => candidate.phase === phase)?.state;
    await until(async () => (await at()) === "running");
    await kill(child);
    const killed = await readProgress(shop);
    expect(killed?.state).toBe("running");
    await expectNothingHalf(shop);

    await runToEnd(shop);
    expect(await stored(shop)).toEqual(undisturbed);
    expect(await bulkOperations(harness, shop)).toHaveLength(bulkKinds.length);
    // Phases that had finished were not done again: they still ended when they did.
    const ended = await readProgress(shop);
    for (const [i, before] of (killed?.phases ?? []).entries()) {
      if (before.state === "done") expect(ended?.phases[i]).toEqual(before);
    }
  });
});
