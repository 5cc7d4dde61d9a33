import type { ScoreLimits } from "./figures";
import type { RfmGroupId } from "./rfmGroups";

/** Who a customer is, and what is derived of them as of the last scoring. Amounts in minor units. Shared with the browser. */
export interface CustomerProfile {
  /** Shopify's number. */
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly provinceCode: string | null;
  readonly countryCode: string | null;
  readonly tags: readonly string[];
  readonly note: string | null;
  /** As Shopify spells it: `ENABLED`, `INVITED`, … */
  readonly accountState: string | null;
  readonly language: string | null;
  readonly taxExempt: boolean;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly consents: readonly Consent[];
  readonly value: CustomerValue;
  /** Null without a counted order. */
  readonly scores: CustomerScores | null;
  /** They carry a tag for which the settings leave out everything of theirs. */
  readonly excluded: boolean;
  readonly limits: ScoreLimits;
  /** The shop's day that everything is counted to the end of. */
  readonly analysisDate: string;
}

/** What was said about messages on a channel, as Shopify spells it (`SUBSCRIBED`, …). */
export interface Consent {
  readonly channel: "email" | "sms" | "whatsapp";
  /** Null: there is no address or number. */
  readonly state: string | null;
  /** ISO 8601 UTC; null: not known. */
  readonly since: string | null;
}

/** What counted orders come to: see `orderValue.ts`. Days are the shop's. */
export interface CustomerValue {
  readonly orders: number;
  readonly spend: bigint;
  readonly averageOrderValue: bigint | null;
  readonly firstOrderOn: string | null;
  readonly lastOrderOn: string | null;
  readonly daysSinceLastOrder: number | null;
  /** Between days with an order; null until there are two. */
  readonly averageGapDays: number | null;
  readonly longestGapDays: number | null;
  readonly refunded: bigint;
  readonly discountedOrders: number;
  readonly failedOrders: number;
  /** Orders of theirs that do not count: test, cancelled, or left out by the settings. */
  readonly leftOutOrders: number;
}

export interface CustomerScores {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
  readonly group: RfmGroupId;
}
