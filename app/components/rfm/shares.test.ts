import { describe, expect, it } from "vitest";

import type { GroupFigures } from "~/customers/figures";
import { rfmGroupIds } from "~/customers/rfmGroups";

import { firstToShow, groupShares, pairedBars } from "./shares";

function groups(figures: Partial<Record<string, [customers: number, revenue: bigint]>>): GroupFigures[] {
  return rfmGroupIds.map((group) => ({
    group,
    customers: figures[group]?.[0] ?? 0,
    orders: 0,
    revenue: figures[group]?.[1] ?? 0n,
    averageOrderValue: null,
    medianDaysSinceLastOrder: null,
  }));
}

describe("groupShares", () => {
  it("are parts of all buyers and of all revenue", () => {
    const shares = groupShares(groups({ champions: [1, 75n], new: [3, 25n] }));
    expect(shares.find((share) => share.group === "champions")).toEqual({
      group: "champions",
      customers: 0.25,
      revenue: 0.75,
    });
    expect(shares.find((share) => share.group === "lost")).toEqual({
      group: "lost",
      customers: 0,
      revenue: 0,
    });
  });

  it("are zero, not NaN, in a store without buyers", () => {
    expect(groupShares(groups({})).every((share) => share.customers === 0 && share.revenue === 0)).toBe(true);
  });

  it("stay right beyond the exact range of a float", () => {
    const huge = 10n ** 25n;
    const shares = groupShares(groups({ champions: [1, huge], lost: [1, huge * 3n] }));
    expect(shares.find((share) => share.group === "champions")?.revenue).toBe(0.25);
  });
});

describe("firstToShow", () => {
  it("is champions, or the group that brought in the most, or none", () => {
    expect(firstToShow(groups({ champions: [1, 10n], lost: [9, 90n] }))).toBe("champions");
    expect(firstToShow(groups({ new: [4, 20n], lost: [1, 30n] }))).toBe("lost");
    expect(firstToShow(groups({ new: [4, 0n] }))).toBe("new");
    expect(firstToShow(groups({}))).toBeNull();
  });
});

describe("pairedBars", () => {
  it("sorts by revenue and draws both measures on one scale", () => {
    const bars = pairedBars(groupShares(groups({ new: [4, 20n], champions: [1, 80n] })));
    expect(bars.slice(0, 2).map((bar) => bar.group)).toEqual(["champions", "new"]);
    // 80 % of revenue and 80 % of customers are the longest; a quarter as much is a quarter as long.
    expect(bars[0]).toMatchObject({ revenueWidth: 100, customersWidth: 25 });
    expect(bars[1]).toMatchObject({ revenueWidth: 25, customersWidth: 100 });
  });

  it("draws nothing for a store without buyers", () => {
    expect(pairedBars(groupShares(groups({}))).every((bar) => bar.customersWidth === 0)).toBe(true);
  });
});
