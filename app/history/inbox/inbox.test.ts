import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { ReceivedWebhook } from "~/shopify/verifyWebhook.server";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { acceptWebhook } from "./acceptWebhook.server";
import { applyKind, enqueueApplying } from "./askForApplying.server";
import { insertWebhooks, mostAtOnce } from "./insertWebhooks.server";
import { pendingWebhooks, settleWebhooks, shopsWithPending } from "./pendingWebhooks.server";

vi.stubEnv("SHOPIFY_APP_URL", "http://localhost");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "hush");
vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", "a:x");

/** Another one in each test: jobs are asked for after the answer, at most so often for a shop. */
let shop: string;
let other: string;
const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second, 250));

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;

beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ db } = temporary);
});
afterAll(async () => {
  // What is still to be asked for needs the database.
  await sleep(500);
  await temporary.remove();
});
let tests = 0;
beforeEach(async () => {
  tests += 1;
  [shop, other] = ["one", "two"].map((name) => `${name}-${String(tests)}.myshopify.com`) as [string, string];
  await db.webhookDelivery.deleteMany();
  await db.job.deleteMany();
});
afterEach(() => {
  vi.restoreAllMocks();
});

function webhook(id: string, more: Partial<ReceivedWebhook> = {}): ReceivedWebhook {
  const payload = JSON.stringify({
    id,
    name: "Zoë 🌿",
    escaped: "a\u0000b",
    note: '\'; DROP TABLE "Shop"; --',
  });
  return {
    ...{ topic: "orders/create", shop, webhookId: id, eventId: `event ${id}`, triggeredAt: at(0), payload },
    ...more,
  };
}

async function accept(webhooks: readonly ReceivedWebhook[], receivedAt?: Date): Promise<void> {
  await Promise.all(webhooks.map((each) => acceptWebhook(each, receivedAt)));
}

const stored = () => db.webhookDelivery.findMany({ orderBy: [{ shop: "asc" }, { webhookId: "asc" }] });

describe("a webhook that was accepted", () => {
  test("is stored as it came", async () => {
    const plain = webhook("1");
    const bare = webhook("2", { eventId: null, triggeredAt: null, topic: "made/up" });
    await accept([plain, bare], at(1));
    const fresh = { receivedAt: at(1), appliedAt: null, outcome: null, reason: null };
    expect(await stored()).toEqual([
      { ...plain, ...fresh },
      { ...bare, ...fresh },
    ]);
    // As Prisma itself would have written the times: what is compared in SQL is compared as it is written.
    const times = { triggeredAt: at(0), receivedAt: at(1) };
    expect(await db.webhookDelivery.count({ where: { webhookId: "1", ...times } })).toBe(1);
  });

  test("shares its insert with others that come at the same time", async () => {
    const inserts = vi.spyOn(db, "$executeRaw");
    await accept(Array.from({ length: 300 }, (_, place) => webhook(String(place))));
    expect(await db.webhookDelivery.count()).toBe(300);
    expect(inserts.mock.calls.length).toBeLessThanOrEqual(3);
  });

  test("is there once, however often it is delivered, and as it came first; another shop's of that id is another", async () => {
    await accept([webhook("1"), webhook("1", { payload: "2" })], at(1));
    await accept([webhook("1", { payload: "3" })], at(9));
    await accept([webhook("1", { shop: other })], at(9));
    expect(await stored()).toMatchObject([
      { shop, receivedAt: at(1), payload: webhook("1").payload },
      { shop: other },
    ]);
  });

  test("is not taken for new when it comes again after it was applied", async () => {
    await accept([webhook("1")], at(1));
    await settleWebhooks(shop, [{ webhookId: "1", outcome: "applied", reason: null }], at(2));
    await accept([webhook("1")], at(3));
    expect(await pendingWebhooks(shop, 10)).toEqual([]);
  });

  test("has a job that will apply it, one for a shop whatever comes", async () => {
    const shops = [shop, other];
    for (let round = 0; round < 3; round++)
      await accept(shops.map((each) => webhook(String(round), { shop: each })));
    const jobs = () => db.job.findMany({ where: { shop: { in: shops } }, orderBy: { shop: "asc" } });
    const wanted = shops.map((each) => ({ kind: applyKind, shop: each, state: "waiting" }));
    await vi.waitFor(async () => {
      expect(await jobs()).toMatchObject(wanted);
    });
    await sleep(400);
    expect(await jobs()).toMatchObject(wanted);
  });
});

test("an insert that fails is the failure of all who wait for it, and stores none", async () => {
  const broken = new Error("The disk is full.");
  vi.spyOn(db, "$executeRaw").mockRejectedValueOnce(broken);
  const outcomes = await Promise.allSettled(["1", "2", "3"].map((id) => acceptWebhook(webhook(id))));
  expect(outcomes).toEqual(outcomes.map(() => ({ status: "rejected", reason: broken })));
  expect(await db.webhookDelivery.count()).toBe(0);
  await accept([webhook("1")]);
  expect(await db.webhookDelivery.count()).toBe(1);
});

