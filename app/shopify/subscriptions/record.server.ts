import { z } from "zod";

import { state } from "~/state/client.server";

/** By topic, why Shopify sends no webhooks of it, in words. */
const webhookRefusals = z.record(z.string(), z.string());

export interface SubscriptionsRecord {
  /** When they were looked at last; null: never. */
  readonly checkedAt: Date | null;
  readonly refusals: Readonly<Record<string, string>>;
}

/** What is known of a shop's subscriptions; null where the shop is not known. */
export async function readSubscriptionsRecord(shop: string): Promise<SubscriptionsRecord | null> {
  const db = await state();
  const row = await db.shop.findUnique({
    where: { domain: shop },
    select: { webhooksCheckedAt: true, webhookRefusals: true },
  });
  return (
    row && {
      checkedAt: row.webhooksCheckedAt,
      refusals: webhookRefusals.parse(row.webhookRefusals ?? {}),
    }
  );
}

/**
 * Notes that a shop's subscriptions were looked at.
 *
 * @param refusals as they are now; left as they were where Shopify could not be asked
 */
export async function noteSubscriptions(
  shop: string,
  checkedAt: Date,
  refusals?: SubscriptionsRecord["refusals"],
): Promise<void> {
  const db = await state();
  await db.shop.updateMany({
    where: { domain: shop },
    data: { webhooksCheckedAt: checkedAt, ...(refusals && { webhookRefusals: { ...refusals } }) },
  });
}
