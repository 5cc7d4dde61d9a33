import { gid } from "../gid";
import type { Random } from "../random";
import type { AdminOrder } from "../store";
import type { OrderFate } from "./orderFates";
import { instant } from "./people";
import type { Purchase } from "./purchase";

const day = 86_400_000;

interface Delivery {
  status: string;
  fulfillments: AdminOrder["fulfillments"];
  closedAt: number | null;
  lastAt: number;
}

/** Of paid web orders of the last months, one in fifty is for later: a pre-order, or a parcel for a day to come. */
const scheduledEvery = 50;
const scheduledWithinDays = 150;

/** Paid goods leave after a day or two and arrive within a week; a till and a gift card deliver at once. */
export function deliver(
  random: Random,
  { at, channel, createdAt }: Purchase,
  fate: OrderFate,
  giftCard: boolean,
  now: number,
  number: number,
): Delivery {
  const nothing = { fulfillments: [], closedAt: null, lastAt: 0 };
  if (fate.cancelled) return { ...nothing, status: fate.received === "all" ? "RESTOCKED" : "UNFULFILLED" };
  if (fate.received !== "all") return { ...nothing, status: "UNFULFILLED" };

  const immediate = channel === "pos" || giftCard;
  const sentAt = immediate ? at : at + (0.5 + 2 * random.uniform()) * day;
  if (sentAt > now) return { ...nothing, status: random.chance(0.1) ? "ON_HOLD" : "UNFULFILLED" };
  const arrivesAt = immediate ? sentAt : sentAt + (1 + 6 * random.uniform()) * day;
  const lost = !immediate && random.chance(0.01);
  const arrived = !lost && arrivesAt <= now;
  if (number % scheduledEvery === 0 && channel === "web" && !giftCard && at > now - scheduledWithinDays * day)
    return { ...nothing, status: "SCHEDULED" };
  const fulfillment = {
    id: gid("Fulfillment", 3_000_000_000_000 + number),
    createdAt: instant(Math.max(sentAt, createdAt)),
    status: "SUCCESS",
    displayStatus: immediate ? "FULFILLED" : lost ? "NOT_DELIVERED" : arrived ? "DELIVERED" : "IN_TRANSIT",
    deliveredAt: arrived && !immediate ? instant(arrivesAt) : null,
  };
  return {
    status: random.chance(0.01) && !immediate ? "PARTIALLY_FULFILLED" : "FULFILLED",
    fulfillments: [fulfillment],
    closedAt: Math.max(createdAt, arrivesAt + (immediate ? 0 : day)),
    lastAt: arrived ? arrivesAt : sentAt,
  };
}
