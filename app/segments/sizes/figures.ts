import type { RfmGroupId } from "~/customers/rfmGroups";

/** What the stored members of a segment come to. Money: minor units of the shop's currency. Shared with the browser. */
export interface SegmentFigures {
  readonly members: number;
  /** Everybody in the store. */
  readonly customers: number;
  /** 0 to 1; null where there is nobody. */
  readonly shareOfCustomers: number | null;
  /** All that the members ever spent. */
  readonly revenue: bigint;
  /** All that everybody in the store ever spent. */
  readonly totalRevenue: bigint;
  /** 0 to 1; null where nobody spent anything. */
  readonly shareOfRevenue: number | null;
  readonly orders: number;
  /** Minor units an order; null without orders. */
  readonly averageOrderValue: bigint | null;
  /** Members who have ordered. */
  readonly buyers: number;
  /** Of the buyers among them, as of the analysis date; null without buyers. */
  readonly daysSinceLastOrder: Quartiles | null;
  /** Always eleven, in the order of `rfmGroupIds`; with `withoutGroup` they add up to `members`. */
  readonly groups: readonly { readonly group: RfmGroupId; readonly members: number }[];
  readonly withoutGroup: number;
}

/** A quarter of them lies below, a half, three quarters (R's type 7). */
export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}
