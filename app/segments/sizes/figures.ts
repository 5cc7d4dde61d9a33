import type { RfmGroupId } from "~/customers/rfmGroups";

import type { Reach } from "../reach/reach";

/** What a segment's stored members come to. Amounts in minor units. Shared with the browser. */
export interface SegmentFigures {
  readonly members: number;
  /** Everybody in the store. */
  readonly customers: number;
  /** What the members spent. */
  readonly revenue: bigint;
  /** What everybody in the store spent. */
  readonly totalRevenue: bigint;
  /** Counted orders of the members. */
  readonly orders: number;
  /** Revenue ÷ orders, rounded; null without orders. */
  readonly averageOrderValue: bigint | null;
  /** Members with a counted order. */
  readonly buyers: number;
  /** Days since the last order of the members who have one: quartiles; null where nobody has. */
  readonly recency: { readonly p25: number; readonly median: number; readonly p75: number } | null;
  /** Members by their RFM group, null for those without one. */
  readonly groups: readonly { readonly group: RfmGroupId | null; readonly members: number }[];
  /** Null: not known. */
  readonly reach: Reach | null;
}
