import fc from "fast-check";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { scoreStoreWithin } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { dayBack } from "~/customers/days";
import { endOfShopDay } from "~/customers/shopDays";
import { fill, type TestStore } from "~/customers/testing/testWarehouse";
import { startFullSync } from "~/history/fullSync.server";
import { definitionOf, readyMadeSegments } from "~/segments/catalogue/catalogue";
import { type ActiveSegment, evaluationOrder } from "~/segments/dependencies";
import { scoringOf, segmentContext } from "~/segments/membership/context.server";
import {
  refreshThresholds,
  rescoreAndEvaluateCustomers,
  scoreAndEvaluateAll,
} from "~/segments/membership/evaluate.server";
import { findMembers, foundMembers, searchFor } from "~/segments/membership/findMembers.server";
import { storedMembers } from "~/segments/membership/testing/members";
import { naiveStore } from "~/segments/testing/naive";
import { definitions } from "~/segments/testing/randomDefinitions";
import { type Membership, readSegmentStore } from "~/segments/testing/segmentStore";
import { vocabularyOf } from "~/segments/testing/vocabulary";
import { statement, warehouseSql } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";
import type { CustomerRow } from "~/warehouse/tables";
import { openWarehouse } from "~/warehouse/warehouses.server";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { generateStore } from "../../sandbox/stores/generate";
import { drive, type Harness, install, startHarness } from "../sync/harness";
import { changedBetween, storeAt } from "./pastStore";

const end = "2026-11-20";
const withHistory = 300;
const withoutHistory = 100;
const timeZone = "America/New_York";
const store = generateStore({ seed: 3, customers: 300, now: new Date(`${end}T16:00:00Z`) });

let harness: Harness;
let warehouse: Warehouse;
let close: () => Promise<void>;
let facts: Required<TestStore>;
let active: ActiveSegment[];

