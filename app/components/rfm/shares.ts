import type { GroupFigures } from "~/customers/figures";
import type { RfmGroupId } from "~/customers/rfmGroups";

export interface GroupShares {
  readonly group: RfmGroupId;
  /** Of all buyers, 0 to 1. */
  readonly customers: number;
  /** Of all revenue, 0 to 1. */
  readonly revenue: number;
}

/** Widths are percent of the longest bar. */
export interface PairedBar extends GroupShares {
  readonly customersWidth: number;
  readonly revenueWidth: number;
}

/** Each group's part of the buyers and of the revenue. */
export function groupShares(groups: readonly GroupFigures[]): GroupShares[] {
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const revenue = groups.reduce((sum, group) => sum + group.revenue, 0n);
  return groups.map((group) => ({
    group: group.group,
    customers: customers === 0 ? 0 : group.customers / customers,
    // Parts per million are taken in integers: revenue may be larger than a float can hold.
    revenue: revenue === 0n ? 0 : Number((group.revenue * 1_000_000n) / revenue) / 1_000_000,
  }));
}

/** The group to begin with: champions, or in a store without any the one that brought in the most; null without buyers. */
export function firstToShow(groups: readonly GroupFigures[]): RfmGroupId | null {
  const peopled = groups.filter((group) => group.customers > 0);
  if (peopled.some((group) => group.group === "champions")) return "champions";
  return pairedBars(groupShares(peopled))[0]?.group ?? null;
}

/**
 * The shares as paired bars: largest revenue first, widths in percent of one scale that both measures have in common
 * (the longest bar fills it), so that every length on the chart can be compared with every other.
 */
export function pairedBars(shares: readonly GroupShares[]): PairedBar[] {
  const longest = Math.max(...shares.flatMap((share) => [share.customers, share.revenue]), 0);
  const width = (part: number) => (longest === 0 ? 0 : (100 * part) / longest);
  return [...shares]
    .sort((a, b) => b.revenue - a.revenue || b.customers - a.customers)
    .map((share) => ({
      ...share,
      customersWidth: width(share.customers),
      revenueWidth: width(share.revenue),
    }));
}
