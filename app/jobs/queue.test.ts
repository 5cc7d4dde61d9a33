import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryState } from "~/state/testing/temporaryState";

import type { ClaimedJob } from "./lease.server";
import { claim, renew, settle } from "./lease.server";
import { cancel, enqueue, retryFailed } from "./queue.server";

const shop = "one.myshopify.com";
const kind = "work";
const kinds = [kind];
const leaseMs = 1_000;
const start = Date.parse("2026-11-01T12:00:00Z");
const at = (ms: number) => new Date(start + ms);

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let db: State;

beforeAll(async () => {
  temporary = await temporaryState();
  db = await temporary.open();
});
afterAll(() => temporary.remove());
beforeEach(() => db.job.deleteMany());

const claimAt = (ms: number, from = db) => claim(from, { kinds, now: at(ms), leaseMs });
const only = () => db.job.findFirstOrThrow();

async function claimed(ms: number): Promise<ClaimedJob> {
  const job = await claimAt(ms);
  if (job === null) throw new Error("Nothing was due.");
  return job;
}

test("a second job of a kind for a shop is the first one, with the new payload and the earlier time", async () => {
  await enqueue(kind, { shop, payload: { n: 1 }, runAt: at(500) }, db);
  await enqueue(kind, { shop, payload: { n: 2 }, runAt: at(900) }, db);
  await enqueue(kind, { shop, payload: { n: 3 }, runAt: at(100) }, db);
  expect(await db.job.count()).toBe(1);
  expect(await only()).toMatchObject({ payload: { n: 3 }, runAt: at(100) });
});

test("other shops and other kinds have jobs of their own", async () => {
  await enqueue(kind, { shop, payload: {} }, db);
  await enqueue(kind, { shop: "two.myshopify.com", payload: {} }, db);
  await enqueue("other", { shop, payload: {} }, db);
  expect(await db.job.count()).toBe(3);
});

test("enqueuing at the same moment through two connections makes one job", async () => {
  const second = await temporary.open();
  await Promise.all([db, second, db, second].map((from) => enqueue(kind, { shop, payload: {} }, from)));
  expect(await db.job.count()).toBe(1);
});

test("a job is claimed when it is due, not before, and by one worker only", async () => {
  await enqueue(kind, { shop, payload: {}, runAt: at(100) }, db);
  expect(await claimAt(99)).toBeNull();
  const second = await temporary.open();
  const claims = await Promise.all([claimAt(100), claimAt(100, second), claimAt(100), claimAt(100, second)]);
  expect(claims.filter((job) => job !== null)).toHaveLength(1);
});

test("higher priorities come first, then the earlier ones", async () => {
  await enqueue(kind, { shop: "b.myshopify.com", payload: {}, runAt: at(20) }, db);
  await enqueue(kind, { shop: "a.myshopify.com", payload: {}, runAt: at(10) }, db);
  await enqueue(kind, { shop: "c.myshopify.com", payload: {}, runAt: at(30), priority: 1 }, db);
  const order = [await claimed(50), await claimed(50), await claimed(50)].map((job) => job.shop.slice(0, 1));
  expect(order).toEqual(["c", "a", "b"]);
});

test("of more jobs than one look sees, all who ask at once get one, each another", async () => {
  const shops = Array.from({ length: 40 }, (_, place) => `shop-${String(place)}.myshopify.com`);
  for (const each of shops) await enqueue(kind, { shop: each, payload: {}, runAt: at(0) }, db);
  const second = await temporary.open();
  const claims = await Promise.all(
    Array.from({ length: 30 }, (_, worker) => claimAt(100, worker % 2 === 0 ? db : second)),
  );
  expect(new Set(claims.map((job) => job?.shop)).size).toBe(30);
  expect(claims).not.toContain(null);
});

