import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

import type { State } from "~/state/client.server";
import { temporaryState } from "~/state/testing/temporaryState";

import type { JobContext, JobDefinition, Lane } from "./job";
import { PermanentError } from "./job";
import { cancel, enqueue } from "./queue.server";
import type { Worker, WorkerOptions } from "./worker.server";
import { startWorker } from "./worker.server";

vi.mock("~/state/log.server", async () => {
  const pino = await import("pino");
  const silent = pino.default({ level: "silent" });
  return { log: () => silent };
});

type Payload = { n: number };
const shop = "one.myshopify.com";

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let db: State;
const workers: Worker[] = [];

beforeEach(async () => {
  temporary = await temporaryState();
  db = await temporary.open();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await temporary.remove();
});

function definition(run: JobDefinition<Payload>["run"], more: Partial<JobDefinition<Payload>> = {}) {
  return { kind: "work", payload: z.object({ n: z.number() }), maxAttempts: 3, run, ...more };
}

function work(options: Partial<WorkerOptions> & Pick<WorkerOptions, "definitions">): Worker {
  const worker = startWorker({ db, pollMs: 20, leaseMs: 400, ...options });
  workers.push(worker);
  return worker;
}

const stateIs = (state: string) =>
  vi.waitFor(async () => {
    expect((await db.job.findFirstOrThrow()).state).toBe(state);
  }, 10_000);

test("runs a job with its payload, and at once", async () => {
  const run = vi.fn<JobDefinition<Payload>["run"]>(() => Promise.resolve({ kind: "done" }));
  work({ definitions: [definition(run)], pollMs: 60_000 });
  await enqueue("work", { shop, payload: { n: 7 } }, db);
  await stateIs("done");
  expect(run).toHaveBeenCalledOnce();
  expect(run.mock.calls[0]?.[0]).toMatchObject({ shop, payload: { n: 7 }, attempt: 1 });
});

test("four workers of two processes never run one shop's kind side by side, and run all of the shops'", async () => {
  const second = await temporary.open();
  const shops = Array.from({ length: 12 }, (_, i) => `shop-${String(i)}.myshopify.com`);
  const inside = new Map<string, number>();
  const runs = new Map<string, number>();
  let most = 0;
  const run = async ({ shop, payload }: JobContext<Payload>) => {
    inside.set(shop, (inside.get(shop) ?? 0) + 1);
    most = Math.max(most, inside.get(shop) ?? 0);
    await sleep(5);
    inside.set(shop, (inside.get(shop) ?? 0) - 1);
    runs.set(shop, (runs.get(shop) ?? 0) + 1);
    return payload.n > (runs.get(shop) ?? 0)
      ? ({ kind: "again", at: new Date() } as const)
      : ({ kind: "done" } as const);
  };
  for (const from of [db, db, second, second]) {
    // A lease long enough for a machine that stalls under other load: a lapse would be another test's subject.
    work({ db: from, definitions: [definition(run)], slots: { long: 0, quick: 3 }, leaseMs: 10_000 });
  }
  await Promise.all(shops.map((shop) => enqueue("work", { shop, payload: { n: 4 } }, db)));
  await vi.waitFor(async () => {
    expect(await db.job.count({ where: { state: "done" } })).toBe(shops.length);
  }, 20_000);
  expect(most).toBe(1);
  expect([...runs.values()]).toEqual(shops.map(() => 4));
});

test("long jobs, however many wait, leave the slots of quick ones free, and quick ones theirs", async () => {
  const shops = ["one", "two", "three"].map((name) => `${name}.myshopify.com`);
  const running = { long: new Set<string>(), quick: new Set<string>() };
  const most = { long: 0, quick: 0 };
  const release = new AbortController();
  const held = (lane: Lane) => async (context: JobContext<Payload>) => {
    running[lane].add(context.shop);
    most[lane] = Math.max(most[lane], running[lane].size);
    await sleep(60_000, undefined, { signal: release.signal }).catch(() => undefined);
    running[lane].delete(context.shop);
    return { kind: "done" } as const;
  };
  work({
    definitions: [
      definition(held("long"), { kind: "sync", lane: "long" }),
      definition(held("quick"), { kind: "refresh" }),
    ],
    slots: { long: 2, quick: 1 },
    leaseMs: 10_000,
  });
  for (const each of shops) await enqueue("sync", { shop: each, payload: { n: 1 } }, db);
  await vi.waitFor(() => {
    expect(running.long.size).toBe(2);
  }, 10_000);
  for (const each of shops) await enqueue("refresh", { shop: each, payload: { n: 1 } }, db);
  await vi.waitFor(() => {
    expect(running.quick.size).toBe(1);
  }, 10_000);
  release.abort();
  await vi.waitFor(async () => {
    expect(await db.job.count({ where: { state: "done" } })).toBe(6);
  }, 10_000);
  expect(most).toEqual({ long: 2, quick: 1 });
});

test("keeps its lease while a job takes longer than it", async () => {
  const run = vi.fn(async () => {
    await sleep(1_000);
    return { kind: "done" } as const;
  });
  work({ definitions: [definition(run)] });
  work({ definitions: [definition(run)], db: await temporary.open() });
  await enqueue("work", { shop, payload: { n: 1 } }, db);
  await stateIs("done");
  expect(run).toHaveBeenCalledOnce();
});

