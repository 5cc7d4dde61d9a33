import { z } from "zod";

import { askForRefresh } from "~/segments/jobs/askForRefresh.server";
import { state } from "~/state/client.server";

import { startFullSync } from "../fullSync.server";

/** The payload of `shop/update`, as far as it is read. */
export const shopUpdate = z.object({
  name: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  iana_timezone: z.string().min(1),
  plan_display_name: z.string().nullish(),
  updated_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
export type ShopUpdate = z.infer<typeof shopUpdate>;

/**
 * Takes over what a shop says of itself. With another time zone its days are others, so its segments are behind; with another
 * currency all that is stored is in the old one, so it is all brought in again.
 *
 * @returns false where something newer is known, or the shop is not.
 */
export async function applyShopUpdate(shop: string, update: ShopUpdate, now: Date): Promise<boolean> {
  const db = await state();
  const { updated_at: factsAt, currency, iana_timezone: timezone } = update;
  const before = await db.shop.findFirst({
    where: { domain: shop, OR: [{ factsAt: null }, { factsAt: { lte: factsAt } }] },
    select: { currency: true, timezone: true, uninstalledAt: true },
  });
  if (before === null) return false;
  const { uninstalledAt } = before;
  const isChanged = (known: string | null, told: string) =>
    known !== null && known !== told && uninstalledAt === null;
  // Before it is noted: should the process die in between, the currency is still another at the next try.
  if (isChanged(before.currency, currency)) await startFullSync(shop, now);
  const isOtherZone = isChanged(before.timezone, timezone);
  await db.shop.updateMany({
    where: { domain: shop },
    data: {
      ...{ name: update.name, currency, timezone, factsAt },
      ...(update.plan_display_name != null && { plan: update.plan_display_name }),
      ...(isOtherZone && { segmentsStaleSince: now }),
    },
  });
  if (isOtherZone) await askForRefresh(shop);
  return true;
}
