import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { liveKey } from "~/jobs/queue.server";
import { noteSubscriptions } from "~/shopify/subscriptions/record.server";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { noteReconciliation, nothingFound } from "../reconciliation.server";
import { reconcileKind } from "../reconcileKind.server";
import { checksOf } from "./checks.server";
import { liveUpdates, spreadOf } from "./liveUpdates.server";

const shop = "one.myshopify.com";
const other = "two.myshopify.com";
const now = new Date("2026-11-02T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const dayAgo = ago(24 * 3_600);

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ db } = temporary);
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  await db.webhookDelivery.deleteMany();
  await db.job.deleteMany();
  await db.shop.deleteMany();
  for (const domain of [shop, other])
    await db.shop.create({ data: { domain, installedAt: ago(1e6), authorizedAt: ago(1e6), settings: {} } });
});

describe("live updates", () => {
  test("of a shop that nothing was heard of", async () => {
    await db.webhookDelivery.create({
      data: { shop: other, webhookId: "1", topic: "orders/create", receivedAt: ago(5) },
    });
    expect(await liveUpdates(shop, now)).toEqual({
      last: null,
      waiting: { webhooks: 0, since: null },
      recent: 0,
      arriving: null,
      applying: null,
      refused: [],
      subscriptions: { checkedAt: null, refused: [] },
    });
  });

  test("are those of a plain count", async () => {
    const delivery = fc.record({
      shop: fc.constantFrom(shop, shop, shop, other),
      topic: fc.constantFrom("orders/create", "orders/updated", "products/update"),
      receivedAt: fc.integer({ min: 0, max: 2 * 24 * 3_600 }).map(ago),
      /** Milliseconds; null: not told, or not yet. */
      sent: fc.option(fc.integer({ min: -500, max: 90_000 })),
      took: fc.option(fc.integer({ min: 0, max: 90_000 }), { freq: 4 }),
      outcome: fc.constantFrom("applied", "applied", "ignored", "refused"),
      reason: fc.constantFrom("It is not JSON.", "Missing: id."),
    });
    const seen = { waiting: 0, refused: 0, recent: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 10, maxLength: 60 }), async (deliveries) => {
        const rows = deliveries.map(({ sent, took, outcome, reason, ...row }, place) => ({
          ...row,
          webhookId: String(place),
          triggeredAt: sent === null ? null : new Date(row.receivedAt.getTime() - sent),
          appliedAt: took === null ? null : new Date(row.receivedAt.getTime() + took),
          outcome: took === null ? null : outcome,
          reason: took === null || outcome === "applied" ? null : reason,
        }));
        await db.webhookDelivery.deleteMany();
        if (rows.length > 0) await db.webhookDelivery.createMany({ data: rows });
        const own = rows.filter((row) => row.shop === shop);
        const waiting = own.filter(({ appliedAt }) => appliedAt === null);
        const recent = own.filter(({ appliedAt }) => appliedAt !== null && appliedAt >= dayAgo);
        const refused = recent.filter(({ outcome }) => outcome === "refused");
        const live = await liveUpdates(shop, now);

        const newestOf = (some: typeof own) =>
          some.reduce<Date | null>((a, b) => (a !== null && a >= b.receivedAt ? a : b.receivedAt), null);
        const oldest = waiting.map(({ receivedAt }) => receivedAt.getTime()).sort((a, b) => a - b)[0];
        expect(live.waiting).toEqual({
          webhooks: waiting.length,
          since: oldest === undefined ? null : new Date(oldest).toISOString(),
        });
        // Of those before the day only the one that was dealt with last is known.
        if (recent.length > 0 || waiting.length === own.length)
          expect(live.last?.at ?? null).toBe(newestOf([...waiting, ...recent])?.toISOString() ?? null);
        expect(live.recent).toBe(recent.length);
        expect(live.arriving).toEqual(
          spreadOf(
            recent.flatMap(({ triggeredAt, receivedAt }) =>
              triggeredAt ? [receivedAt.getTime() - triggeredAt.getTime()] : [],
            ),
          ),
        );
        expect(live.applying).toEqual(
          spreadOf(
            recent.flatMap(({ receivedAt, appliedAt }) =>
              appliedAt ? [appliedAt.getTime() - receivedAt.getTime()] : [],
            ),
          ),
        );
        const groups = new Map<string, number>();
        for (const { topic, reason } of refused)
          groups.set(`${topic} ${reason ?? ""}`, (groups.get(`${topic} ${reason ?? ""}`) ?? 0) + 1);
        expect(
          new Map(live.refused.map(({ topic, reason, webhooks }) => [`${topic} ${reason}`, webhooks])),
        ).toEqual(groups);
        seen.waiting += waiting.length;
        seen.refused += refused.length;
        seen.recent += recent.length;
      }),
      { numRuns: 30 },
    );
    for (const rows of Object.values(seen)) expect(rows).toBeGreaterThan(15);
  });

  test("tell the last that arrived even where nothing came for days", async () => {
    const [receivedAt, appliedAt] = [ago(3 * 86_400), ago(3 * 86_400 - 1)];
    await db.webhookDelivery.create({
      data: { shop, webhookId: "1", topic: "orders/create", receivedAt, appliedAt, outcome: "applied" },
    });
    expect(await liveUpdates(shop, now)).toMatchObject({
      last: { topic: "orders/create", at: receivedAt.toISOString() },
      recent: 0,
      arriving: null,
    });
  });

  test("tell what Shopify refuses to send", async () => {
    await noteSubscriptions(shop, ago(60), { "orders/create": "Not approved." });
    await noteSubscriptions(other, ago(60), { "customers/create": "Not approved." });
    expect((await liveUpdates(shop, now)).subscriptions).toEqual({
      checkedAt: ago(60).toISOString(),
      refused: [{ topic: "orders/create", reason: "Not approved." }],
    });
  });
});

