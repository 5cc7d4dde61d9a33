/** What a percentile is taken of. */
export const populations = [
  /** The same measure over everybody who has ordered (of an event: over everybody who has one). */
  "buyers",
  /** The unit prices of all counted order lines. */
  "unit_prices",
  /** The days between consecutive days with an order, of all customers. */
  "order_gaps",
] as const;

export type Population = (typeof populations)[number];

/** Among whom or what a percentile is found, in one line. */
export const populationsExplained: Readonly<Record<Population, string>> = {
  buyers:
    "Among customers with a counted order; of something that happened, among those to whom it did in that time.",
  unit_prices:
    "Among the unit prices of all lines of counted orders, before discounts. Gift cards only if your settings count them.",
  order_gaps: "Among all times, of all customers, between one day with a counted order and the next.",
};
