import { z } from "zod";

import { scoringSettings } from "~/customers/settings";
import { state } from "~/state/client.server";

/** What the state knows of a shop that its segments depend on, and of how far they are behind. */
const shopSegments = z.object({
  /** IANA; null until the first sync has asked Shopify. */
  timezone: z.string().nullable(),
  settings: scoringSettings,
  /** The shop's day that all segments were last brought up to. */
  segmentsDay: z.string().nullable(),
  segmentsStaleSince: z.date().nullable(),
  customersChangedAt: z.date().nullable(),
  rankedAt: z.date().nullable(),
});
export type ShopSegments = z.infer<typeof shopSegments>;

/** Null where the shop has not, or no longer, the app. */
export async function readShopSegments(shop: string): Promise<ShopSegments | null> {
  const db = await state();
  const row = await db.shop.findFirst({ where: { domain: shop, uninstalledAt: null } });
  return row && shopSegments.parse(row);
}

/** Shops that have the app and whose history is here, each with its domain. */
export async function syncedShops(): Promise<(ShopSegments & { readonly shop: string })[]> {
  const db = await state();
  const rows = await db.shop.findMany({
    where: { uninstalledAt: null, syncRuns: { some: { state: "done" } } },
  });
  return rows.map((row) => ({ shop: row.domain, ...shopSegments.parse(row) }));
}

/**
 * Notes how far a refresh came.
 *
 * @param read the record as it was before the refresh: what became stale since stays so.
 * @param refresh.rankedAt when customers were ranked against each other, where that was done
 */
export async function noteRefresh(
  shop: string,
  read: ShopSegments,
  refresh: { readonly day: string; readonly rankedAt: Date | null },
): Promise<void> {
  const db = await state();
  await db.$transaction([
    db.shop.updateMany({
      where: { domain: shop },
      data: {
        segmentsDay: refresh.day,
        ...(refresh.rankedAt === null ? {} : { rankedAt: refresh.rankedAt }),
      },
    }),
    db.shop.updateMany({
      where: { domain: shop, segmentsStaleSince: read.segmentsStaleSince },
      data: { segmentsStaleSince: null },
    }),
  ]);
}

/** Notes that single customers changed at a time, so that what ranks customers against each other is found anew. */
export async function noteChangedCustomers(shop: string, at: Date): Promise<void> {
  const db = await state();
  await db.shop.updateMany({ where: { domain: shop }, data: { customersChangedAt: at } });
}