test("a shop whose jobs ask again and again is served in turn with the others", async () => {
  const served: string[] = [];
  for (const each of ["a", "b", "c"]) {
    await enqueue(kind, { shop: `${each}.myshopify.com`, payload: {}, runAt: at(each === "a" ? 0 : 10) }, db);
  }
  await enqueue("other", { shop: "a.myshopify.com", payload: {}, runAt: at(0) }, db);
  for (let now = 20; now < 28; now++) {
    const job = await claim(db, { kinds: [kind, "other"], now: at(now), leaseMs });
    if (job === null) throw new Error("Nothing was due.");
    served.push(job.shop.slice(0, 1));
    await settle(db, job, { kind: "again", at: at(now) }, at(now));
  }
  expect(served.slice(0, 2)).toEqual(["a", "a"]);
  expect(served.slice(2, 4).sort()).toEqual(["b", "c"]);
  expect(served.slice(4, 8)).toEqual(served.slice(0, 4));
});

test("a lease that is renewed is kept; one that lapses is taken over, and its former holder can write nothing", async () => {
  await enqueue(kind, { shop, payload: {}, runAt: at(0) }, db);
  const first = await claimed(0);
  expect(await renew(db, first, at(900), leaseMs)).toBe("held");
  expect(await claimAt(1_800)).toBeNull();

  const second = await claimed(1_901);
  expect(second).toMatchObject({ id: first.id, failures: 1 });
  expect(await renew(db, first, at(1_950), leaseMs)).toBe("lost");
  expect(await settle(db, first, { kind: "done" }, at(1_950))).toBe(false);
  expect((await only()).state).toBe("running");
  expect(await settle(db, second, { kind: "done" }, at(1_960))).toBe(true);
  expect(await only()).toMatchObject({ state: "done", liveKey: null, finishedAt: at(1_960) });
});

test("a job that takes its process down every time is claimed ten times to be run, then to be put aside", async () => {
  await enqueue(kind, { shop, payload: {}, runAt: at(0) }, db);
  let runs = 0;
  while (!(await claimed(runs * 2_000)).isHopeless) runs++;
  expect(runs).toBe(10);
});

test("a job that asks to run again waits until then, and its failures are forgotten", async () => {
  await enqueue(kind, { shop, payload: {}, runAt: at(0) }, db);
  await settle(db, await claimed(0), { kind: "retry", at: at(50), failure: "Error: no" }, at(10));
  expect(await only()).toMatchObject({
    state: "waiting",
    failures: 1,
    failure: "Error: no",
    runAt: at(50),
  });
  await settle(db, await claimed(50), { kind: "again", at: at(300) }, at(60));
  expect(await only()).toMatchObject({ state: "waiting", failures: 0, failure: null, runAt: at(300) });
});

test("asking again does not shorten the wait after a failure", async () => {
  await enqueue(kind, { shop, payload: {}, runAt: at(0) }, db);
  const job = await claimed(0);
  await enqueue(kind, { shop, payload: {}, runAt: at(5) }, db);
  await settle(db, job, { kind: "retry", at: at(900), failure: "Error: no" }, at(10));
  await enqueue(kind, { shop, payload: {}, runAt: at(20) }, db);
  expect((await only()).runAt).toEqual(at(900));
});

test("enqueued while it runs, a job runs once more with the new payload, however it ended", async () => {
  for (const ending of [
    { kind: "done" },
    { kind: "failed", failure: "Error: no" },
    { kind: "canceled" },
    { kind: "again", at: at(9_000) },
  ] as const) {
    await enqueue(kind, { shop, payload: { n: 1 }, runAt: at(0) }, db);
    const job = await claimed(100);
    await enqueue(kind, { shop, payload: { n: 2 }, runAt: at(200) }, db);
    await enqueue(kind, { shop, payload: { n: 3 }, runAt: at(300) }, db);
    await settle(db, job, ending, at(150));
    expect(await only(), ending.kind).toMatchObject({
      state: "waiting",
      payload: { n: 3 },
      runAt: at(200),
      failures: 0,
    });
    await db.job.deleteMany();
  }
});

test("canceling ends a waiting job at once and tells a running one; a later request still counts", async () => {
  await enqueue(kind, { shop, payload: {}, runAt: at(0) }, db);
  const job = await claimed(0);
  await enqueue(kind, { shop, payload: {}, runAt: at(1) }, db);
  await cancel(kind, shop, db);
  expect(await renew(db, job, at(10), leaseMs)).toBe("cancel asked");
  await settle(db, job, { kind: "again", at: at(20) }, at(15));
  expect((await only()).state).toBe("canceled");

  await enqueue(kind, { shop, payload: {}, runAt: at(30) }, db);
  await cancel(kind, shop, db);
  expect(await claimAt(40)).toBeNull();
});

