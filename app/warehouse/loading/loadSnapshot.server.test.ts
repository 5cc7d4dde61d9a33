import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { statement } from "../compile";
import { createDuckdbEngine } from "../duckdb.server";
import { MalformedFileError, type Warehouse, type WarehouseEngine } from "../engine";
import { loadSnapshot } from "./loadSnapshot.server";
import {
  abandonedCheckout,
  bag,
  checkoutLine,
  collectionOf,
  customer,
  line,
  metafieldOf,
  order,
  product,
  writeSnapshot,
} from "./testing/bulkRecords";
import { tableHashes } from "./testing/tableHashes";

let folder: string;
let engine: WarehouseEngine;
let warehouse: Warehouse;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-[load]-"));
  engine = createDuckdbEngine({ directory: join(folder, "warehouse"), threads: 2 });
  warehouse = await engine.open("load.myshopify.com");
});

afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function rowsOf(table: string, columns: string[]): Promise<unknown[]> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  return warehouse.all(
    statement`SELECT ${names} FROM ${sql.table(table)} ORDER BY ${sql.ref(columns[0] ?? "")}`,
  );
}

describe("what a line becomes", () => {
  test("every field of a customer lands in its column", async () => {
    const tagged = customer(7, { tags: ["VIP", "Café Zürich"] });
    await loadSnapshot(warehouse, await writeSnapshot(folder, { customers: [tagged] }));
    expect(await warehouse.all(statement`SELECT * FROM customers`)).toEqual([
      {
        customer_id: 7n,
        created_at: new Date("2025-01-01T00:00:00Z"),
        updated_at: new Date("2025-01-01T00:00:00Z"),
        first_name: "Ann",
        last_name: "Example",
        display_name: "Ann Example",
        email: "ann@example.com",
        phone: "+4912345",
        email_consent: "SUBSCRIBED",
        email_consent_at: new Date("2025-02-01T10:00:00Z"),
        sms_consent: "UNSUBSCRIBED",
        sms_consent_at: new Date("2025-03-01T10:00:00Z"),
        whatsapp_consent: null,
        whatsapp_consent_at: null,
        locale: "en",
        account_state: "ENABLED",
        verified_email: true,
        tax_exempt: false,
        tags: ["VIP", "Café Zürich"],
        tags_folded: "\u001fvip\u001fcafé zürich\u001f",
        note: null,
        address1: "Domstr. 1",
        address2: null,
        city: "Köln",
        city_folded: "köln",
        province_code: null,
        country_code: "DE",
        zip: "50667",
        data_sale_opt_out: false,
        subscriber_status: "NEVER_SUBSCRIBED",
        shopify_orders: 3n,
        shopify_spent: 1250n,
        shopify_rfm_group: "CHAMPIONS",
        shopify_spend_tier: "HIGH",
      },
    ]);
  });

  test("every field of an order and its parts lands in its column, whatever order the lines come in", async () => {
    const full = order(9007199254740993, {
      id: "gid://shopify/Order/9007199254740993",
      cancelledAt: "2025-06-03T00:00:00+02:00",
      cancelReason: "FRAUD",
      tags: ["a", "b"],
      discountCodes: ["TEN"],
      retailLocation: { id: "gid://shopify/Location/5" },
      refunds: [
        { id: "gid://shopify/Refund/3", processedAt: "2025-06-05T00:00:00Z", totalRefundedSet: bag("5.00") },
        { id: "gid://shopify/Refund/4", processedAt: null, totalRefundedSet: bag("0.00") },
      ],
      fulfillments: [
        {
          id: "gid://shopify/Fulfillment/6",
          createdAt: "2025-06-02T00:00:00Z",
          status: "SUCCESS",
          displayStatus: null,
          deliveredAt: null,
        },
      ],
    });
    const parent = { __parentId: full.id };
    const counts = await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, {
        orders: [line(2, 1, parent), full, line(1, 1, { ...parent, isGiftCard: true, currentQuantity: 1 })],
      }),
    );
    expect(counts.read).toEqual({
      products: 0,
      product_collections: 0,
      customers: 0,
      customer_metafields: 0,
      orders: 1,
      order_lines: 2,
      refunds: 2,
      fulfillments: 1,
      abandoned_checkouts: 0,
      abandoned_checkout_lines: 0,
    });
    expect(await warehouse.all(statement`SELECT * FROM orders`)).toEqual([
      {
        order_id: 9007199254740993n,
        customer_id: 1n,
        name: "#9007199254740992",
        created_at: new Date("2025-06-01T12:00:00Z"),
        updated_at: new Date("2025-06-02T12:00:00Z"),
        processed_at: new Date("2025-06-01T12:00:00Z"),
        cancelled_at: new Date("2025-06-02T22:00:00Z"),
        cancel_reason: "FRAUD",
        test: false,
        financial_status: "PAID",
        fulfillment_status: "FULFILLED",
        return_status: "NO_RETURN",
        source_name: "web",
        retail_location_id: 5n,
        presentment_currency: "EUR",
        tags: ["a", "b"],
        discount_codes: ["TEN"],
        total: 2000n,
        current_total: 1500n,
        current_tax: 239n,
        current_shipping: 490n,
        discounts: 0n,
        refunded: 500n,
        net_payment: 1500n,
        // Half of the gift card line is left.
        gift_cards: 1000n,
        subscription: false,
        country_code: "DE",
        province_code: null,
        city: "Köln",
      },
    ]);
    expect(
      await rowsOf("order_lines", [
        "line_id",
        "order_id",
        "product_id",
        "variant_id",
        "quantity",
        "unit_price",
      ]),
    ).toEqual([
      {
        line_id: 1n,
        order_id: 9007199254740993n,
        product_id: 1n,
        variant_id: 11n,
        quantity: 2,
        unit_price: 1000n,
      },
      {
        line_id: 2n,
        order_id: 9007199254740993n,
        product_id: 1n,
        variant_id: 11n,
        quantity: 2,
        unit_price: 1000n,
      },
    ]);
    expect(await rowsOf("refunds", ["refund_id", "order_id", "processed_at", "amount"])).toEqual([
      {
        refund_id: 3n,
        order_id: 9007199254740993n,
        processed_at: new Date("2025-06-05T00:00:00Z"),
        amount: 500n,
      },
      { refund_id: 4n, order_id: 9007199254740993n, processed_at: null, amount: 0n },
    ]);
    expect(await rowsOf("fulfillments", ["fulfillment_id", "order_id", "status", "delivered_at"])).toEqual([
      { fulfillment_id: 6n, order_id: 9007199254740993n, status: "SUCCESS", delivered_at: null },
    ]);
  });

  test("nobody's orders, deleted products, unknown words and absent discounts are kept as they are", async () => {
    await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, {
        orders: [
          order(1, {
            customer: null,
            shippingAddress: null,
            displayFinancialStatus: "PAID_IN_SHELLS",
            totalDiscountsSet: null,
          }),
          line(1, 1, { product: null, variant: null, sku: null }),
        ],
      }),
    );
    expect(
      await rowsOf("orders", ["order_id", "customer_id", "financial_status", "country_code", "discounts"]),
    ).toEqual([
      {
        order_id: 1n,
        customer_id: null,
        financial_status: "PAID_IN_SHELLS",
        country_code: null,
        discounts: 0n,
      },
    ]);
    expect(await rowsOf("order_lines", ["line_id", "product_id", "variant_id", "sku"])).toEqual([
      { line_id: 1n, product_id: null, variant_id: null, sku: null },
    ]);
  });

  test("an order is a subscription's when all its lines are", async () => {
    const plan = { sellingPlan: { name: "Monthly" } };
    await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, {
        orders: [
          order(1),
          line(1, 1, plan),
          line(2, 1, plan),
          order(2),
          line(3, 2, plan),
          line(4, 2),
          order(3),
          line(5, 3),
        ],
      }),
    );
    expect(await rowsOf("orders", ["order_id", "subscription"])).toEqual([
      { order_id: 1n, subscription: true },
      { order_id: 2n, subscription: false },
      { order_id: 3n, subscription: false },
    ]);
  });

  test.each([
    ["JPY", "1500", 1500n, 0],
    ["JPY", "1500.5", 1501n, 1],
    ["EUR", "-0.05", -5n, 0],
    ["EUR", "19.9", 1990n, 0],
    ["EUR", "0.125", 13n, 1],
    ["EUR", "-0.125", -13n, 1],
    ["KWD", "1.234", 1234n, 0],
    ["KWD", "1.2345", 1235n, 1],
    ["HUF", "10.50", 1050n, 0],
    ["EUR", "999999999999.99", 99_999_999_999_999n, 0],
  ])("an amount in %s of %s is %s minor units", async (currency, amount, minor, rounded) => {
    const snapshot = await writeSnapshot(
      folder,
      { orders: [order(1, { totalPriceSet: bag(amount) })] },
      { currency },
    );
    const counts = await loadSnapshot(warehouse, {
      ...snapshot,
      // The builder's other amounts have two decimals; only yen cannot hold them.
      ...(currency === "JPY" ? await yen(amount) : {}),
    });
    expect(await rowsOf("orders", ["total"])).toEqual([{ total: minor }]);
    expect(counts.rounded).toBe(rounded);
  });

  async function yen(amount: string) {
    const zero = bag("0");
    const amounts = {
      totalPriceSet: bag(amount),
      currentTotalPriceSet: zero,
      currentTotalTaxSet: zero,
      currentShippingPriceSet: zero,
      totalDiscountsSet: zero,
      totalRefundedSet: zero,
      netPaymentSet: zero,
    };
    return writeSnapshot(folder, { orders: [order(1, amounts)] }, { currency: "JPY" });
  }

  test("zero characters, emoji and a megabyte of text survive", async () => {
    const note = `a\u0000b 👩‍👩‍👧 ${"x".repeat(1024 * 1024)} end`;
    await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, { customers: [customer(1, { note, firstName: "Zoë 🦆" })] }),
    );
    expect(await rowsOf("customers", ["note", "first_name"])).toEqual([{ note, first_name: "Zoë 🦆" }]);
  });

  test("lines of an order that is not in the file are counted and left out", async () => {
    const counts = await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, { orders: [order(1), line(1, 1), line(2, 99)] }),
    );
    expect(counts).toMatchObject({ orphanLines: 1, read: { order_lines: 2 } });
    expect(await rowsOf("order_lines", ["line_id"])).toEqual([{ line_id: 1n }]);
  });
});

