import { weighted, type Random } from "../random";
import type { OrderFate } from "./orderFates";
import type { Purchase } from "./purchase";

export interface Discount {
  /** Undefined: a price list or an automatic discount, which has no code. */
  code?: string;
  /** Of each line's price. */
  share: number;
  freeShipping: boolean;
}

const drawCode = weighted<Discount>([
  [{ code: "SUMMER15", share: 0.15, freeShipping: false }, 4],
  [{ code: "FREESHIP", share: 0, freeShipping: true }, 3],
  [{ code: "VIP20", share: 0.2, freeShipping: false }, 2],
  [{ code: 'FRIENDS"5"', share: 0.05, freeShipping: false }, 1],
]);

/** The discount of an order, if it has one. */
export function drawDiscount(
  random: Random,
  { person, channel, isFirst, at }: Purchase,
  fate: OrderFate,
): Discount | null {
  if (fate.free) return { code: "GIFT100", share: 1, freeShipping: true };
  if (person?.persona.id === "wholesale") return { share: 0.3, freeShipping: false };
  if (person?.persona.id === "staff") return { code: "STAFF40", share: 0.4, freeShipping: true };
  if (person?.persona.id === "influencer" && random.chance(0.3))
    return { code: "GIFT100", share: 1, freeShipping: true };
  if (channel !== "web") return null;
  if (isFirst && random.chance(0.25)) return { code: "WELCOME10", share: 0.1, freeShipping: false };
  const novemberSale = new Date(at).getUTCMonth() === 10 && random.chance(0.35);
  if (novemberSale) return { code: "BLACKFRIDAY25", share: 0.25, freeShipping: false };
  return random.chance(0.14) ? drawCode(random) : null;
}