test("retries with growing waits, then puts the job aside with its reason", async () => {
  let now = Date.now();
  const attempts: number[] = [];
  const onFailed = vi.fn(() => Promise.resolve());
  const run = ({ attempt }: JobContext<Payload>) => {
    attempts.push(attempt);
    return Promise.reject(new Error("no"));
  };
  work({ definitions: [definition(run, { onFailed })], now: () => new Date(now) });
  await enqueue("work", { shop, payload: { n: 1 }, runAt: new Date(now) }, db);
  for (const failures of [1, 2]) {
    await vi.waitFor(async () => {
      expect(await db.job.findFirstOrThrow()).toMatchObject({ state: "waiting", failures });
    });
    const wait = (await db.job.findFirstOrThrow()).runAt.getTime() - now;
    expect(wait).toBeGreaterThanOrEqual(500 * failures);
    expect(wait).toBeLessThanOrEqual(1_000 * failures);
    now += wait;
  }
  await stateIs("failed");
  expect(attempts).toEqual([1, 2, 3]);
  expect((await db.job.findFirstOrThrow()).failure).toBe("Error: no");
  expect(onFailed).toHaveBeenCalledOnce();
});

test("an outage of a database uses up no try, however long it lasts and whatever a kind makes of it", async () => {
  let now = Date.now();
  const down = Object.assign(new Error("Can't reach database server"), { code: "P1001" });
  const attempts: number[] = [];
  const run = ({ attempt }: JobContext<Payload>) => {
    attempts.push(attempt);
    if (attempts.length > 5) return Promise.resolve({ kind: "done" } as const);
    return Promise.reject(attempts.length % 2 === 0 ? down : new PermanentError("stopped", { cause: down }));
  };
  const onFailed = vi.fn(() => Promise.resolve());
  work({ definitions: [definition(run, { onFailed, maxAttempts: 2 })], now: () => new Date(now) });
  await enqueue("work", { shop, payload: { n: 1 }, runAt: new Date(now) }, db);
  for (const tries of [1, 2, 3, 4, 5]) {
    await vi.waitFor(async () => {
      expect(attempts).toHaveLength(tries);
      const job = await db.job.findFirstOrThrow();
      expect(job).toMatchObject({ state: "waiting", failures: 0 });
      expect(job.runAt.getTime()).toBeGreaterThanOrEqual(now + 8_000);
    });
    now += 16_000;
  }
  await stateIs("done");
  expect(attempts).toEqual([1, 1, 1, 1, 1, 1]);
  expect(onFailed).not.toHaveBeenCalled();
});

test("does not retry what retrying cannot help: a permanent error, or a payload that its definition refuses", async () => {
  const run = vi.fn(() => Promise.reject(new PermanentError("never")));
  work({ definitions: [definition(run)] });
  await enqueue("work", { shop, payload: { n: 1 } }, db);
  await stateIs("failed");
  expect(run).toHaveBeenCalledOnce();

  await db.job.deleteMany();
  await enqueue("work", { shop, payload: { n: "seven" } }, db);
  await stateIs("failed");
  expect(run).toHaveBeenCalledOnce();
});

test("a stopped worker waits for its job, gives it back untouched, and the next one goes on at once", async () => {
  let starts = 0;
  const run = async ({ signal, attempt }: JobContext<Payload>) => {
    starts++;
    expect(attempt).toBe(1);
    if (starts === 1) await sleep(60_000, undefined, { signal });
    return { kind: "done" } as const;
  };
  const first = work({ definitions: [definition(run)] });
  await enqueue("work", { shop, payload: { n: 1 } }, db);
  await stateIs("running");
  await first.stop();
  expect(await db.job.findFirstOrThrow()).toMatchObject({ state: "waiting", failures: 0, leaseHolder: null });
  work({ definitions: [definition(run)] });
  await stateIs("done");
  expect(starts).toBe(2);
});

test("a canceled job is asked to give up, and ends canceled", async () => {
  const run = async ({ signal }: JobContext<Payload>) => {
    await sleep(60_000, undefined, { signal });
    return { kind: "done" } as const;
  };
  work({ definitions: [definition(run)] });
  await enqueue("work", { shop, payload: { n: 1 } }, db);
  await stateIs("running");
  await cancel("work", shop, db);
  await stateIs("canceled");
});

test("leaves kinds that it does not know to others", async () => {
  work({ definitions: [definition(() => Promise.resolve({ kind: "done" } as const))] });
  await enqueue("other", { shop, payload: {} }, db);
  await sleep(100);
  await stateIs("waiting");
});

test("a job that took its process down ten times is not run again, and its kind is told", async () => {
  const run = vi.fn<JobDefinition<Payload>["run"]>(() => Promise.resolve({ kind: "done" }));
  const onFailed = vi.fn(() => Promise.resolve());
  await enqueue("work", { shop, payload: { n: 1 } }, db);
  const lapsed = { state: "running", leaseHolder: "killed", leaseUntil: new Date(0), failures: 9 };
  await db.job.updateMany({ data: lapsed });
  work({ definitions: [definition(run, { onFailed })] });
  await stateIs("failed");
  expect(run).not.toHaveBeenCalled();
  expect(onFailed).toHaveBeenCalledOnce();
  expect((await db.job.findFirstOrThrow()).failure).toContain("10 times");
});

test("waiting for the next job leaves nothing behind that waits with it", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((what) => what === "Timeout").length;
  const before = timers();
  let runs = 0;
  const again = definition(async () => {
    runs += 1;
    // Long enough for the worker to find nothing else, and to wait.
    await sleep(50);
    return runs < 40 ? { kind: "again", at: new Date() } : { kind: "done" };
  });
  // So long between looks that every wait is ended by something else.
  workers.push(startWorker({ db, definitions: [again], pollMs: 60_000 }));
  await enqueue("work", { shop, payload: { n: 1 } }, db);
  await vi.waitFor(() => {
    expect(runs).toBe(40);
  }, 30_000);
  expect(timers() - before).toBeLessThan(10);
});