test("lines are laid down by product, those without one last", async () => {
  const of = (id: number, product: number | null) =>
    line(id, 1, { product: product === null ? null : { id: `gid://shopify/Product/${String(product)}` } });
  await loadSnapshot(
    warehouse,
    await writeSnapshot(folder, { orders: [order(1), of(1, 3), of(2, null), of(3, 1), of(4, 2)] }),
  );
  expect(await warehouse.all(statement`SELECT line_id FROM order_lines`)).toEqual(
    [3n, 4n, 1n, 2n].map((line_id) => ({ line_id })),
  );
});

describe("loading over what is stored", () => {
  test("the same snapshot again changes nothing", async () => {
    const snapshot = await writeSnapshot(folder, {
      products: [product(1), collectionOf(1, 7)],
      customers: [customer(1, { tags: ["vip"] }), metafieldOf(1), customer(2)],
      abandoned_checkouts: [checkoutLine(5, "a"), abandonedCheckout(5)],
      orders: [
        line(1, 1),
        order(1, {
          refunds: [{ id: "gid://shopify/Refund/1", processedAt: null, totalRefundedSet: bag("1") }],
        }),
        order(2),
      ],
    });
    await loadSnapshot(warehouse, snapshot);
    const once = await tableHashes(warehouse);
    const counts = await loadSnapshot(warehouse, snapshot);
    expect(await tableHashes(warehouse)).toEqual(once);
    expect(counts.removed).toEqual({ products: 0, customers: 0, orders: 0, abandoned_checkouts: 0 });
  });

  test("what is gone from Shopify is removed, unless it changed after the snapshot began", async () => {
    const late = { updatedAt: "2026-02-01T00:00:00Z" };
    await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, {
        products: [product(1), product(2)],
        customers: [customer(1), customer(2), customer(3, late)],
        orders: [order(1), line(1, 1), order(2), line(2, 2), order(3, late), line(3, 3)],
      }),
    );
    const counts = await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, {
        products: [product(1)],
        customers: [customer(1)],
        orders: [order(1), line(1, 1)],
      }),
    );
    expect(counts.removed).toEqual({ products: 1, customers: 1, orders: 1, abandoned_checkouts: 0 });
    expect(await rowsOf("products", ["product_id"])).toEqual([{ product_id: 1n }]);
    expect(await rowsOf("customers", ["customer_id"])).toEqual([{ customer_id: 1n }, { customer_id: 3n }]);
    expect(await rowsOf("orders", ["order_id"])).toEqual([{ order_id: 1n }, { order_id: 3n }]);
    expect(await rowsOf("order_lines", ["line_id"])).toEqual([{ line_id: 1n }, { line_id: 3n }]);
  });

  test("orders that the app may no longer see are not taken for gone", async () => {
    const at = (createdAt: string) => ({ createdAt, processedAt: createdAt });
    const orders = [
      order(1, at("2025-06-01T00:00:00Z")),
      order(2, at("2025-11-02T12:00:00Z")),
      order(3, at("2025-12-01T00:00:00Z")),
    ];
    await loadSnapshot(warehouse, await writeSnapshot(folder, { orders }));
    const counts = await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, { orders: [] }, { ordersVisibleSince: new Date("2025-11-02T00:00:00Z") }),
    );
    expect(counts.removed.orders).toBe(1);
    expect(await rowsOf("orders", ["order_id"])).toEqual([{ order_id: 1n }, { order_id: 2n }]);
  });

  test("readers see the old store until the load is committed", async () => {
    await loadSnapshot(warehouse, await writeSnapshot(folder, { customers: [customer(1)] }));
    const seen: unknown[] = [];
    const watched: Warehouse = {
      ...warehouse,
      transaction: (work) =>
        warehouse.transaction(async (connection) => {
          const result = await work(connection);
          seen.push(await rowsOf("customers", ["customer_id"]));
          return result;
        }),
    };
    await loadSnapshot(watched, await writeSnapshot(folder, { customers: [customer(2)] }));
    expect(seen).toEqual([[{ customer_id: 1n }]]);
    expect(await rowsOf("customers", ["customer_id"])).toEqual([{ customer_id: 2n }]);
  });
});

