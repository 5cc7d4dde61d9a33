import type { CustomerRow, OrderRow } from "~/warehouse/tables";

import type { ScoringSettings } from "../settings";
import type { TestStore } from "./testWarehouse";

/**
 * The scoring rules once more, customer by customer in plain TypeScript, for tests to hold the SQL against. Written
 * from the rules, not from the SQL; slow on purpose.
 */

export interface NaiveInput {
  readonly analysisDate: string;
  readonly timeZone: string;
  readonly settings: ScoringSettings;
}

export function localDay(time: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return parts.format(time);
}

export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

function tagged(tags: readonly string[], excluded: readonly string[]): boolean {
  const lowered = tags.map((tag) => tag.toLowerCase());
  return excluded.some((tag) => lowered.includes(tag.toLowerCase()));
}

const paidStatuses = ["PAID", "PARTIALLY_REFUNDED", "REFUNDED"];

export function naiveReason(
  order: OrderRow,
  owner: CustomerRow | undefined,
  { money, exclude }: ScoringSettings,
): string | null {
  if (order.test) return "test";
  if (order.cancelled_at) return "cancelled";
  if (order.financial_status === "VOIDED") return "voided";
  if (!owner) return "no_customer";
  if (!money.countUnpaid && !paidStatuses.includes(order.financial_status ?? "")) return "unpaid";
  const renewal = order.subscription && (order.source_name ?? "").startsWith("subscription_contract");
  if (!money.countRenewals && renewal) return "renewals";
  if (!money.countPointOfSale && order.source_name === "pos") return "point_of_sale";
  if (tagged(owner.tags, exclude.customerTags)) return "excluded_customer_tag";
  if (tagged(order.tags, exclude.orderTags)) return "excluded_order_tag";
  return null;
}

export function naiveValue(order: OrderRow, { money }: ScoringSettings): bigint {
  let value = order.total;
  if (money.subtractRefunds) {
    value = order.current_total;
    const paid = paidStatuses.includes(order.financial_status ?? "");
    if (paid && order.net_payment < value) value = order.net_payment;
  }
  if (value < 0n) value = 0n;
  if (!money.includeTax) value -= order.current_tax;
  if (!money.includeShipping) value -= order.current_shipping;
  if (!money.includeGiftCards) value -= order.gift_cards;
  return value < 0n ? 0n : value;
}

export interface NaiveMetrics {
  customer_id: bigint;
  orders: number;
  spend: bigint;
  first_order_at: Date | null;
  last_order_at: Date | null;
  first_order_on: string | null;
  last_order_on: string | null;
  second_order_on: string | null;
  refunded: bigint;
  failed_orders: number;
  discounted_orders: number;
  highest_unit_price: bigint | null;
  gap_mean_days: number | null;
  gap_max_days: number | null;
  first_order_source: string | null;
}

