import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import type { OrderRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { type CompareInput, compareWithShopify } from "./compare.server";
import type { Reconciliation, ReconciliationReason } from "./figures";
import { scoreStore } from "./score.server";
import { homeFigures } from "./homeFigures.server";
import { scoringSettings } from "./settings";
import { customersThatDiffer } from "./shopifyFigures.server";
import { localDay, type NaiveInput, naiveReason, naiveValue } from "./testing/naive";
import { countings, stores } from "./testing/randomStores";
import { customer, fill, order, type TestStore } from "./testing/testWarehouse";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const syncedAt = new Date("2026-06-01T00:00:00Z");

type Spent = (row: OrderRow) => bigint;

/** Fills in Shopify's own figures, as Shopify would count them over the whole store. */
function withShopifyFigures(store: TestStore, spentOn: Spent): TestStore {
  return {
    ...store,
    customers: store.customers.map((person) => {
      const orders = store.orders.filter((row) => row.customer_id === person.customer_id && !row.test);
      return {
        ...person,
        shopify_orders: BigInt(orders.length),
        shopify_spent: orders.reduce((sum, row) => sum + spentOn(row), 0n),
      };
    }),
  };
}

const net: Spent = (row) => (row.cancelled_at ? 0n : row.net_payment);
const gross: Spent = (row) => (row.cancelled_at ? 0n : row.total);

function inputFor(store: TestStore, input: NaiveInput): CompareInput {
  return {
    ...input,
    syncedAt,
    ordersVisibleSince: null,
    shopify: {
      askedAt: syncedAt,
      customersCount: BigInt(store.customers.length),
      ordersCount: BigInt(store.orders.length),
      customersSince: 0n,
      ordersSince: 0n,
    },
  };
}

function reasonsOf(figures: readonly Reconciliation[], figure: Reconciliation["figure"]) {
  const found = figures.find((candidate) => candidate.figure === figure);
  return Object.fromEntries((found?.reasons ?? []).map(({ reason, amount }) => [reason, amount]));
}

describe.each([
  ["net of refunds", net],
  ["as sold", gross],
  ["net of refunds, cancelled orders included", ((row) => row.net_payment) satisfies Spent],
  ["after returns", ((row) => (row.cancelled_at ? 0n : row.current_total)) satisfies Spent],
])("whatever Shopify means by spent: %s", (_name, spentOn) => {
  test("everything is explained, by the reasons of a plain count", async () => {
    await fc.assert(
      fc.asyncProperty(stores, countings, async (facts, input) => {
        const store = withShopifyFigures(facts, spentOn);
        await fill(warehouse, store);
        const figures = await compareWithShopify(warehouse, inputFor(store, input));
        expect(figures.map(({ figure, unexplained }) => [figure, unexplained])).toEqual([
          ["customers", 0n],
          ["orders", 0n],
          ["customer_orders", 0n],
          ["customer_spend", 0n],
        ]);

        const owner = new Map(store.customers.map((person) => [person.customer_id, person]));
        const fates = store.orders.map((row) => {
          const late = localDay(row.processed_at, input.timeZone) > input.analysisDate;
          const person = row.customer_id === null ? undefined : owner.get(row.customer_id);
          return {
            row,
            person,
            fate: naiveReason(row, person, input.settings) ?? (late ? "after_analysis_date" : null),
          };
        });
        const tally = (rows: typeof fates) => {
          const counts: Partial<Record<string, bigint>> = {};
          for (const { fate } of rows) if (fate) counts[fate] = (counts[fate] ?? 0n) + 1n;
          return counts;
        };
        expect(reasonsOf(figures, "orders")).toEqual(tally(fates));
        expect(reasonsOf(figures, "customer_orders")).toEqual(
          tally(fates.filter(({ row, person }) => person && !row.test)),
        );
        const counted = fates.filter(({ fate }) => fate === null);
        expect(figures.map(({ ours }) => ours).slice(1)).toEqual([
          BigInt(counted.length),
          BigInt(counted.length),
          counted.reduce((sum, { row }) => sum + naiveValue(row, input.settings), 0n),
        ]);
      }),
      { numRuns: 20 },
    );
  });
});

test("ours is what the home page shows", async () => {
  await fc.assert(
    fc.asyncProperty(stores, countings, async (store, input) => {
      await fill(warehouse, store);
      await scoreStore(warehouse, { ...input, now: syncedAt });
      const home = await homeFigures(warehouse);
      const [customers, orders, , spend] = await compareWithShopify(warehouse, inputFor(store, input));
      expect(home?.customers.now).toBe(Number(customers?.ours));
      expect(home?.revenue.now).toBe(spend?.ours);
      expect(home?.groups.reduce((sum, group) => sum + group.orders, 0)).toBe(Number(orders?.ours));
    }),
    { numRuns: 15 },
  );
});

describe("each reason, on a store built for it", () => {
  const at = new Date("2026-01-10T12:00:00Z");
  const base = { order_id: 1n, customer_id: 1n, processed_at: at, total: 1_000n };
  const counting = { analysisDate: "2026-05-31", timeZone: "UTC" };

  async function compareOne(
    row: Partial<OrderRow>,
    settings: Parameters<typeof scoringSettings.parse>[0] = {},
  ) {
    const ordinary = order({ order_id: 2n, customer_id: 2n, processed_at: at, total: 777n });
    const store = withShopifyFigures(
      {
        customers: [customer({ customer_id: 1n, tags: ["Staff"] }), customer({ customer_id: 2n })],
        orders: [order({ ...base, ...row }), ordinary],
        lines: [],
        fulfillments: [],
      },
      net,
    );
    await fill(warehouse, store);
    return compareWithShopify(
      warehouse,
      inputFor(store, { ...counting, settings: scoringSettings.parse(settings) }),
    );
  }

  test.each<
    [
      string,
      Partial<OrderRow>,
      Parameters<typeof scoringSettings.parse>[0],
      Partial<Record<ReconciliationReason, bigint>>,
      Partial<Record<ReconciliationReason, bigint>>,
    ]
  >([
    ["test", { test: true }, {}, { test: 1n }, {}],
    ["cancelled, paid back", { cancelled_at: at, net_payment: 0n }, {}, { cancelled: 1n }, {}],
    ["no customer", { customer_id: null }, {}, { no_customer: 1n }, {}],
    ["voided", { financial_status: "VOIDED", net_payment: 0n }, {}, { voided: 1n }, {}],
    [
      "unpaid, left out",
      { financial_status: "PENDING", net_payment: 0n },
      { money: { countUnpaid: false } },
      { unpaid: 1n },
      {},
    ],
    ["unpaid, counted", { financial_status: "PENDING", net_payment: 0n }, {}, {}, { unpaid: -1_000n }],
    ["a return not paid back yet", { current_total: 400n }, {}, {}, { refunds: 600n }],
    [
      "refunds left in",
      { financial_status: "REFUNDED", net_payment: 0n },
      { money: { subtractRefunds: false } },
      {},
      { refunds: -1_000n },
    ],
    ["tax", { current_tax: 160n }, { money: { includeTax: false } }, {}, { tax: 160n }],
    ["shipping", { current_shipping: 90n }, { money: { includeShipping: false } }, {}, { shipping: 90n }],
    ["gift cards", { gift_cards: 500n }, {}, {}, { gift_cards: 500n }],
    [
      "a sale in the shop",
      { source_name: "pos" },
      { money: { countPointOfSale: false } },
      { point_of_sale: 1n },
      { point_of_sale: 1_000n },
    ],
    [
      "a renewal",
      { source_name: "subscription_contract", subscription: true },
      { money: { countRenewals: false } },
      { renewals: 1n },
      { renewals: 1_000n },
    ],
    [
      "an order's tag",
      { tags: ["b2b"] },
      { exclude: { orderTags: ["B2B"] } },
      { excluded_order_tag: 1n },
      { excluded_order_tag: 1_000n },
    ],
    [
      "a customer's tag",
      {},
      { exclude: { customerTags: ["staff"] } },
      { excluded_customer_tag: 1n },
      { excluded_customer_tag: 1_000n },
    ],
    [
      "later than the analysis",
      { processed_at: new Date("2026-06-01T00:00:00Z"), created_at: at },
      {},
      { after_analysis_date: 1n },
      { after_analysis_date: 1_000n },
    ],
  ])("%s", async (_name, row, settings, orders, spend) => {
    const figures = await compareOne(row, settings);
    expect(reasonsOf(figures, "orders")).toEqual(orders);
    expect(reasonsOf(figures, "customer_spend")).toEqual(spend);
    expect(figures.map(({ unexplained }) => unexplained)).toEqual([0n, 0n, 0n, 0n]);
  });
});

describe("what is not in the orders", () => {
  const settings = scoringSettings.parse({});
  const counting = { analysisDate: "2026-05-31", timeZone: "UTC", settings };
  const old = new Date("2025-01-01T00:00:00Z");
  const recent = new Date("2026-05-01T00:00:00Z");
  const paid = (order_id: bigint, customer_id: bigint, processed_at: Date) =>
    order({ order_id, customer_id, processed_at, total: 100n });

  test("a window of 60 days hides orders of earlier customers only", async () => {
    const customers = [
      customer({ customer_id: 1n, created_at: old, shopify_orders: 5n, shopify_spent: 900n }),
      customer({ customer_id: 2n, created_at: recent, shopify_orders: 1n, shopify_spent: 100n }),
    ];
    const store = {
      customers,
      orders: [paid(1n, 1n, recent), paid(2n, 2n, recent)],
      lines: [],
      fulfillments: [],
    };
    await fill(warehouse, store);
    const input = { ...inputFor(store, counting), ordersVisibleSince: new Date("2026-04-02T00:00:00Z") };
    const figures = await compareWithShopify(warehouse, input);
    expect(reasonsOf(figures, "customer_orders")).toEqual({ outside_window: 4n });
    expect(reasonsOf(figures, "customer_spend")).toEqual({ outside_window: 800n });
    expect(figures.map(({ unexplained }) => unexplained)).toEqual([0n, 0n, 0n, 0n]);
    // The same figures with the whole history in sight are a difference that nothing explains.
    const whole = await compareWithShopify(warehouse, { ...input, ordersVisibleSince: null });
    expect(whole.map(({ unexplained }) => unexplained)).toEqual([0n, 0n, 4n, 800n]);
  });

  test("what was created at Shopify since the sync is told apart", async () => {
    const store = { customers: [customer({ customer_id: 1n })], orders: [], lines: [], fulfillments: [] };
    await fill(warehouse, store);
    const figures = await compareWithShopify(warehouse, {
      ...inputFor(store, counting),
      shopify: {
        askedAt: syncedAt,
        customersCount: 3n,
        ordersCount: 4n,
        customersSince: 2n,
        ordersSince: 4n,
      },
    });
    expect(reasonsOf(figures, "customers")).toEqual({ changed_since_sync: 2n });
    expect(reasonsOf(figures, "orders")).toEqual({ changed_since_sync: 4n });
    expect(figures.map(({ unexplained }) => unexplained)).toEqual([0n, 0n, 0n, 0n]);
  });

  test("an order placed while the sync ran is in the orders and not yet in the customer's figures", async () => {
    const during = new Date("2026-06-01T00:05:00Z");
    const store = {
      customers: [customer({ customer_id: 1n, shopify_orders: 1n, shopify_spent: 100n })],
      orders: [paid(1n, 1n, recent), paid(2n, 1n, during)],
      lines: [],
      fulfillments: [],
    };
    await fill(warehouse, store);
    const input = { ...inputFor(store, { ...counting, analysisDate: "2026-06-01" }) };
    const figures = await compareWithShopify(warehouse, {
      ...input,
      shopify: input.shopify && { ...input.shopify, ordersSince: 1n },
    });
    expect(reasonsOf(figures, "customer_orders")).toEqual({ changed_since_sync: -1n });
    expect(reasonsOf(figures, "customer_spend")).toEqual({ changed_since_sync: -100n });
    expect(figures.map(({ unexplained }) => unexplained)).toEqual([0n, 0n, 0n, 0n]);
  });

  test("without Shopify's answer nothing is called explained that was not compared", async () => {
    const store = { customers: [customer({ customer_id: 1n })], orders: [], lines: [], fulfillments: [] };
    await fill(warehouse, store);
    const figures = await compareWithShopify(warehouse, { ...inputFor(store, counting), shopify: null });
    expect(figures.map(({ shopify, unexplained }) => [shopify, unexplained])).toEqual([
      [null, null],
      [null, null],
      [0n, 0n],
      [0n, 0n],
    ]);
  });

  test("customers whose figures do not follow from their orders are listed, the largest difference first", async () => {
    const customers = [
      customer({ customer_id: 1n, shopify_orders: 1n, shopify_spent: 100n }),
      customer({ customer_id: 2n, display_name: "B", shopify_orders: 1n, shopify_spent: 90n }),
      customer({ customer_id: 3n, display_name: "C", shopify_orders: 3n, shopify_spent: 500n }),
      customer({ customer_id: 4n, shopify_orders: 1n, shopify_spent: 100n }),
    ];
    const orders = [1n, 2n, 3n, 4n].map((id) => paid(id, id, recent));
    await fill(warehouse, { customers, orders });
    const window = { syncedAt, ordersVisibleSince: null };
    expect(await customersThatDiffer(warehouse, window, 10)).toEqual({
      total: 2,
      rows: [
        { customerId: "3", name: "C", shopifyOrders: 3n, orders: 1n, shopifySpent: 500n, spent: 100n },
        { customerId: "2", name: "B", shopifyOrders: 1n, orders: 1n, shopifySpent: 90n, spent: 100n },
      ],
    });
    expect(
      (await customersThatDiffer(warehouse, window, 1)).rows.map(({ customerId }) => customerId),
    ).toEqual(["3"]);
  });
});
