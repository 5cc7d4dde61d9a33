import { z } from "zod";

/**
 * Reads the JSON of a webhook. Whole numbers beyond 2^53 become texts: ids are numbers there, and a JavaScript number would
 * silently be another id.
 */
export function readWebhookJson(text: string): unknown {
  // Reading with a function called for every value takes five times as long; few payloads have such numbers.
  return /\d{16}/.test(text) ? JSON.parse(text, keepLargeNumbers) : JSON.parse(text);
}

/** Node gives the text of a number since version 21; TypeScript's library does not know yet. */
function keepLargeNumbers(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { source?: string },
): unknown {
  const source = context?.source;
  const isLost = typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? "");
  return isLost ? source : value;
}

/** An id as webhooks write it: a number, or a text where it would not fit one; or one that was read before. */
export const plainId = z
  .union([z.number().int().positive(), z.string().regex(/^\d{1,19}$/), z.bigint().positive()])
  .transform((id) => BigInt(id));

/** A global id; resolves to the number at its end. */
export const globalId = z
  .string()
  .regex(/^gid:\/\/shopify\/[A-Za-z]+\/\d{1,19}$/)
  .transform((gid) => BigInt(gid.slice(gid.lastIndexOf("/") + 1)));

export const instant = z.iso.datetime({ offset: true });
export const amount = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/);
/** `price_set` and the like: of the two currencies the shop's. */
export const shopMoney = z
  .object({ shop_money: z.object({ amount }) })
  .transform((set) => set.shop_money.amount);
/** The same in both currencies, the shop's and the buyer's. */
export const bothMoneys = z
  .object({ shop_money: z.object({ amount }), presentment_money: z.object({ amount }).optional() })
  .transform((set) => ({ shop: set.shop_money.amount, buyer: set.presentment_money?.amount ?? null }));
