import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { readScoring } from "~/customers/scoredState.server";
import { defaultSettings } from "~/customers/settings";
import { saveSettings } from "~/customers/shopSettings.server";
import { startFullSync } from "~/history/fullSync.server";
import { shopToday } from "~/history/shopToday";
import { startSchedule } from "~/jobs/schedule.server";
import { startWorker } from "~/jobs/worker.server";
import { readyMadeSegments } from "~/segments/catalogue/catalogue";
import { customersChanged } from "~/segments/jobs/customersChanged.server";
import { dueSegments } from "~/segments/jobs/dueSegments.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import type { Definition, Node } from "~/segments/language/definition";
import { memberCounts } from "~/segments/membership/counts.server";
import { previewCount } from "~/segments/preview/count.server";
import type { Segment } from "~/segments/segment";
import { createSegment, saveSegment } from "~/segments/segmentEdits.server";
import { deactivateSegment, deleteSegment } from "~/segments/segmentLife.server";
import { listSegments } from "~/segments/segmentStore.server";
import { recordUninstallation } from "~/shopify/installation.server";
import { state } from "~/state/client.server";
import { statement, warehouseSql } from "~/warehouse/compile";
import type { OrderRow } from "~/warehouse/tables";
import type { Warehouse } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { drive, type Harness, install, startHarness, storeNamed } from "../sync/harness";

const names = ["first", "days", "rules", "counting", "single", "frozen", "removed", "awake"];
const stores = names.map((name) => storeNamed(name, 150));
const dayMs = 24 * 3_600_000;
/** The present of most of these tests: midnight may pass while they run. */
const present = new Date();

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ stores });
});
afterAll(() => harness.close());

interface Synced {
  readonly shop: string;
  readonly warehouse: Warehouse;
  readonly timeZone: string;
}

/** A shop whose first sync is done. */
async function synced(name: string): Promise<Synced> {
  const shop = `${name}.myshopify.com`;
  await install(harness, shop);
  await startFullSync(shop);
  expect((await drive(shop)).state).toBe("done");
  const { timezone } = await (await state()).shop.findUniqueOrThrow({ where: { domain: shop } });
  return { shop, warehouse: await openWarehouse(shop), timeZone: timezone ?? "" };
}

/** Runs the job as the queue would. */
async function refresh(shop: string, at = present): Promise<void> {
  const signal = new AbortController().signal;
  const outcome = await refreshSegments.run({ shop, payload: {}, attempt: 1, signal, now: () => at });
  expect(outcome).toEqual({ kind: "done" });
}

const inDays = (days: number) => new Date(present.getTime() + days * dayMs);
const record = async (shop: string) => (await state()).shop.findUniqueOrThrow({ where: { domain: shop } });

async function segmentCalled(shop: string, readyMade: string): Promise<Segment> {
  const segment = (await listSegments(shop)).find((one) => one.readyMade === readyMade);
  if (!segment) throw new Error(`${readyMade} is not there.`);
  return segment;
}

/** Every active segment's stored number of members is what its definition gives now, on the shop's day. */
async function expectTrueMembers({ shop, warehouse }: Synced, day: string): Promise<Map<number, number>> {
  expect((await readScoring(warehouse))?.analysisDate).toBe(day);
  expect((await record(shop)).segmentsDay).toBe(day);
  const counts = await memberCounts(warehouse);
  const active = (await listSegments(shop)).filter((segment) => segment.active);
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual(active.map(({ id }) => id).sort((a, b) => a - b));
  for (const { id, name, definition } of active) {
    if (!definition) throw new Error(`${name} cannot be read.`);
    const count = counts.get(id);
    expect([name, count?.members, count?.evaluatedOn]).toEqual([
      name,
      (await previewCount(warehouse, definition)).members,
      day,
    ]);
  }
  return new Map([...counts].map(([id, { members }]) => [id, members]));
}

interface Change {
  segment: number;
  customer: bigint;
  cause: string;
}

