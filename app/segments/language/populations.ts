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
