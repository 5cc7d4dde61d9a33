import fc from "fast-check";

import { scoringSettings, type ScoringSettings } from "../settings";
import type { NaiveInput } from "./naive";
import { customer, line, order, type TestStore } from "./testWarehouse";

/** Small stores in which everything that the rules speak of happens often: ties, equal times, days of clock change, nulls. */

const tags = fc.uniqueArray(fc.constantFrom("staff", "Staff", "WHOLESALE", "vip", "été"), { maxLength: 2 });
const few = (max: number) => fc.bigInt(0n, BigInt(max));
/** Around the clock changes of spring and autumn 2024 and at any hour of two years. */
const time = fc.oneof(
  fc.integer({ min: 0, max: 2 * 365 * 24 }).map((hours) => new Date(Date.UTC(2023, 5, 1, hours, 30))),
  fc.integer({ min: 0, max: 72 }).map((hours) => new Date(Date.UTC(2024, 2, 9, hours))),
  fc.integer({ min: 0, max: 72 }).map((hours) => new Date(Date.UTC(2024, 10, 2, hours))),
);

const timeZones = [
  "UTC",
  "America/New_York",
  "Europe/Amsterdam",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  "America/Santiago",
  "America/Havana",
] as const;

const statuses = [
  "PAID",
  "PAID",
  "PAID",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "PENDING",
  "AUTHORIZED",
  "PARTIALLY_PAID",
  "EXPIRED",
  "VOIDED",
  "NEW_IN_2027",
  null,
] as const;

function storeOf(customers: number, maxOrders: number): fc.Arbitrary<TestStore> {
  const people = fc.array(fc.record({ tags, created_at: time }), {
    minLength: customers,
    maxLength: customers,
  });
  const sales = fc.array(
    fc.record({
      customer_id: fc.option(few(customers + 1), { freq: 12 }),
      processed_at: time,
      test: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
      cancelled_at: fc.option(time, { freq: 1 }).map((cancelled) => cancelled ?? null),
      cancel_reason: fc.constantFrom(null, "CUSTOMER", "DECLINED", "STAFF"),
      financial_status: fc.constantFrom(...statuses),
      source_name: fc.constantFrom(
        "web",
        "pos",
        "subscription_contract",
        "subscription_contract_checkout_one",
        null,
      ),
      subscription: fc.boolean(),
      tags,
      total: few(9),
      current_total: few(9),
      net_payment: fc.bigInt(-2n, 9n),
      current_tax: few(2),
      current_shipping: few(2),
      gift_cards: few(1),
      discounts: few(1),
      refunded: few(3),
      isCancelled: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    }),
    { maxLength: maxOrders },
  );
  const prices = fc.array(fc.record({ order: fc.nat(), unit_price: few(50), is_gift_card: fc.boolean() }), {
    maxLength: 60,
  });
  const deliveries = fc.array(
    fc.record({
      order: fc.nat(),
      display_status: fc.constantFrom("DELIVERED", "NOT_DELIVERED", "FAILURE", null),
    }),
    { maxLength: 20 },
  );
  return fc.tuple(people, sales, prices, deliveries).map(([people, sales, prices, deliveries]) => ({
    customers: people.map((person, i) => customer({ customer_id: BigInt(i + 1), ...person })),
    orders: sales.map(({ isCancelled, ...sale }, i) =>
      order({
        order_id: BigInt(i + 1),
        ...sale,
        cancelled_at: isCancelled ? sale.processed_at : null,
        cancel_reason: isCancelled ? sale.cancel_reason : null,
      }),
    ),
    lines:
      sales.length === 0
        ? []
        : prices.map(({ order: place, ...row }, i) =>
            line({ line_id: BigInt(i + 1), order_id: BigInt((place % sales.length) + 1), ...row }),
          ),
    fulfillments:
      sales.length === 0
        ? []
        : deliveries.map(({ order: place, display_status }, i) => ({
            fulfillment_id: BigInt(i + 1),
            order_id: BigInt((place % sales.length) + 1),
            created_at: null,
            status: null,
            display_status,
            delivered_at: null,
          })),
  }));
}

const settings: fc.Arbitrary<ScoringSettings> = fc
  .record({
    money: fc.record({
      subtractRefunds: fc.boolean(),
      includeTax: fc.boolean(),
      includeShipping: fc.boolean(),
      includeGiftCards: fc.boolean(),
      countUnpaid: fc.boolean(),
      countRenewals: fc.boolean(),
      countPointOfSale: fc.boolean(),
    }),
    exclude: fc.record({
      customerTags: fc.constantFrom([], ["STAFF"], ["wholesale", "ÉTÉ"]),
      orderTags: fc.constantFrom([], ["Vip"]),
    }),
    scoring: fc.constantFrom(
      { method: "quintiles" as const },
      { method: "quintiles" as const },
      {
        method: "own" as const,
        recencyDays: [10, 50, 100, 200.5] as [number, number, number, number],
        orders: [1, 2, 3, 5] as [number, number, number, number],
        spend: [0, 4, 9, 12] as [number, number, number, number],
      },
    ),
  })
  .map((chosen) => scoringSettings.parse(chosen));

const analysisDate = fc.constantFrom("2024-03-10", "2024-11-02", "2024-11-03", "2024-11-04", "2025-06-30");

export const countings: fc.Arbitrary<NaiveInput> = fc.record({
  analysisDate,
  timeZone: fc.constantFrom(...timeZones),
  settings,
});

/** Under 50 buyers, or more than 50. */
export const stores: fc.Arbitrary<TestStore> = fc.oneof(storeOf(6, 40), storeOf(20, 60), storeOf(90, 400));
