import fc from "fast-check";
import { expect, test } from "vitest";

import { fillScored } from "../testing/segmentStore";
import { regionsOf } from "./overlap";
import { segmentOverlap } from "./overlap.server";
import { onEachEngine } from "./testing/eachEngine";
import { storesWithSegments } from "./testing/stores";

test("regions are all combinations, the single ones first", () => {
  expect(regionsOf([7, 4])).toEqual([[7], [4], [7, 4]]);
  expect(regionsOf([7, 4, 9])).toEqual([[7], [4], [9], [7, 4], [7, 9], [4, 9], [7, 4, 9]]);
});

onEachEngine((warehouse) => {
  test("who is in which is what sets say", { timeout: 120_000 }, async () => {
    let shared = 0;
    await fc.assert(
      fc.asyncProperty(storesWithSegments, async ({ facts, counting, memberships }) => {
        const { metrics } = await fillScored(warehouse(), facts, counting, memberships);
        const spend = new Map(metrics.map((row) => [row.customer_id, row.spend]));
        const membersOf = (segment: number) =>
          new Set(memberships.flatMap((row) => (row.segment_id === segment ? [row.customer_id] : [])));
        for (const ids of [
          [1, 2],
          [3, 1, 2],
          [2, 99],
        ]) {
          const { regions, ids: asked } = await segmentOverlap(warehouse(), ids);
          expect(asked).toEqual(ids);
          const expected = regionsOf(ids).map((within) => {
            const [first = -1, ...others] = within;
            const left = ids.filter((id) => !within.includes(id));
            const customers = [...membersOf(first)].filter(
              (customer) =>
                others.every((id) => membersOf(id).has(customer)) &&
                !left.some((id) => membersOf(id).has(customer)),
            );
            if (within.length > 1) shared += customers.length;
            const revenue = customers.reduce((sum, id) => sum + (spend.get(id) ?? 0n), 0n);
            return { within, customers: customers.length, revenue };
          });
          expect(regions).toEqual(expected);
        }
      }),
      { endOnFailure: true, numRuns: 15 },
    );
    expect(shared).toBeGreaterThan(10);
  });

  test("one segment, four or the same twice are refused", async () => {
    for (const ids of [[1], [1, 2, 3, 4], [1, 1]]) {
      await expect(segmentOverlap(warehouse(), ids)).rejects.toThrow("2 or 3 different segments");
    }
  });
});
