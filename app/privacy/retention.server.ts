import { state } from "~/state/client.server";

import { defaultRetention, type RetentionSettings, retentionSettings } from "./retention";

/** For how long things of a shop are kept; as without a choice for a shop that never had the app. */
export async function retentionOf(shop: string): Promise<RetentionSettings> {
  const db = await state();
  const row = await db.shop.findUnique({ where: { domain: shop }, select: { webhooksKeptDays: true } });
  return row === null ? defaultRetention : retentionSettings.parse(row);
}

export async function saveRetention(shop: string, settings: RetentionSettings): Promise<void> {
  const { webhooksKeptDays } = settings;
  await (await state()).shop.updateMany({ where: { domain: shop }, data: { webhooksKeptDays } });
}
