import { z } from "zod";

/** Four rising interior breaks for one score. */
const breaks = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .refine(
    (b) => b.every((value, i) => i === 0 || value > (b[i - 1] ?? 0)),
    "Each limit must be larger than the one before it.",
  )
  .refine((b) => b.every((value) => value >= 0), "Limits cannot be negative.");

const tags = z.array(z.string().trim().min(1).max(255)).max(50);

/**
 * What the merchant decides once about how money and customers are counted. Stored as JSON on the shop, read through
 * this schema, printed beside every metric. Shared with the browser.
 */
export const scoringSettings = z.object({
  version: z.literal(1).default(1),
  money: z
    .object({
      /** Subtract refunds, returns and edits from an order's value. */
      subtractRefunds: z.boolean().default(true),
      includeTax: z.boolean().default(true),
      includeShipping: z.boolean().default(true),
      /** Count the sale of gift cards as money spent. */
      includeGiftCards: z.boolean().default(false),
      /** Count orders that are not paid yet (pending, authorised, partly paid, expired). Voided ones never count. */
      countUnpaid: z.boolean().default(true),
      /** Count subscription renewals as orders. */
      countRenewals: z.boolean().default(true),
      countPointOfSale: z.boolean().default(true),
    })
    .prefault({}),
  /** Customers with one of these tags, and orders with one of these tags, count for nothing. Case does not matter. */
  exclude: z.object({ customerTags: tags.default([]), orderTags: tags.default([]) }).prefault({}),
  scoring: z
    .discriminatedUnion("method", [
      z.object({ method: z.literal("quintiles") }),
      z.object({
        method: z.literal("own"),
        /** Days since the last order; few days are a high score. */
        recencyDays: breaks,
        orders: breaks,
        /** Minor units of the shop's currency. */
        spend: breaks,
      }),
    ])
    .prefault({ method: "quintiles" }),
});

export type ScoringSettings = z.infer<typeof scoringSettings>;
export const defaultSettings: ScoringSettings = scoringSettings.parse({});