export function naiveMetrics(store: TestStore, input: NaiveInput): NaiveMetrics[] {
  const day = (order: OrderRow) => localDay(order.processed_at, input.timeZone);
  return store.customers.map((owner) => {
    const placed = store.orders.filter(
      (order) => order.customer_id === owner.customer_id && day(order) <= input.analysisDate,
    );
    const counted = placed
      .filter((order) => naiveReason(order, owner, input.settings) === null)
      .sort((a, b) => a.processed_at.getTime() - b.processed_at.getTime() || Number(a.order_id - b.order_id));
    const days = [...new Set(counted.map(day))].sort();
    const gaps = days.slice(1).map((next, i) => dayNumber(next) - dayNumber(days[i] ?? next));
    const failed = placed.filter(
      (order) =>
        !order.test &&
        (["CUSTOMER", "DECLINED"].includes(order.cancel_reason ?? "") ||
          store.fulfillments.some(
            ({ order_id, display_status }) =>
              order_id === order.order_id && ["FAILURE", "NOT_DELIVERED"].includes(display_status ?? ""),
          )),
    );
    const prices = store.lines
      .filter(({ order_id }) => counted.some((order) => order.order_id === order_id))
      .filter((line) => input.settings.money.includeGiftCards || !line.is_gift_card)
      .map(({ unit_price }) => unit_price);
    const first = counted[0];
    const second = counted[1];
    const last = counted.at(-1);
    return {
      customer_id: owner.customer_id,
      orders: counted.length,
      spend: counted.reduce((sum, order) => sum + naiveValue(order, input.settings), 0n),
      first_order_at: first?.processed_at ?? null,
      last_order_at: last?.processed_at ?? null,
      first_order_on: first ? day(first) : null,
      last_order_on: last ? day(last) : null,
      second_order_on: second ? day(second) : null,
      refunded: counted.reduce((sum, order) => sum + order.refunded, 0n),
      failed_orders: failed.length,
      discounted_orders: counted.filter((order) => order.discounts > 0n).length,
      highest_unit_price: prices.length === 0 ? null : prices.reduce((a, b) => (a > b ? a : b)),
      gap_mean_days: gaps.length === 0 ? null : gaps.reduce((a, b) => a + b, 0) / gaps.length,
      gap_max_days: gaps.length === 0 ? null : Math.max(...gaps),
      first_order_source: first?.source_name ?? null,
    };
  });
}

/** Type 7: linear between the order statistics around (n − 1)p. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

export interface NaiveBreaks {
  method: string;
  recency: number[];
  frequency: number[];
  monetary: number[];
}

const six = (value: number) => Number(value.toFixed(6));

export function naiveBreaks(metrics: readonly NaiveMetrics[], input: NaiveInput): NaiveBreaks {
  const { scoring } = input.settings;
  if (scoring.method === "own") {
    return {
      method: "own",
      recency: [...scoring.recencyDays],
      frequency: [...scoring.orders],
      monetary: [...scoring.spend],
    };
  }
  const buyers = metrics.filter(({ orders }) => orders > 0);
  if (buyers.length < 50) {
    const gaps = buyers.flatMap(({ gap_mean_days }) => gap_mean_days ?? []);
    const gap = gaps.length < 5 ? 30 : quantile(gaps, 0.5);
    const averages = buyers.map(({ spend, orders }) => Number(spend) / orders);
    const value = averages.length === 0 ? 1 : Math.max(1, quantile(averages, 0.5));
    return {
      method: "fixed_rules",
      recency: [gap, 2 * gap, 4 * gap, 8 * gap].map(six),
      frequency: [1, 2, 3, 4],
      monetary: [value, 2 * value, 3 * value, 4 * value].map(six),
    };
  }
  const fifths = (valueOf: (buyer: NaiveMetrics) => number) =>
    [0.2, 0.4, 0.6, 0.8].map((p) => six(quantile(buyers.map(valueOf), p)));
  return {
    method: buyers.length < 500 ? "quintiles_low_confidence" : "quintiles",
    recency: fifths((buyer) => silentDays(buyer, input)),
    frequency: fifths(({ orders }) => orders),
    monetary: fifths(({ spend }) => Number(spend)),
  };
}

function silentDays(buyer: NaiveMetrics, { analysisDate }: NaiveInput): number {
  return dayNumber(analysisDate) - dayNumber(buyer.last_order_on ?? analysisDate);
}

export interface NaiveScore {
  customer_id: bigint;
  recency: number;
  frequency: number;
  monetary: number;
}

export function naiveScores(
  metrics: readonly NaiveMetrics[],
  breaks: NaiveBreaks,
  input: NaiveInput,
): NaiveScore[] {
  const above = (x: number, limits: readonly number[]) => limits.filter((limit) => x > limit).length;
  return metrics
    .filter(({ orders }) => orders > 0)
    .map((buyer) => ({
      customer_id: buyer.customer_id,
      recency: 6 - (1 + above(silentDays(buyer, input), breaks.recency)),
      frequency: 1 + above(buyer.orders, breaks.frequency),
      monetary: 1 + above(Number(buyer.spend), breaks.monetary),
    }));
}
