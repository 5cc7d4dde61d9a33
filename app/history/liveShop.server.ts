import { z } from "zod";

import { state } from "~/state/client.server";

const record = z.object({
  currency: z.string(),
  timezone: z.string(),
  ordersVisibleSince: z.date().nullable(),
  changesKnownUntil: z.date().nullable(),
  checkoutsAskedSince: z.date().nullable(),
});

/** A shop that has the app and of which Shopify was asked what its history is counted in. */
export type LiveShop = z.infer<typeof record>;

/** Null where the shop has not, or no longer, the app, or where its first sync has not got so far. */
export async function liveShop(shop: string): Promise<LiveShop | null> {
  const db = await state();
  const row = await db.shop.findFirst({ where: { domain: shop, uninstalledAt: null } });
  const parsed = record.safeParse(row);
  return parsed.success ? parsed.data : null;
}
