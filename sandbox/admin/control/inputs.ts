import { z } from "zod";

/** An amount of the shop's currency, `9.90`. */
export const decimal = z.string().regex(/^\d+(\.\d+)?$/);
export const instant = z.iso.datetime({ offset: true });

export const lineInput = z.strictObject({
  title: z.string(),
  quantity: z.number().int().positive(),
  unitPrice: decimal,
  productId: z.string().nullable().default(null),
  isGiftCard: z.boolean().default(false),
});
export type LineInput = z.infer<typeof lineInput>;
