import { state } from "~/state/client.server";

/** Notes that everything that Shopify changed before a time is in the warehouse. An earlier time than the noted one is none. */
export async function noteChangesKnown(shop: string, until: Date): Promise<void> {
  const db = await state();
  await db.shop.updateMany({
    where: { domain: shop, OR: [{ changesKnownUntil: null }, { changesKnownUntil: { lt: until } }] },
    data: { changesKnownUntil: until },
  });
}
