import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import type { RfmScoreRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { homeFigures } from "./homeFigures.server";
import { rfmGroupIds } from "./rfmGroups";
import { scoreStore } from "./score.server";
import { defaultSettings, scoringSettings } from "./settings";
import { settingsEffect } from "./settingsEffect.server";
import { storeTags } from "./storeTags.server";
import { countings, stores } from "./testing/randomStores";
import { allOf, customer, fill, order } from "./testing/testWarehouse";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const now = new Date("2026-11-23T00:00:00Z");

async function groupsOf(): Promise<Map<bigint, string>> {
  const scores = await allOf<RfmScoreRow>(warehouse, "rfm_scores", "customer_id");
  return new Map(scores.map(({ customer_id, rfm_group }) => [customer_id, rfm_group]));
}

test("the effect shown is what saving then gives, and looking stores nothing", async () => {
  await fc.assert(
    fc.asyncProperty(stores, countings, countings, async (store, saved, { settings: proposed }) => {
      await fill(warehouse, store);
      const report = await scoreStore(warehouse, { ...saved, now });
      const before = await homeFigures(warehouse);
      const groupsBefore = await groupsOf();

      const effect = await settingsEffect(warehouse, { proposed, timeZone: saved.timeZone });
      expect(await homeFigures(warehouse)).toEqual(before);

      const next = await scoreStore(warehouse, { ...saved, settings: proposed, now });
      const after = await homeFigures(warehouse);
      const groupsAfter = await groupsOf();
      const everybody = new Set([...groupsBefore.keys(), ...groupsAfter.keys()]);
      const totals = (figures: typeof before) => ({
        buyers: figures?.buyers.now,
        orders: figures?.groups.reduce((sum, { orders }) => sum + orders, 0),
        revenue: String(figures?.revenue.now),
      });
      expect(effect).toMatchObject({
        before: totals(before),
        after: totals(after),
        method: next.method,
        groups: rfmGroupIds.map((group) => ({
          group,
          before: report.groups[group],
          after: next.groups[group],
        })),
        customersMoved: [...everybody].filter((id) => groupsBefore.get(id) !== groupsAfter.get(id)).length,
      });
    }),
    { numRuns: 25 },
  );
});

test("the customers and orders that tags exclude are counted, each order once", async () => {
  const at = new Date("2026-01-01T00:00:00Z");
  const bought = (order_id: bigint, customer_id: bigint, tags: string[], test = false) =>
    order({ order_id, customer_id, processed_at: at, tags, test });
  await fill(warehouse, {
    customers: [
      customer({ customer_id: 1n, tags: ["Staff", "vip"] }),
      customer({ customer_id: 2n, tags: ["STAFF"] }),
      customer({ customer_id: 3n }),
    ],
    orders: [
      bought(1n, 1n, ["b2b"]),
      bought(2n, 1n, []),
      bought(3n, 3n, ["B2B", "gift"]),
      bought(4n, 3n, []),
      // Left out already for being a test.
      bought(5n, 1n, ["b2b"], true),
    ],
  });
  await scoreStore(warehouse, {
    analysisDate: "2026-01-31",
    timeZone: "UTC",
    settings: defaultSettings,
    now,
  });
  const proposed = scoringSettings.parse({ exclude: { customerTags: ["staff"], orderTags: ["b2b"] } });
  const effect = await settingsEffect(warehouse, { proposed, timeZone: "UTC" });
  expect(effect).toMatchObject({
    customersExcluded: 2,
    ordersExcluded: 3,
    before: { buyers: 2, orders: 4 },
    after: { buyers: 1, orders: 1 },
    customersMoved: 1,
  });
  expect(await storeTags(warehouse)).toEqual({
    customerTags: [
      { tag: "STAFF", count: 2 },
      { tag: "vip", count: 1 },
    ],
    orderTags: [
      { tag: "B2B", count: 3 },
      { tag: "gift", count: 1 },
    ],
  });
  expect((await storeTags(warehouse, 1)).customerTags).toHaveLength(1);
});

test("a store that was never scored has no effect to show", async () => {
  await fill(warehouse, {});
  expect(await settingsEffect(warehouse, { proposed: defaultSettings, timeZone: "UTC" })).toBeNull();
});
