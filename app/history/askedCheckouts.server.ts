import { state } from "~/state/client.server";

/** Notes that checkouts changed at a time or later, of which was told just now. An earlier time that is noted stays. */
export async function noteCheckouts(shop: string, since: Date, toldAt: Date): Promise<void> {
  const db = await state();
  await db.$transaction([
    db.shop.updateMany({
      where: { domain: shop, OR: [{ checkoutsAskedSince: null }, { checkoutsAskedSince: { gt: since } }] },
      data: { checkoutsAskedSince: since },
    }),
    db.shop.updateMany({ where: { domain: shop }, data: { checkoutsToldAt: toldAt } }),
  ]);
}

/** Forgets it once they were asked for, unless there was told of one since then. */
export async function receivedCheckouts(shop: string, asked: { since: Date; at: Date }): Promise<void> {
  const db = await state();
  await db.shop.updateMany({
    where: { domain: shop, checkoutsAskedSince: asked.since, checkoutsToldAt: { lte: asked.at } },
    data: { checkoutsAskedSince: null },
  });
}
