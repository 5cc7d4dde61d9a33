import { type ScoringSettings, scoringSettings } from "~/customers/settings";
import { state } from "~/state/client.server";

/** How far the segments of a shop are behind, as far as the state knows. */
export interface SegmentsProgress {
  /** IANA; null until the first sync has asked Shopify. */
  readonly timezone: string | null;
  /** The shop's day that all segments were last brought up to. */
  readonly segmentsDay: string | null;
  readonly segmentsStaleSince: Date | null;
  readonly customersChangedAt: Date | null;
  readonly rankedAt: Date | null;
}

export interface ShopSegments extends SegmentsProgress {
  readonly settings: ScoringSettings;
}

const progress = {
  timezone: true,
  segmentsDay: true,
  segmentsStaleSince: true,
  customersChangedAt: true,
  rankedAt: true,
} as const;

/** Null where the shop has not, or no longer, the app. */
export async function readShopSegments(shop: string): Promise<ShopSegments | null> {
  const db = await state();
  const row = await db.shop.findFirst({
    where: { domain: shop, uninstalledAt: null },
    select: { ...progress, settings: true },
  });
  return row && { ...row, settings: scoringSettings.parse(row.settings) };
}

/** Shops that have the app and whose history is here, by their domains. */
export async function syncedShops(): Promise<Map<string, SegmentsProgress>> {
  const db = await state();
  const rows = await db.shop.findMany({
    where: { uninstalledAt: null, syncRuns: { some: { state: "done" } } },
    select: { domain: true, ...progress },
  });
  return new Map(rows.map(({ domain, ...shop }) => [domain, shop]));
}

/**
 * Notes how far a refresh came.
 *
 * @param read the record as it was before the refresh: what became stale since stays so.
 * @param refresh.rankedAt when customers were ranked against each other, where that was done
 */
export async function noteRefresh(
  shop: string,
  read: SegmentsProgress,
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

/**
 * Notes that single customers changed at a time, so that what ranks customers against each other is found anew, and that open
 * pages see it. The noted time moves on each time, by a millisecond where a later one was noted already: of several who note at
 * once each one is seen.
 */
export async function noteChangedCustomers(shop: string, at: Date): Promise<void> {
  const db = await state();
  for (;;) {
    const row = await db.shop.findUnique({ where: { domain: shop }, select: { customersChangedAt: true } });
    if (row === null) return;
    const before = row.customersChangedAt;
    const next = before === null || before < at ? at : new Date(before.getTime() + 1);
    const { count } = await db.shop.updateMany({
      where: { domain: shop, customersChangedAt: before },
      data: { customersChangedAt: next },
    });
    if (count > 0) return;
  }
}