test("as many as one statement takes are stored by one, without a parameter too many", async () => {
  const rows = Array.from({ length: mostAtOnce }, (_, place) => ({
    ...webhook(String(place)),
    receivedAt: at(1),
  }));
  await insertWebhooks(db, rows);
  expect(await db.webhookDelivery.count()).toBe(mostAtOnce);
});

describe("asking for the job", () => {
  test("writes nothing where it waits for its turn", async () => {
    await enqueueApplying(shop, at(0));
    const create = vi.spyOn(db.job, "create");
    const update = vi.spyOn(db.job, "updateMany");
    await enqueueApplying(shop);
    expect([create.mock.calls, update.mock.calls]).toEqual([[], []]);
  });

  test("has a job that runs run once more, because it may have looked already", async () => {
    await enqueueApplying(shop);
    await db.job.updateMany({ where: { shop }, data: { state: "running", leaseHolder: "somebody" } });
    await enqueueApplying(shop);
    expect(await db.job.findFirst({ where: { shop } })).toMatchObject({
      state: "running",
      wakeAt: expect.any(Date) as Date,
    });
  });
});

describe("webhooks that wait", () => {
  test("are handed out the oldest first, those of the shop that is asked for, and no more than wanted", async () => {
    await insertWebhooks(db, [
      { ...webhook("late"), receivedAt: at(3) },
      { ...webhook("b"), receivedAt: at(2) },
      { ...webhook("a"), receivedAt: at(2) },
      { ...webhook("early"), receivedAt: at(1) },
      { ...webhook("theirs", { shop: other }), receivedAt: at(0) },
    ]);
    const [first] = await pendingWebhooks(shop, 10);
    const { topic, triggeredAt, payload } = webhook("early");
    expect(first).toEqual({ webhookId: "early", topic, triggeredAt, receivedAt: at(1), payload });
    const idsOf = async (limit: number) =>
      (await pendingWebhooks(shop, limit)).map(({ webhookId }) => webhookId);
    expect(await idsOf(10)).toEqual(["early", "a", "b", "late"]);
    expect(await idsOf(2)).toEqual(["early", "a"]);
    expect((await shopsWithPending()).sort()).toEqual([shop, other]);
  });

  test("are handed out few at a time where they are long, and one at least", async () => {
    const long = (megabytes: number) => `"${"x".repeat(megabytes * 1024 * 1024)}"`;
    for (const [id, megabytes] of [
      ["1", 20],
      ["2", 10],
      ["3", 10],
      ["4", 33],
    ] as const) {
      await insertWebhooks(db, [
        { ...webhook(id, { payload: long(megabytes) }), receivedAt: at(Number(id)) },
      ]);
    }
    const lengths: number[] = [];
    for (;;) {
      const some = await pendingWebhooks(shop, 10);
      if (some.length === 0) break;
      lengths.push(some.length);
      await settleWebhooks(
        shop,
        some.map(({ webhookId }) => ({ webhookId, outcome: "applied", reason: null })),
      );
    }
    expect(lengths).toEqual([2, 1, 1]);
  });

  test("wait no more once it is noted what became of them, by one statement for each end, and for good", async () => {
    const ids = Array.from({ length: 1_200 }, (_, place) => String(place));
    await insertWebhooks(
      db,
      ids.slice(0, 1_000).map((id) => ({ ...webhook(id), receivedAt: at(1) })),
    );
    await insertWebhooks(db, [{ ...webhook("0", { shop: other }), receivedAt: at(1) }]);
    const update = vi.spyOn(db.webhookDelivery, "updateMany");
    const refused = { outcome: "refused", reason: "It has no id." } as const;
    await settleWebhooks(
      shop,
      ids
        .slice(0, 900)
        .map((webhookId, place) =>
          place < 2 ? { webhookId, ...refused } : { webhookId, outcome: "applied", reason: null },
        ),
      at(5),
    );
    expect(update.mock.calls).toHaveLength(2);
    expect(await pendingWebhooks(shop, 1_000)).toHaveLength(100);
    expect(await db.webhookDelivery.count({ where: { shop, ...refused, appliedAt: at(5) } })).toBe(2);
    expect(await shopsWithPending()).toContain(other);
    await settleWebhooks(shop, [{ webhookId: "0", outcome: "applied", reason: null }], at(9));
    expect(await db.webhookDelivery.findFirst({ where: { shop, webhookId: "0" } })).toMatchObject({
      ...refused,
      appliedAt: at(5),
      payload: webhook("0").payload,
    });
  });
});
