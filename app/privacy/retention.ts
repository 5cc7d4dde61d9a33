import { z } from "zod";

/** For how long what Shopify sent is kept after it was applied: to look into, should a figure be doubted. */
export const retentionSettings = z.object({
  /** 0: it goes at once. */
  webhooksKeptDays: z.number().int().min(0).max(30),
});
export type RetentionSettings = z.infer<typeof retentionSettings>;

/** Of a shop that has not chosen, or is not known. */
export const defaultRetention: RetentionSettings = { webhooksKeptDays: 1 };
