import fc from "fast-check";
import { expect, test } from "vitest";

import { dayNumber, quantile } from "~/customers/testing/naive";
import { rfmGroupIds } from "~/customers/rfmGroups";

import { fillScored } from "../testing/segmentStore";
import { segmentFigures } from "./figures.server";
import { onEachEngine } from "./testing/eachEngine";
import { storesWithSegments } from "./testing/stores";

const of = <Row>(rows: readonly Row[], amount: (row: Row) => bigint) =>
  rows.reduce((sum, row) => sum + amount(row), 0n);

onEachEngine((warehouse) => {
  test("are the sums over the members, customer by customer", { timeout: 120_000 }, async () => {
    const seen = { members: 0, buyers: 0, without: 0 };
    await fc.assert(
      fc.asyncProperty(storesWithSegments, async ({ facts, counting, memberships }) => {
        const { metrics, scores } = await fillScored(warehouse(), facts, counting, memberships);
        for (const segment of [1, 2, 3, 4]) {
          const ids = memberships.flatMap((row) => (row.segment_id === segment ? [row.customer_id] : []));
          const own = metrics.filter(({ customer_id }) => ids.includes(customer_id));
          const buyers = own.filter(({ orders }) => orders > 0);
          const days = buyers.map(
            ({ last_order_on }) =>
              dayNumber(counting.analysisDate) - dayNumber(last_order_on ?? counting.analysisDate),
          );
          const orders = own.reduce((sum, row) => sum + row.orders, 0);
          const revenue = of(own, ({ spend }) => spend);
          const totalRevenue = of(metrics, ({ spend }) => spend);
          const groups = rfmGroupIds.map((group) => ({
            group,
            members: scores.filter((row) => ids.includes(row.customer_id) && row.rfm_group === group).length,
          }));
          const grouped = groups.reduce((sum, { members }) => sum + members, 0);
          const { daysSinceLastOrder, ...figures } = await segmentFigures(warehouse(), segment);
          expect(figures).toEqual({
            members: ids.length,
            customers: facts.customers.length,
            shareOfCustomers: ids.length / facts.customers.length,
            revenue,
            totalRevenue,
            shareOfRevenue: totalRevenue === 0n ? null : Number(revenue) / Number(totalRevenue),
            orders,
            averageOrderValue: orders === 0 ? null : BigInt(Math.round(Number(revenue) / orders)),
            buyers: buyers.length,
            groups,
            withoutGroup: ids.length - grouped,
          });
          if (buyers.length === 0) expect(daysSinceLastOrder).toBeNull();
          else {
            expect(daysSinceLastOrder?.lower).toBeCloseTo(quantile(days, 0.25), 9);
            expect(daysSinceLastOrder?.median).toBeCloseTo(quantile(days, 0.5), 9);
            expect(daysSinceLastOrder?.upper).toBeCloseTo(quantile(days, 0.75), 9);
          }
          seen.members += ids.length;
          seen.buyers += buyers.length;
          seen.without += figures.withoutGroup;
        }
      }),
      { endOnFailure: true, numRuns: 15 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});