async function entered(warehouse: Warehouse, since: Date): Promise<Change[]> {
  return warehouse.all(statement<Change>`
    SELECT segment_id AS segment, customer_id AS customer, entered_cause AS cause FROM memberships
    WHERE entered_at >= ${since}`);
}

async function left(warehouse: Warehouse, since: Date): Promise<Change[]> {
  return warehouse.all(statement<Change>`
    SELECT segment_id AS segment, customer_id AS customer, left_cause AS cause FROM past_memberships
    WHERE left_at >= ${since}`);
}

const causesOf = (changes: readonly Change[]) => [...new Set(changes.map(({ cause }) => cause))];

const where = (...items: Node[]): Definition => ({
  version: 1,
  where: { kind: "group", not: false, match: "all", items },
});
const ordersAtLeast = (number: number): Node => ({
  kind: "attribute",
  not: false,
  field: "orders",
  test: { operator: "at_least", amount: { kind: "number", number } },
});

async function make(shop: string, name: string, definition: Definition): Promise<number> {
  const made = await createSegment(
    shop,
    { name, description: "", definition, active: true },
    null,
    new Date(),
  );
  if (!made.ok) throw new Error(made.refusal.kind);
  return made.segment.id;
}

describe("the first sync", () => {
  it("brings every ready-made segment with its members", async () => {
    const store = await synced("first");
    const { shop, timeZone } = store;
    const job = await (await state()).job.findFirst({ where: { kind: "refresh-segments", shop } });
    expect(job?.state).toBe("waiting");
    await refresh(shop);
    const members = await expectTrueMembers(store, shopToday(present, timeZone));
    expect(members.size).toBe(readyMadeSegments.length);
    const count = async (readyMade: string) => members.get((await segmentCalled(shop, readyMade)).id) ?? -1;
    const everybody = stores[0]?.customers.length ?? 0;
    expect(await count("all_customers")).toBe(everybody);
    expect((await count("leads")) + (await count("all_buyers"))).toBe(everybody);
    expect(causesOf(await entered(store.warehouse, new Date(0)))).toEqual(["definition"]);
  });

  it("that is not done leaves nothing to do", async () => {
    const shop = "first.myshopify.com";
    const unknown = "nobody.myshopify.com";
    await refresh(unknown);
    expect(await listSegments(unknown)).toEqual([]);
    expect((await listSegments(shop)).length).toBeGreaterThan(0);
  });
});

describe("days that pass", () => {
  it("move who is in a segment, for no other cause than time", async () => {
    const store = await synced("days");
    const { shop, warehouse, timeZone } = store;
    await refresh(shop);
    const recent = (await segmentCalled(shop, "recently_transacted")).id;
    const inactive = (await segmentCalled(shop, "inactive")).id;
    const before = await expectTrueMembers(store, shopToday(present, timeZone));
    expect(before.get(recent)).toBeGreaterThan(0);
    const changes: Change[] = [];
    for (const days of [1, 10, 60]) {
      const at = inDays(days);
      await refresh(shop, at);
      await expectTrueMembers(store, shopToday(at, timeZone));
      changes.push(...(await entered(warehouse, at)), ...(await left(warehouse, at)));
    }
    expect(causesOf(changes)).toEqual(["time"]);
    const after = await memberCounts(warehouse);
    expect(after.get(recent)?.members).toBe(0);
    expect(after.get(inactive)?.members).toBeGreaterThan(before.get(inactive) ?? 0);
  });

  it("and were evaluated by a process that died before it noted so are not evaluated again", async () => {
    const shop = "days.myshopify.com";
    const warehouse = await openWarehouse(shop);
    const at = inDays(60);
    const before = await memberCounts(warehouse);
    await (await state()).shop.update({ where: { domain: shop }, data: { segmentsDay: "2000-01-01" } });
    await refresh(shop, new Date(at.getTime() + 1_000));
    expect(await memberCounts(warehouse)).toEqual(before);
    expect((await record(shop)).segmentsDay).toBe((await readScoring(warehouse))?.analysisDate);
  });
});