test("half of some are within the one, 95 of 100 within the other, and none took less than no time", () => {
  const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);
  expect(spreadOf(hundred)).toEqual({ p50: 50, p95: 95 });
  expect(spreadOf([7])).toEqual({ p50: 7, p95: 7 });
  expect(spreadOf([-400, 10])).toEqual({ p50: 0, p95: 10 });
  expect(spreadOf([])).toBeNull();
});

describe("checks", () => {
  const job = (more: object) =>
    db.job.create({
      data: {
        ...{ id: "job", kind: reconcileKind, shop, payload: {}, createdAt: now },
        ...{ state: "waiting", liveKey: liveKey(reconcileKind, shop), runAt: ago(-600) },
        ...more,
      },
    });

  test("are none before the history is in", async () => {
    const none = { latest: [], underWay: null, failing: null, nextDueAt: null, syncing: false };
    expect(await checksOf(shop)).toEqual(none);
    await db.syncRun.create({
      data: { id: "run", shop, state: "running", phases: {}, bulk: {}, startedAt: now },
    });
    expect(await checksOf(shop)).toEqual({ ...none, syncing: true });
    expect(await checksOf(other)).toEqual(none);
  });

  test("are told newest first, and the next is due an hour after the last", async () => {
    const found = { ...nothingFound(), orders: { looked: 9, repaired: 2, removed: 1, unexplained: -3 } };
    for (let nth = 1; nth <= 7; nth++) {
      const startedAt = ago(3_600 * nth);
      const ended = { startedAt, finishedAt: startedAt, since: startedAt, failure: null };
      await noteReconciliation(shop, { ...ended, outcome: "done", found });
      await noteReconciliation(other, { ...ended, outcome: "failed", found, failure: "Error: theirs" });
    }
    await db.shop.update({ where: { domain: shop }, data: { changesKnownUntil: ago(600) } });
    const checks = await checksOf(shop);
    expect(checks.latest).toHaveLength(5);
    expect(checks.latest[0]).toMatchObject({
      ...{ startedAt: ago(3_600).toISOString(), outcome: "done", failure: null },
      found: { orders: { looked: 9, repaired: 2, removed: 1, unexplained: -3 } },
    });
    expect(checks.nextDueAt).toBe(ago(600 - 3_600).toISOString());
  });

  test.each([
    ["waits for its turn", { state: "waiting" }, { underWay: "waiting", failing: null }],
    ["runs", { state: "running" }, { underWay: "running", failing: null }],
    ["runs again after a failure", { state: "running", failures: 1 }, { underWay: "running", failing: null }],
    [
      "waits out a failure",
      { state: "waiting", failures: 2, failure: "ShopifyUnavailableError: no answer" },
      {
        underWay: null,
        failing: { failure: "ShopifyUnavailableError: no answer", nextTryAt: ago(-600).toISOString() },
      },
    ],
    ["is over", { state: "done", liveKey: null }, { underWay: null, failing: null }],
  ])("one that %s", async (_, row, expected) => {
    await job(row);
    expect(await checksOf(shop)).toMatchObject(expected);
    expect(await checksOf(other)).toMatchObject({ underWay: null, failing: null });
  });
});
