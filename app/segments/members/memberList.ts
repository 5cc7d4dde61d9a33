import type { RfmGroupId } from "~/customers/rfmGroups";

import type { MembershipCause } from "../membership/causes";

/** One member of a segment. Ids are strings, money is minor units of the shop's currency. Shared with the browser. */
export interface MemberListRow {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly orders: number;
  readonly spend: bigint;
  /** The shop's day; null without a counted order, as `daysSinceLastOrder` and `group` are. */
  readonly lastOrderOn: string | null;
  /** Counted back from the day of the last scoring. */
  readonly daysSinceLastOrder: number | null;
  readonly group: RfmGroupId | null;
  /** ISO 8601 UTC. */
  readonly enteredAt: string;
  readonly cause: MembershipCause;
}

export const memberSorts = ["spend", "orders", "last_order", "name", "entered"] as const;
export type MemberSort = (typeof memberSorts)[number];

export interface MemberPage {
  readonly rows: readonly MemberListRow[];
  /** Members that match the search, over all pages. */
  readonly total: number;
}
