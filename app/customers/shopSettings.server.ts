import { z } from "zod";

import { state } from "~/state/client.server";

import { scoringSettings } from "./settings";
import type { ScoringSettings } from "./settings";

const shopRecord = z.object({
  name: z.string().nullable(),
  /** ISO 4217; null until the first sync has asked Shopify. */
  currency: z.string().nullable(),
  /** IANA; null until the first sync has asked Shopify. */
  timezone: z.string().nullable(),
  ordersVisibleSince: z.date().nullable(),
  setupGuideDismissedAt: z.date().nullable(),
  settings: scoringSettings,
});

export type ShopRecord = z.infer<typeof shopRecord>;

/** What is known of an installed shop, and what its merchant decided. */
export async function readShop(shop: string): Promise<ShopRecord> {
  const db = await state();
  return shopRecord.parse(await db.shop.findUniqueOrThrow({ where: { domain: shop } }));
}

/** Stores what the merchant decided. The scores follow at the next scoring, the segments by the schedule at the latest. */
export async function saveSettings(shop: string, settings: ScoringSettings, now: Date): Promise<void> {
  const db = await state();
  await db.shop.update({ where: { domain: shop }, data: { settings, segmentsStaleSince: now } });
}

export async function dismissSetupGuide(shop: string, now: Date): Promise<void> {
  const db = await state();
  await db.shop.update({ where: { domain: shop }, data: { setupGuideDismissedAt: now } });
}