beforeAll(async () => {
  harness = await startHarness({ stores: [store] });
  const shop = store.shop.myshopifyDomain;
  await install(harness, shop);
  await startFullSync(shop);
  await drive(shop);
  const counting = {
    analysisDate: dayBack(end, { count: 100, unit: "days" }),
    timeZone,
    settings: defaultSettings,
  };
  const synced = await readSegmentStore(await openWarehouse(shop), counting);
  ({ facts } = synced);
  const readyMade = readyMadeSegments.map((segment, place) => ({
    id: place + 1,
    definition: definitionOf(segment, {}, { currencyDigits: 2 }),
  }));
  const random = fc.sample(definitions(vocabularyOf(synced), { segments: [3, 14, 20, 30] }), {
    numRuns: 10,
    seed: 6,
  });
  active = [...random.map((definition, place) => ({ id: 101 + place, definition })), ...readyMade];
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(async () => {
  await close();
  await harness.close();
});

/** Replaces all that is known of some customers. */
async function bringIn(ids: readonly bigint[], now: Required<TestStore>): Promise<void> {
  const isChanged = ({ customer_id }: { customer_id: bigint | null }) =>
    customer_id !== null && ids.includes(customer_id);
  const orders = now.orders.filter(isChanged);
  const ofOrders = <Row extends { order_id: bigint }>(rows: readonly Row[]) =>
    rows.filter((row) => orders.some(({ order_id }) => order_id === row.order_id));
  const checkouts = now.checkouts.filter(isChanged);
  const rows = {
    order_lines: ofOrders(now.lines),
    refunds: ofOrders(now.refunds),
    fulfillments: ofOrders(now.fulfillments),
    abandoned_checkout_lines: now.checkoutLines.filter((row) =>
      checkouts.some(({ checkout_id }) => checkout_id === row.checkout_id),
    ),
    orders,
    abandoned_checkouts: checkouts,
    customers: now.customers.filter(isChanged),
    customer_metafields: now.metafields.filter(isChanged),
    customer_tag_events: now.tagEvents.filter(isChanged),
  };
  const ofCustomers = sql`customer_id = ANY(${ids})`;
  const ofTheirOrders = sql`order_id IN (SELECT order_id FROM orders WHERE ${ofCustomers})`;
  const which: Partial<Record<string, RawBuilder<unknown>>> = {
    order_lines: ofTheirOrders,
    refunds: ofTheirOrders,
    fulfillments: ofTheirOrders,
    abandoned_checkout_lines: sql`checkout_id IN (SELECT checkout_id FROM abandoned_checkouts WHERE ${ofCustomers})`,
  };
  await warehouse.transaction(async (connection) => {
    for (const [table, made] of Object.entries(rows)) {
      await connection.run(statement`DELETE FROM ${sql.table(table)} WHERE ${which[table] ?? ofCustomers}`);
      if (made.length > 0)
        await connection.run(
          warehouseSql
            .insertInto(table as "customers")
            .values(made as CustomerRow[])
            .compile(),
        );
    }
  });
}

/**
 * The members that are found from the facts alone: scores by the breaks that stand, percentiles and members anew, with nothing
 * there of what was stored. Leaves no trace.
 */
async function freshMembers(on: string, now: Date): Promise<Map<number, bigint[]>> {
  const undone = new Error("undone");
  const members = new Map<number, bigint[]>();
  const work = warehouse.transaction(async (connection) => {
    const scoring = await scoringOf(connection);
    for (const table of ["memberships", "segment_evaluations", "segment_thresholds", "rfm_scores"] as const) {
      await connection.run(warehouseSql.deleteFrom(table).compile());
    }
    const counting = { analysisDate: on, timeZone, settings: defaultSettings };
    await scoreStoreWithin(connection, { ...counting, now }, () => scoring);
    const context = await segmentContext(
      connection,
      active.map(({ definition }) => definition),
    );
    await findMembers(connection, searchFor(active, context), "memberships");
    const found = await connection.all(statement<Membership>`
      SELECT segment_id, customer_id FROM ${sql.table(foundMembers)} ORDER BY segment_id, customer_id`);
    for (const { segment_id, customer_id } of found) {
      members.set(segment_id, [...(members.get(segment_id) ?? []), customer_id]);
    }
    throw undone;
  });
  await work.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return members;
}

async function naiveMembers(connection: Connection, on: string): Promise<Map<number, bigint[]>> {
  const counted = await readSegmentStore(connection, {
    analysisDate: on,
    timeZone,
    settings: defaultSettings,
  });
  const memberships: Membership[] = [];
  const members = new Map<number, bigint[]>();
  for (const { id, definition } of evaluationOrder(active)) {
    const found = naiveStore({ ...counted, memberships }).members(definition);
    if (found.length > 0) members.set(id, found);
    memberships.push(...found.map((customer_id) => ({ segment_id: id, customer_id })));
  }
  return members;
}

const inOrder = (members: Map<number, bigint[]>) => [...members].sort(([a], [b]) => a - b);

test("day by day over 400 days, the stored members are those that a fresh computation finds", async () => {
  const first = dayBack(end, { count: withHistory, unit: "days" });
  const opened = endOfShopDay(dayBack(first, { count: 1, unit: "days" }), timeZone);
  await fill(warehouse, storeAt(facts, opened));
  const changes = { byCustomers: 0, byTime: 0, quietly: 0 };
  const spent = { pass: 0, customers: 0, fresh: 0, naive: 0, facts: 0 };
  const timed = async <Result>(what: keyof typeof spent, work: () => Promise<Result>) => {
    const start = performance.now();
    const result = await work();
    spent[what] += performance.now() - start;
    return result;
  };
  for (let place = 0; place < withHistory + withoutHistory; place++) {
    const day = dayBack(first, { count: -place, unit: "days" });
    const midnight = endOfShopDay(dayBack(day, { count: 1, unit: "days" }), timeZone);
    const dusk = endOfShopDay(day, timeZone);
    const counting = { analysisDate: day, timeZone, settings: defaultSettings };
    const { evaluation } = await timed("pass", () =>
      scoreAndEvaluateAll(warehouse, active, { ...counting, now: midnight, fallback: "time" }),
    );
    const moved = evaluation.segments.reduce((sum, { entered, left }) => sum + entered + left, 0);
    if (place > 0) changes[place < withHistory ? "byTime" : "quietly"] += moved;

    const changed = changedBetween(facts, midnight, dusk);
    if (changed.length > 0) {
      await timed("facts", () => bringIn(changed, storeAt(facts, dusk)));
      const { entered, left } = await timed("customers", () =>
        rescoreAndEvaluateCustomers(warehouse, active, changed, { now: dusk, cause: "order" }),
      );
      await timed("customers", () => refreshThresholds(warehouse, active, { now: dusk }));
      changes.byCustomers += entered + left;
    }
    const stored = inOrder(await storedMembers(warehouse));
    expect(stored, day).toEqual(inOrder(await timed("fresh", () => freshMembers(day, dusk))));
    if (place % 40 === 39)
      expect(stored, day).toEqual(inOrder(await timed("naive", () => naiveMembers(warehouse, day))));
  }
  console.info(changes, spent);
  expect(Math.min(...Object.values(changes))).toBeGreaterThan(100);
}, 900_000);
