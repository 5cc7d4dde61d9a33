import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import type { RfmScoreRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { homeFigures } from "./homeFigures.server";
import { monthEnds } from "./monthEnds";
import { rfmGroupIds } from "./rfmGroups";
import { scoreStore } from "./score.server";
import { defaultSettings } from "./settings";
import { storeCounts } from "./storeCounts.server";
import { dayNumber, localDay, type NaiveInput, naiveMetrics, naiveReason, quantile } from "./testing/naive";
import { countings, stores } from "./testing/randomStores";
import { allOf, customer, fill, order, type TestStore } from "./testing/testWarehouse";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const now = new Date("2026-11-23T10:00:00Z");

test("months end on their last day, the present one on the analysis date", () => {
  expect(monthEnds("2024-03-10", 4)).toEqual([
    { month: "2023-12", day: "2023-12-31" },
    { month: "2024-01", day: "2024-01-31" },
    { month: "2024-02", day: "2024-02-29" },
    { month: "2024-03", day: "2024-03-10" },
  ]);
});

test("a store that was never scored has no figures", async () => {
  await fill(warehouse, {});
  expect(await homeFigures(warehouse)).toBeNull();
  expect(await storeCounts(warehouse)).toEqual({ customers: 0, buyers: 0, orders: 0, lines: 0 });
});

test("what happens in a month's last hour belongs to that month", async () => {
  const lastHour = new Date("2026-02-01T04:59:59Z"); // 31 January, 23:59:59 in New York.
  const bought = (order_id: bigint, processed_at: Date) =>
    order({ order_id, customer_id: 1n, processed_at, total: 100n });
  await fill(warehouse, {
    customers: [customer({ customer_id: 1n }), customer({ customer_id: 2n, created_at: lastHour })],
    orders: [bought(1n, new Date("2026-01-31T05:00:00Z")), bought(2n, lastHour)],
  });
  const input = { timeZone: "America/New_York", settings: defaultSettings };
  await scoreStore(warehouse, { ...input, analysisDate: "2026-02-15", now });
  const figures = await homeFigures(warehouse);
  const lastThree = <Value>(months: readonly { value: Value }[] = []) =>
    months.slice(-3).map(({ value }) => value);
  expect(lastThree(figures?.customers.months)).toEqual([1, 2, 2]);
  expect(lastThree(figures?.buyers.months)).toEqual([0, 1, 1]);
  expect(lastThree(figures?.repeatRate.months)).toEqual([0, 1, 1]);
  expect(lastThree(figures?.revenue.months)).toEqual([0n, 200n, 200n]);
});

/** The store as it stood at the end of a day. */
function asOf(store: TestStore, input: NaiveInput, day: string) {
  const metrics = naiveMetrics(store, { ...input, analysisDate: day });
  const excluded = input.settings.exclude.customerTags.map((tag) => tag.toLowerCase());
  return {
    customers: store.customers.filter(
      (person) =>
        localDay(person.created_at, input.timeZone) <= day &&
        !person.tags.some((tag) => excluded.includes(tag.toLowerCase())),
    ).length,
    buyers: metrics.filter(({ orders }) => orders > 0).length,
    repeaters: metrics.filter(({ orders }) => orders > 1).length,
    revenue: metrics.reduce((sum, { spend }) => sum + spend, 0n),
  };
}

describe("on any store", () => {
  test("each month's figures are those of the store as it stood then", async () => {
    await fc.assert(
      fc.asyncProperty(stores, countings, async (store, input) => {
        await fill(warehouse, store);
        await scoreStore(warehouse, { ...input, now });
        const figures = await homeFigures(warehouse);
        if (!figures) throw new Error("no figures");
        const ends = monthEnds(input.analysisDate, 13);
        const expected = ends.map(({ day }) => asOf(store, input, day));
        expect(figures.customers.months.map(({ value }) => value)).toEqual(
          expected.map(({ customers }) => customers),
        );
        expect(figures.buyers.months.map(({ value }) => value)).toEqual(expected.map(({ buyers }) => buyers));
        expect(figures.revenue.months.map(({ value }) => value)).toEqual(
          expected.map(({ revenue }) => revenue),
        );
        expect(figures.repeatRate.months.map(({ value }) => value)).toEqual(
          expected.map(({ buyers, repeaters }) => (buyers === 0 ? 0 : repeaters / buyers)),
        );
        expect(figures.revenue.now).toBe(expected.at(-1)?.revenue);
        expect(figures.buyers.now).toBe(expected.at(-1)?.buyers);
        expect(figures.scoredAt).toBe(now.toISOString());
        expect((await storeCounts(warehouse)).buyers).toBe(figures.buyers.now);
      }),
      { numRuns: 25 },
    );
  });

  test("the groups add up, and each has its own sums and median", async () => {
    await fc.assert(
      fc.asyncProperty(stores, countings, async (store, input) => {
        await fill(warehouse, store);
        await scoreStore(warehouse, { ...input, now });
        const figures = await homeFigures(warehouse);
        const metrics = new Map(naiveMetrics(store, input).map((row) => [row.customer_id, row]));
        const scores = await allOf<RfmScoreRow>(warehouse, "rfm_scores", "customer_id");
        expect(figures?.groups.map(({ group }) => group)).toEqual(rfmGroupIds);
        for (const group of figures?.groups ?? []) {
          const members = scores.filter(({ rfm_group }) => rfm_group === group.group);
          const rows = members.flatMap(({ customer_id }) => metrics.get(customer_id) ?? []);
          const orders = rows.reduce((sum, row) => sum + row.orders, 0);
          const revenue = rows.reduce((sum, row) => sum + row.spend, 0n);
          const silent = rows.map(
            (row) => dayNumber(input.analysisDate) - dayNumber(row.last_order_on ?? ""),
          );
          expect(group).toEqual({
            group: group.group,
            customers: members.length,
            orders,
            revenue,
            averageOrderValue: orders === 0 ? null : BigInt(Math.round(Number(revenue) / orders)),
            medianDaysSinceLastOrder: silent.length === 0 ? null : quantile(silent, 0.5),
          });
        }
        expect(figures?.scoring.levelsPresent).toEqual({
          recency: [...new Set(scores.map(({ recency }) => recency))].sort(),
          frequency: [...new Set(scores.map(({ frequency }) => frequency))].sort(),
          monetary: [...new Set(scores.map(({ monetary }) => monetary))].sort(),
        });
        // Every order with no reason against it belongs to somebody in a group, and no other does.
        const people = new Map(store.customers.map((person) => [person.customer_id, person]));
        const counted = store.orders.filter(
          (row) =>
            naiveReason(row, people.get(row.customer_id ?? 0n), input.settings) === null &&
            localDay(row.processed_at, input.timeZone) <= input.analysisDate,
        );
        expect(figures?.groups.reduce((sum, { orders }) => sum + orders, 0)).toBe(counted.length);
      }),
      { numRuns: 15 },
    );
  });
});
