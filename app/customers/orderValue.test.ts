import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import type { CustomerRow, OrderRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { counted, leftOut, orderValue, ordersWithCustomers } from "./orderValue";
import { scoringSettings, type ScoringSettings } from "./settings";
import { countings, stores } from "./testing/randomStores";
import { customer, fill, order } from "./testing/testWarehouse";

type Settings = Parameters<typeof scoringSettings.parse>[0];

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const at = new Date("2026-01-02T03:04:05Z");

async function judge(
  row: Partial<OrderRow>,
  settings: Settings = {},
  person: Partial<CustomerRow> = {},
): Promise<{ reason: string | null; value: bigint }> {
  await fill(warehouse, {
    customers: [customer({ customer_id: 1n, ...person })],
    orders: [order({ order_id: 9n, customer_id: 1n, processed_at: at, ...row })],
  });
  const parsed: ScoringSettings = scoringSettings.parse(settings);
  const rows = await warehouse.all(statement<{ reason: string | null; value: bigint }>`
    SELECT ${leftOut(parsed)} AS reason, ${orderValue(parsed)} AS value FROM ${ordersWithCustomers}`);
  expect(rows).toHaveLength(1);
  return rows[0] ?? { reason: "missing", value: -1n };
}

describe("which orders count", () => {
  const cancelled = new Date("2026-01-03T00:00:00Z");
  test.each<[string, Partial<OrderRow>, Settings, string | null]>([
    ["a paid order", {}, {}, null],
    ["an order worth nothing", { total: 0n }, {}, null],
    ["a test order", { test: true }, {}, "test"],
    ["a test order that was cancelled", { test: true, cancelled_at: cancelled }, {}, "test"],
    ["a cancelled order", { cancelled_at: cancelled }, {}, "cancelled"],
    ["a voided order", { financial_status: "VOIDED" }, {}, "voided"],
    ["an order of nobody", { customer_id: null }, {}, "no_customer"],
    ["an order of a customer who is gone", { customer_id: 2n }, {}, "no_customer"],
    ["a fully refunded order", { financial_status: "REFUNDED" }, { money: { countUnpaid: false } }, null],
    [
      "a partly refunded order",
      { financial_status: "PARTIALLY_REFUNDED" },
      { money: { countUnpaid: false } },
      null,
    ],
    ["a pending order", { financial_status: "PENDING" }, {}, null],
    ...["PENDING", "AUTHORIZED", "PARTIALLY_PAID", "EXPIRED", "SOMETHING_NEW", null].map(
      (financial_status): [string, Partial<OrderRow>, Settings, string] => [
        `status ${String(financial_status)} without counting unpaid orders`,
        { financial_status },
        { money: { countUnpaid: false } },
        "unpaid",
      ],
    ),
    [
      "a renewal",
      { subscription: true, source_name: "subscription_contract_checkout_one" },
      { money: { countRenewals: false } },
      "renewals",
    ],
    [
      "a renewal, when renewals count",
      { subscription: true, source_name: "subscription_contract" },
      {},
      null,
    ],
    [
      "the first order of a subscription",
      { subscription: true, source_name: "web" },
      { money: { countRenewals: false } },
      null,
    ],
    [
      "an order with no source",
      { source_name: null },
      { money: { countRenewals: false, countPointOfSale: false } },
      null,
    ],
    ["a sale in the shop", { source_name: "pos" }, { money: { countPointOfSale: false } }, "point_of_sale"],
    ["a sale in the shop, when those count", { source_name: "pos" }, {}, null],
    [
      "an excluded tag, in other case",
      { tags: ["a", "Wholesale"] },
      { exclude: { orderTags: ["WHOLESALE"] } },
      "excluded_order_tag",
    ],
    [
      "a tag that only begins alike",
      { tags: ["Wholesaler"] },
      { exclude: { orderTags: ["wholesale"] } },
      null,
    ],
    ["no tags at all", { tags: [] }, { exclude: { orderTags: ["wholesale"] } }, null],
  ])("%s", async (_name, row, settings, reason) => {
    expect((await judge(row, settings)).reason).toBe(reason);
  });

  test("an excluded tag of the customer comes before one of the order", async () => {
    const settings = { exclude: { customerTags: ["staff"], orderTags: ["staff"] } };
    expect((await judge({ tags: ["staff"] }, settings, { tags: ["Staff"] })).reason).toBe(
      "excluded_customer_tag",
    );
    expect((await judge({ tags: ["staff"] }, settings, { tags: ["x"] })).reason).toBe("excluded_order_tag");
  });
});

test("asked over orders alone, an order counts exactly when nothing leaves it out", async () => {
  let countedOrders = 0;
  let leftOutOrders = 0;
  await fc.assert(
    fc.asyncProperty(stores, countings, async (store, { settings }) => {
      await fill(warehouse, store);
      // Of customers who are gone it may say anything: whoever asks asks about customers.
      const rows = await warehouse.all(statement<{ counts: boolean; alone: boolean }>`
        SELECT ${leftOut(settings)} IS NULL AS counts, o.alone
        FROM (SELECT *, ${counted(settings)} AS alone FROM orders o) o
        LEFT JOIN customers c ON c.customer_id = o.customer_id
        WHERE o.customer_id IS NULL OR c.customer_id IS NOT NULL`);
      for (const { counts, alone } of rows) {
        expect(alone).toBe(counts);
        if (counts) countedOrders++;
        else leftOutOrders++;
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(countedOrders).toBeGreaterThan(10);
  expect(leftOutOrders).toBeGreaterThan(10);
});

describe("what an order is worth", () => {
  // 100.00 of goods, 19.00 tax and 5.00 shipping; amounts in cents.
  const sold = {
    total: 12_400n,
    current_total: 12_400n,
    net_payment: 12_400n,
    current_tax: 1_900n,
    current_shipping: 500n,
  };
  const half = { ...sold, financial_status: "PARTIALLY_REFUNDED", refunded: 5_950n };
  const net = { includeTax: false, includeShipping: false };

  test.each<[string, Partial<OrderRow>, Settings, bigint]>([
    ["as sold", sold, {}, 12_400n],
    ["less tax", sold, { money: { includeTax: false } }, 10_500n],
    ["less shipping", sold, { money: { includeShipping: false } }, 11_900n],
    ["less both", sold, { money: net }, 10_000n],
    // Half of the goods come back and are paid back: both amounts fall by the same 59.50, which comes off once.
    ["returned and refunded", { ...half, current_total: 6_450n, net_payment: 6_450n }, {}, 6_450n],
    ["refunded out of goodwill", { ...half, net_payment: 6_450n }, {}, 6_450n],
    ["returned, the money not yet sent back", { ...sold, current_total: 6_450n }, {}, 6_450n],
    [
      "refunded, without taking refunds off",
      { ...half, net_payment: 6_450n },
      { money: { subtractRefunds: false } },
      12_400n,
    ],
    [
      "an unpaid order, edited down",
      { ...sold, financial_status: "PENDING", current_total: 8_000n, net_payment: 0n },
      {},
      8_000n,
    ],
    ["partly paid", { ...sold, financial_status: "PARTIALLY_PAID", net_payment: 4_000n }, {}, 12_400n],
    [
      "refunded in full, tax and shipping kept out",
      { ...sold, financial_status: "REFUNDED", net_payment: 0n },
      { money: net },
      0n,
    ],
    ["more refunded than was paid", { ...sold, financial_status: "REFUNDED", net_payment: -100n }, {}, 0n],
    ["with a gift card of 50.00", { ...sold, gift_cards: 5_000n }, {}, 7_400n],
    [
      "with a gift card that counts",
      { ...sold, gift_cards: 5_000n },
      { money: { includeGiftCards: true } },
      12_400n,
    ],
    ["a gift card and nothing else, discounted", { total: 4_500n, gift_cards: 5_000n }, {}, 0n],
  ])("%s", async (_name, row, settings, value) => {
    expect((await judge(row, settings)).value).toBe(value);
  });
});