describe("a rule that is changed", () => {
  it("lets in and out whom the preview said, because of it, and moves who refers to it", async () => {
    const store = await synced("rules");
    const { shop, warehouse, timeZone } = store;
    const today = shopToday(present, timeZone);
    const buyers = await make(shop, "Several orders", where(ordersAtLeast(2)));
    const others = await make(shop, "Others", where({ kind: "segment", not: true, segment: buyers }));
    await refresh(shop);
    await expectTrueMembers(store, today);

    const definition = where(ordersAtLeast(3));
    const preview = await previewCount(warehouse, definition, buyers);
    const leaving = preview.change?.leaving ?? 0;
    expect(leaving).toBeGreaterThan(0);
    const at = new Date();
    const edited = { base: 1, name: "Several orders", description: "", definition };
    expect((await saveSegment(shop, buyers, edited, null, at)).ok).toBe(true);
    expect((await record(shop)).segmentsStaleSince).toEqual(at);
    await refresh(shop, at);
    expect((await record(shop)).segmentsStaleSince).toBeNull();
    const members = await expectTrueMembers(store, today);
    expect(members.get(buyers)).toBe(preview.members);
    const gone = await left(warehouse, at);
    expect(gone.map(({ segment, cause }) => `${String(segment)} ${cause}`)).toEqual(
      Array.from({ length: leaving }, () => `${String(buyers)} definition`),
    );
    const came = await entered(warehouse, at);
    expect(came.map(({ customer }) => customer).sort()).toEqual(gone.map(({ customer }) => customer).sort());
    expect(new Set(came.map(({ segment, cause }) => `${String(segment)} ${cause}`))).toEqual(
      new Set([`${String(others)} others`]),
    );

    for (const take of [
      () => deactivateSegment(shop, others, null, at),
      () => deleteSegment(shop, others, at),
    ]) {
      expect((await take()).ok).toBe(true);
      await refresh(shop, at);
      expect((await memberCounts(warehouse)).has(others)).toBe(false);
    }
    await expectTrueMembers(store, today);
  });
});

describe("rules of counting that are changed", () => {
  it("are scored and evaluated by, also where the process that saved them died", async () => {
    const store = await synced("counting");
    const { shop, warehouse, timeZone } = store;
    await refresh(shop);
    const at = new Date();
    const settings = { ...defaultSettings, money: { ...defaultSettings.money, countUnpaid: false } };
    await saveSettings(shop, settings, at);
    await dueSegments.run(at);
    expect(
      await (await state()).job.count({ where: { shop, kind: "refresh-segments", state: "waiting" } }),
    ).toBe(1);
    await refresh(shop, at);
    await expectTrueMembers(store, shopToday(at, timeZone));
    expect((await readScoring(warehouse))?.settings).toEqual(settings);
    expect(causesOf([...(await entered(warehouse, at)), ...(await left(warehouse, at))])).toEqual([
      "settings",
    ]);

    // As the page does when all goes well: scored before the refresh is asked for.
    const back = new Date(at.getTime() + 1_000);
    await saveSettings(shop, defaultSettings, back);
    const counting = { analysisDate: shopToday(back, timeZone), timeZone, settings: defaultSettings };
    await scoreStore(warehouse, { ...counting, now: back });
    await refresh(shop, back);
    await expectTrueMembers(store, counting.analysisDate);
    expect(causesOf([...(await entered(warehouse, back)), ...(await left(warehouse, back))])).toEqual([
      "settings",
    ]);
  });
});

