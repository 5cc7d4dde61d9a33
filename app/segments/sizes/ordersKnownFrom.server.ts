import { readShop } from "~/customers/shopSettings.server";
import { shopToday } from "~/history/shopToday";

/** The first of the shop's days of which every order is known; null where the whole history is. */
export async function ordersKnownFrom(shop: string, timeZone: string): Promise<string | null> {
  const { ordersVisibleSince } = await readShop(shop);
  return ordersVisibleSince && shopToday(ordersVisibleSince, timeZone);
}
