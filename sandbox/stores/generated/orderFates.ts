/**
 * What becomes of an order. The weights follow no shop in particular; each fate is common enough to appear in a
 * store of 5,000 customers, and an ordinary order is by far the most common.
 */
export interface OrderFate {
  readonly id: string;
  readonly weight: number;
  /** What the buyer pays; `half` is a deposit. */
  readonly received: "all" | "half" | "nothing";
  /** What Shopify shows while nothing is received. */
  readonly unpaidStatus: "PENDING" | "AUTHORIZED" | "EXPIRED" | "VOIDED";
  /** Which goods leave the order again. */
  readonly removes: "nothing" | "one" | "everything";
  readonly removalRefunds: 0 | 1 | 2;
  readonly refundsShipping: boolean;
  /** Money back with no goods back, as a share of the current total. */
  readonly goodwillShare: number;
  readonly cancelled: boolean;
  readonly edited: boolean;
  /** An edit that adds a line. */
  readonly addsLine: boolean;
  readonly returnStatus: "NO_RETURN" | "RETURNED" | "RETURN_REQUESTED" | "IN_PROGRESS";
  readonly test: boolean;
  /** Everything given away: discounted by 100 %. */
  readonly free: boolean;
}

const ordinary: Omit<OrderFate, "id" | "weight"> = {
  received: "all",
  unpaidStatus: "PENDING",
  removes: "nothing",
  removalRefunds: 0,
  refundsShipping: false,
  goodwillShare: 0,
  cancelled: false,
  edited: false,
  addsLine: false,
  returnStatus: "NO_RETURN",
  test: false,
  free: false,
};

export const paidFate: OrderFate = { id: "paid", weight: 790, ...ordinary };

export const orderFates: readonly OrderFate[] = [
  paidFate,
  {
    ...ordinary,
    id: "partly returned",
    weight: 45,
    removes: "one",
    removalRefunds: 1,
    returnStatus: "RETURNED",
  },
  {
    ...ordinary,
    id: "returned",
    weight: 30,
    removes: "everything",
    removalRefunds: 1,
    returnStatus: "RETURNED",
  },
  {
    ...ordinary,
    id: "returned with shipping, in two refunds",
    weight: 8,
    removes: "everything",
    removalRefunds: 2,
    refundsShipping: true,
    returnStatus: "RETURNED",
  },
  { ...ordinary, id: "return requested", weight: 4, returnStatus: "RETURN_REQUESTED" },
  { ...ordinary, id: "return on its way", weight: 3, returnStatus: "IN_PROGRESS" },
  { ...ordinary, id: "goodwill refund", weight: 14, goodwillShare: 0.15 },
  { ...ordinary, id: "refunded whole, goods kept", weight: 4, goodwillShare: 1 },
  {
    ...ordinary,
    id: "cancelled and refunded",
    weight: 22,
    cancelled: true,
    removes: "everything",
    removalRefunds: 1,
    refundsShipping: true,
  },
  {
    ...ordinary,
    id: "cancelled before payment",
    weight: 10,
    cancelled: true,
    received: "nothing",
    unpaidStatus: "VOIDED",
    removes: "everything",
    refundsShipping: true,
  },
  { ...ordinary, id: "cancelled, money kept", weight: 4, cancelled: true },
  { ...ordinary, id: "voided", weight: 5, received: "nothing", unpaidStatus: "VOIDED" },
  { ...ordinary, id: "pending", weight: 10, received: "nothing", unpaidStatus: "PENDING" },
  { ...ordinary, id: "authorized", weight: 5, received: "nothing", unpaidStatus: "AUTHORIZED" },
  { ...ordinary, id: "expired", weight: 4, received: "nothing", unpaidStatus: "EXPIRED" },
  { ...ordinary, id: "partly paid", weight: 5, received: "half" },
  { ...ordinary, id: "edited down", weight: 9, edited: true, removes: "one", removalRefunds: 1 },
  {
    ...ordinary,
    id: "edited down before payment",
    weight: 3,
    edited: true,
    removes: "one",
    received: "nothing",
  },
  { ...ordinary, id: "edited up", weight: 9, edited: true, addsLine: true },
  { ...ordinary, id: "test", weight: 5, test: true },
  { ...ordinary, id: "free", weight: 6, free: true },
];

/** Fates that need time after the order; the days until the last of it has happened. */
export function daysToHappen(fate: OrderFate): number {
  if (fate.removalRefunds > 0 || fate.goodwillShare > 0) return fate.cancelled ? 2 : 40;
  return fate.cancelled || fate.edited ? 2 : fate.unpaidStatus === "EXPIRED" ? 30 : 0;
}