test("a failed job keeps its reason and goes back to work when retried, unless a live one took its place", async () => {
  await enqueue(kind, { shop, payload: { n: 1 }, runAt: at(0) }, db);
  await settle(db, await claimed(0), { kind: "failed", failure: "Error: no" }, at(10));
  expect(await only()).toMatchObject({ state: "failed", failure: "Error: no" });
  expect(await retryFailed(kind, shop, db)).toBe(true);
  expect(await retryFailed(kind, shop, db)).toBe(false);
  expect(await only()).toMatchObject({ state: "waiting", payload: { n: 1 }, failures: 0 });

  await settle(
    db,
    await claimed(Date.now() - start + 1_000),
    { kind: "failed", failure: "Error: no" },
    at(10),
  );
  await enqueue(kind, { shop, payload: { n: 2 } }, db);
  expect(await retryFailed(kind, shop, db)).toBe(false);
});

test("of the jobs that went well only the last is kept", async () => {
  for (const n of [1, 2, 3]) {
    await enqueue(kind, { shop, payload: { n }, runAt: at(n) }, db);
    await settle(db, await claimed(10), { kind: "done" }, at(20));
  }
  expect(await db.job.findMany()).toMatchObject([{ payload: { n: 3 } }]);
});

/**
 * Random schedules of three workers of two processes: whatever they do and however long they hang, no two of them hold
 * one job's lease at the same time, and no request is lost.
 */
test("any schedule: one holder at a time, and every request is followed by a run", async () => {
  const second = await temporary.open();
  const step = fc.record({
    action: fc.constantFrom("enqueue", "claim", "renew", "done", "again", "retry", "cancel"),
    worker: fc.integer({ min: 0, max: 2 }),
    elapsedMs: fc.integer({ min: 0, max: 700 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      await db.job.deleteMany();
      const held: (ClaimedJob | null)[] = [null, null, null];
      const heldUntil = [0, 0, 0];
      let now = 0;
      let requested = 0;
      let canceledUpTo = 0;
      let seen = 0;
      const see = (job: ClaimedJob) => (seen = Math.max(seen, (job.payload as { n: number }).n));

      for (const { action, worker, elapsedMs } of steps) {
        now += elapsedMs;
        const from = worker === 0 ? db : second;
        const mine = held[worker] ?? null;
        if (action === "enqueue") {
          requested++;
          await enqueue(kind, { shop, payload: { n: requested }, runAt: at(now) }, from);
        } else if (action === "cancel") {
          canceledUpTo = requested;
          await cancel(kind, shop, from);
        } else if (action === "claim" && mine === null) {
          const job = await claimAt(now, from);
          if (job === null) continue;
          heldUntil.forEach((until, other) => {
            if (other !== worker && held[other] !== null) expect(until).toBeLessThan(now);
          });
          held[worker] = job;
          heldUntil[worker] = now + leaseMs;
          see(job);
        } else if (action === "renew" && mine !== null) {
          const renewal = await renew(from, mine, at(now), leaseMs);
          if (renewal === "lost") held[worker] = null;
          else heldUntil[worker] = now + leaseMs;
        } else if ((action === "done" || action === "again" || action === "retry") && mine !== null) {
          await settle(from, mine, { kind: action, at: at(now + 100), failure: "Error" }, at(now));
          held[worker] = null;
        }
      }

      // Left alone, one honest worker runs whatever is still owed.
      for (let i = 0; i < 12; i++) {
        now += leaseMs + 1;
        const job = await claimAt(now);
        if (job === null) break;
        see(job);
        await settle(db, job, { kind: "done" }, at(now));
      }
      expect(await db.job.count({ where: { state: { in: ["waiting", "running"] } } })).toBe(0);
      expect(Math.max(seen, canceledUpTo)).toBe(requested);
    }),
    { numRuns: 60 },
  );
});