describe("while a load runs", () => {
  const records = {
    products: [product(1)],
    customers: [customer(1), customer(2)],
    orders: [order(1), line(1, 1), line(2, 1)],
  };

  test("the lines read so far are told after each file", async () => {
    const told: number[] = [];
    await loadSnapshot(warehouse, await writeSnapshot(folder, records), (lines) => {
      told.push(lines);
      return Promise.resolve();
    });
    expect(told).toEqual([1, 3, 6, 6]);
  });

  test("it can be called off, which takes all of it back", async () => {
    await loadSnapshot(warehouse, await writeSnapshot(folder, { customers: [customer(9)] }));
    const before = await tableHashes(warehouse);
    const calledOff = loadSnapshot(warehouse, await writeSnapshot(folder, records), (lines) =>
      lines < 6 ? Promise.resolve() : Promise.reject(new Error("called off")),
    );
    await expect(calledOff).rejects.toThrow("called off");
    expect(await tableHashes(warehouse)).toEqual(before);
    // Nothing of it is in the way of the next one.
    await loadSnapshot(warehouse, await writeSnapshot(folder, records));
    expect(await rowsOf("customers", ["customer_id"])).toEqual([{ customer_id: 1n }, { customer_id: 2n }]);
  });
});

describe("a file that cannot be read whole", () => {
  const good = `${JSON.stringify(order(1))}\n`;
  test.each([
    ["cut off in the last line", `${good}${good.slice(0, 300)}`, 2, /damaged or cut off/],
    ["with a line that is no JSON", `${good}{"id": oops}\n${good}`, 2, /damaged or cut off/],
    ["with a line that is no object", `${good}[1]\n`, 2, /not of the kind/],
    [
      "with text for a number",
      `${good}${JSON.stringify(line(1, 1, { quantity: "many" }))}\n`,
      2,
      /not of the kind/,
    ],
    [
      "with text for an amount",
      `${good}${JSON.stringify(order(2, { totalPriceSet: bag("12 EUR") }))}\n`,
      2,
      /not of the kind/,
    ],
    [
      "with text for a time",
      `${good}${JSON.stringify(order(2, { createdAt: "last week" }))}\n`,
      null,
      /not a date and time/,
    ],
    [
      "with a foreign id",
      `${good}${JSON.stringify(order(2, { id: "gid://shopify/Order/abc" }))}\n`,
      null,
      /id is not one of Shopify's/,
    ],
    [
      "with an amount of a million millions",
      `${good}${JSON.stringify(order(2, { totalPriceSet: bag("1000000000000.00") }))}\n`,
      null,
      /a number is too large/,
    ],
    ["with an empty object", `${good}{}\n`, null, /a record has no id/],
    ["with two empty objects", `{}\n${good}{}\n`, null, /2 records have no id/],
    [
      "with a record that lacks a time",
      `${good}${JSON.stringify(order(2, { updatedAt: null }))}\n`,
      null,
      /no updatedAt/,
    ],
    [
      "with half a character",
      `${good}{"id":"gid://shopify/Order/3","name":"\\ud83d"}\n`,
      2,
      /damaged or cut off/,
    ],
  ])("%s is named, and what was stored stays", async (_, orders, lineNumber, reason) => {
    await loadSnapshot(
      warehouse,
      await writeSnapshot(folder, { customers: [customer(1)], orders: [order(5), line(5, 5)] }),
    );
    const before = await tableHashes(warehouse);
    const snapshot = await writeSnapshot(folder, { customers: [customer(2)], orders });
    const failure = await loadSnapshot(warehouse, snapshot).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MalformedFileError);
    expect(failure).toMatchObject({
      path: snapshot.files.orders,
      line: lineNumber,
      reason: expect.stringMatching(reason) as string,
    });
    expect(await tableHashes(warehouse)).toEqual(before);
  });

  test("the line is right in a long file", async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) => JSON.stringify(order(n + 1)));
    lines[43_210] = `{"id": "gid://shopify/Order/1", `;
    const snapshot = await writeSnapshot(folder, { orders: lines.join("\n") });
    await expect(loadSnapshot(warehouse, snapshot)).rejects.toMatchObject({ line: 43_211 });
  });

  test("a message never carries what the file says of people", async () => {
    const snapshot = await writeSnapshot(folder, {
      customers: `${JSON.stringify(customer(1))}\n${JSON.stringify(customer(2, { verifiedEmail: "ann@example.com" }))}\n`,
    });
    const failure = (await loadSnapshot(warehouse, snapshot).catch((error: unknown) => error)) as Error;
    expect(failure).toBeInstanceOf(MalformedFileError);
    expect(`${failure.message} ${String(failure.stack)}`).not.toContain("ann@");
  });

  test("a file that is not there is an error", async () => {
    const snapshot = await writeSnapshot(folder, {});
    await rm(join(folder, "orders.jsonl"));
    await expect(loadSnapshot(warehouse, snapshot)).rejects.toThrow(/orders\.jsonl/);
  });
});
