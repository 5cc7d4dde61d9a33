import type { RfmGroupId } from "./rfmGroups";

/**
 * The eleven groups of a store. Every figure here and below counts by the settings that the store was scored with and as
 * of `analysisDate` (the end of that day in the shop's timezone). Money is minor units of the shop's currency. Shared
 * with the browser.
 */
export interface ScoredGroups {
  readonly analysisDate: string;
  /** When the scores were computed, ISO 8601 UTC. */
  readonly scoredAt: string;
  /** Always eleven, in the order of `rfmGroupIds`; their customers add up to all buyers. */
  readonly groups: readonly GroupFigures[];
  readonly scoring: ScoringFacts;
}

/** What the home page shows. */
export interface HomeFigures extends ScoredGroups {
  readonly customers: Trend;
  /** Customers with at least one counted order. */
  readonly buyers: Trend;
  /** Value of all counted orders that have a customer. */
  readonly revenue: MoneyTrend;
  /** Buyers with two or more counted orders ÷ buyers; between 0 and 1. */
  readonly repeatRate: Trend;
}

/** A figure now, and as it stood at the end of each of the last 13 months (oldest first; the last one is the present). */
export interface Trend {
  readonly now: number;
  readonly months: readonly { readonly month: string; readonly value: number }[];
}

export interface MoneyTrend {
  readonly now: bigint;
  readonly months: readonly { readonly month: string; readonly value: bigint }[];
}

export interface GroupFigures {
  readonly group: RfmGroupId;
  readonly customers: number;
  readonly orders: number;
  readonly revenue: bigint;
  /** Revenue ÷ orders, minor units rounded; null without orders. */
  readonly averageOrderValue: bigint | null;
  readonly medianDaysSinceLastOrder: number | null;
}

/** How scores came about, so that the page can say it. */
export interface ScoringFacts {
  readonly breaksVersion: number;
  /**
   * `quintiles`: 500 buyers and more. `quintiles_low_confidence`: 50–499. `fixed_rules`: under 50, by days against
   * the store's own gaps, number of orders and multiples of the median order. `own`: the merchant's limits.
   */
  readonly method: "quintiles" | "quintiles_low_confidence" | "fixed_rules" | "own";
  readonly buyers: number;
  /** Interior breaks of the three scores: days, orders, minor units. */
  readonly recencyBreaks: readonly number[];
  readonly frequencyBreaks: readonly number[];
  readonly monetaryBreaks: readonly number[];
  /** Scores that somebody has; ties can make levels vanish. */
  readonly levelsPresent: {
    readonly recency: readonly number[];
    readonly frequency: readonly number[];
    readonly monetary: readonly number[];
  };
}

/** What scores are given by. */
export type ScoreLimits = Pick<
  ScoringFacts,
  "method" | "recencyBreaks" | "frequencyBreaks" | "monetaryBreaks"
>;

/** One row of a group's customers. Ids are strings. */
export interface CustomerListRow {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly orders: number;
  readonly spend: bigint;
  readonly averageOrderValue: bigint | null;
  readonly lastOrderOn: string | null;
  readonly daysSinceLastOrder: number | null;
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

export const customerSorts = ["spend", "orders", "last_order", "name"] as const;
export type CustomerSort = (typeof customerSorts)[number];

export interface CustomerPage {
  readonly rows: readonly CustomerListRow[];
  /** Customers that match group and search, over all pages. */
  readonly total: number;
}

/** One line of "Compare with Shopify": Shopify's figure, what we leave out and why, ours. */
export interface Reconciliation {
  readonly figure: "customers" | "orders" | "customer_orders" | "customer_spend";
  readonly unit: "count" | "money";
  /** Shopify's own figure; null when Shopify could not be asked. */
  readonly shopify: bigint | null;
  /** In the order in which they are taken off; zero ones left out. `amount` is what the reason takes off (or adds, negative). */
  readonly reasons: readonly {
    readonly reason: ReconciliationReason;
    readonly amount: bigint;
    readonly records: number;
  }[];
  readonly ours: bigint;
  /** shopify − Σ reasons − ours. Zero when everything is explained. */
  readonly unexplained: bigint | null;
  /** Of `customer_spend`: what Shopify's figure was found to be made of. */
  readonly spentMeans?: SpentMeaning;
}

/**
 * What Shopify adds up as a customer's amount spent, over orders that are not tests. Shopify does not say, so it is found
 * from the store's own figures.
 */
export interface SpentMeaning {
  /** `net_payment`: received less refunded; `current_total`: after returns and edits; `total`: as sold. */
  readonly amount: "net_payment" | "current_total" | "total";
  readonly countsCancelled: boolean;
  /** Customers whose figure this explains to the last minor unit, of those it was tried on. */
  readonly explains: number;
  readonly triedOn: number;
}

/** A customer whose figures at Shopify do not follow from the orders that we have. */
export interface CustomerDifference {
  readonly customerId: string;
  readonly name: string | null;
  readonly shopifyOrders: bigint;
  /** Orders of theirs that we have, not counting tests: what Shopify's figure should be. */
  readonly orders: bigint;
  readonly shopifySpent: bigint;
  /** What Shopify's figure should be by the meaning found. */
  readonly spent: bigint;
}

export const reconciliationReasons = [
  "test",
  "cancelled",
  "voided",
  "unpaid",
  "no_customer",
  "outside_window",
  "changed_since_sync",
  "after_analysis_date",
  "refunds",
  "tax",
  "shipping",
  "gift_cards",
  "renewals",
  "point_of_sale",
  "excluded_customer_tag",
  "excluded_order_tag",
] as const;
export type ReconciliationReason = (typeof reconciliationReasons)[number];
