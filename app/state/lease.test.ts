import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { LeaseTimeoutError, withLease } from "./lease.server";
import { temporaryState } from "./testing/temporaryState";

test("work under one lock takes turns across processes; the lock is given back even after an error", async () => {
  const temporary = await temporaryState();
  const connections = [await temporary.open(), await temporary.open()];
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all(
    [...connections, ...connections].map((db) => withLease(db, { name: "x", ttlMs: 20_000 }, work)),
  );
  expect(most).toBe(1);

  const [db] = connections;
  if (db === undefined) throw new Error("unreachable");
  await expect(
    withLease(db, { name: "x", ttlMs: 20_000 }, () => Promise.reject(new Error("no"))),
  ).rejects.toThrow("no");
  expect(await db.lease.count()).toBe(0);
  await temporary.remove();
});

test("a lock whose holder died lapses; one that is held on is given up on", async () => {
  const temporary = await temporaryState();
  const db = await temporary.open();
  await db.lease.create({ data: { name: "x", holder: "dead", until: new Date(Date.now() + 300) } });
  const before = Date.now();
  expect(await withLease(db, { name: "x", ttlMs: 1_000 }, () => Promise.resolve("in"))).toBe("in");
  expect(Date.now() - before).toBeGreaterThanOrEqual(250);

  await db.lease.create({ data: { name: "x", holder: "alive", until: new Date(Date.now() + 60_000) } });
  await expect(withLease(db, { name: "x", ttlMs: 100 }, () => Promise.resolve())).rejects.toThrow(
    LeaseTimeoutError,
  );
  await temporary.remove();
});