describe("a customer who changes", () => {
  it("is moved at once, and those who rank against them by the schedule", async () => {
    const store = await synced("single");
    const { shop, warehouse, timeZone } = store;
    await refresh(shop);
    const leads = (await segmentCalled(shop, "leads")).id;
    const allBuyers = (await segmentCalled(shop, "all_buyers")).id;
    const vip = await segmentCalled(shop, "important");
    const at = new Date();
    const [lead] = await warehouse.all(statement<{ customer: bigint }>`
      SELECT customer_id AS customer FROM memberships WHERE segment_id = ${leads} ORDER BY customer_id LIMIT 1`);
    const customer = lead?.customer ?? 0n;
    // A copy of somebody's order, huge, and placed today.
    const [copied] = await warehouse.all(statement<OrderRow>`
      SELECT * FROM orders WHERE NOT test AND cancelled_at IS NULL AND financial_status = 'PAID'
        AND customer_id IS NOT NULL LIMIT 1`);
    if (!copied) throw new Error("The store has no order to copy.");
    const worth = { total: 9_000_000n, current_total: 9_000_000n, net_payment: 9_000_000n };
    const changed = { order_id: 1n, customer_id: customer, processed_at: at, updated_at: at, ...worth };
    await warehouse.run(
      warehouseSql
        .insertInto("orders")
        .values({ ...copied, ...changed })
        .compile(),
    );

    await customersChanged(shop, [customer], { now: () => at, cause: "order" });
    const came = await entered(warehouse, at);
    expect(came).toContainEqual({ segment: allBuyers, customer, cause: "order" });
    expect(came).toContainEqual({ segment: vip.id, customer, cause: "order" });
    expect(await left(warehouse, at)).toContainEqual({ segment: leads, customer, cause: "order" });
    expect(new Set([...came, ...(await left(warehouse, at))].map((change) => change.customer))).toEqual(
      new Set([customer]),
    );

    // Noted before and after: a page that was loaded in between sees that there is more.
    expect((await record(shop)).customersChangedAt).toEqual(new Date(at.getTime() + 1));
    await refresh(shop, at);
    const { rankedAt } = await record(shop);
    expect(rankedAt).toEqual(at);
    await expectTrueMembers(store, shopToday(at, timeZone));
  });
});

describe("a segment whose rule cannot be read", () => {
  it("keeps its members while days pass, and does not keep others from following", async () => {
    const { shop, warehouse } = await synced("frozen");
    await refresh(shop);
    const { id } = await segmentCalled(shop, "recently_transacted");
    const before = (await memberCounts(warehouse)).get(id);
    expect(before?.members).toBeGreaterThan(0);
    const db = await state();
    await db.segment.update({ where: { id }, data: { definition: { version: 99, where: {} } } });
    await refresh(shop, inDays(60));
    const counts = await memberCounts(warehouse);
    expect(counts.get(id)).toEqual(before);
    const today = await segmentCalled(shop, "transacted_today");
    expect(counts.get(today.id)?.members).toBe(0);
  });
});

describe("a shop that removed the app", () => {
  it("is left alone, whatever was asked for before", async () => {
    const { shop, warehouse } = await synced("removed");
    await refresh(shop);
    const before = await memberCounts(warehouse);
    expect(await recordUninstallation(await state(), shop, inDays(1))).toBe(true);
    await refresh(shop, inDays(60));
    expect(await memberCounts(warehouse)).toEqual(before);
  });
});

describe("the app, running", () => {
  it("evaluates a day by itself once it has begun", async () => {
    const store = await synced("awake");
    const db = await state();
    await db.job.deleteMany();
    // The other shops of this file are none of its business.
    await db.shop.updateMany({ where: { domain: { not: store.shop } }, data: { uninstalledAt: new Date() } });
    let shift = 0;
    const now = () => new Date(Date.now() + shift);
    const worker = startWorker({ db, definitions: [refreshSegments], now, pollMs: 50 });
    const schedule = startSchedule({ db, checks: [dueSegments], now, everyMs: 50 });
    try {
      for (const days of [0, 1, 30]) {
        shift = days * dayMs;
        const day = shopToday(now(), store.timeZone);
        await vi.waitFor(
          async () => {
            expect((await record(store.shop)).segmentsDay).toBe(day);
          },
          { timeout: 60_000 },
        );
        await expectTrueMembers(store, day);
      }
    } finally {
      await schedule.stop();
      await worker.stop();
    }
  });
});
