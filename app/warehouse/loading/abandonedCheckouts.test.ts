import { afterEach, beforeEach, expect, test } from "vitest";

import { abandonedCheckout, checkoutLine, customer } from "./testing/bulkRecords";
import { openLoadingWarehouse, type LoadingWarehouse } from "./testing/loadingWarehouse";

let it: LoadingWarehouse;

beforeEach(async () => {
  it = await openLoadingWarehouse();
});
afterEach(() => it.close());

const checkouts = () => it.rowsOf("abandoned_checkouts", ["checkout_id", "completed_at"]);
const lines = () => it.rowsOf("abandoned_checkout_lines", ["checkout_id", "line_key"]);

test("every field lands in its column, and the token in a line's id nowhere", async () => {
  await it.load({
    abandoned_checkouts: [
      checkoutLine(5, "27de62d447ef7152", { product: null, variant: null, sku: null, title: null }),
      abandonedCheckout(5, { completedAt: "2025-07-02T00:00:00+02:00" }),
      checkoutLine(5, "ee015e1efa018c1b"),
      abandonedCheckout(6, { customer: null }),
    ],
  });
  const columns = ["checkout_id", "customer_id", "created_at", "updated_at", "completed_at", "total"];
  const times = {
    created_at: new Date("2025-07-01T12:00:00Z"),
    updated_at: new Date("2025-07-01T12:30:00Z"),
  };
  expect(await it.rowsOf("abandoned_checkouts", columns)).toEqual([
    {
      checkout_id: 5n,
      customer_id: 1n,
      ...times,
      completed_at: new Date("2025-07-01T22:00:00Z"),
      total: 3000n,
    },
    { checkout_id: 6n, customer_id: null, ...times, completed_at: null, total: 3000n },
  ]);
  const lineColumns = [
    "line_key",
    "checkout_id",
    "product_id",
    "variant_id",
    "title",
    "sku",
    "quantity",
    "total",
  ];
  expect(await it.rowsOf("abandoned_checkout_lines", lineColumns)).toEqual([
    {
      line_key: "27de62d447ef7152",
      checkout_id: 5n,
      product_id: null,
      variant_id: null,
      title: null,
      sku: null,
      quantity: 3,
      total: 3000n,
    },
    {
      line_key: "ee015e1efa018c1b",
      checkout_id: 5n,
      product_id: 1n,
      variant_id: 11n,
      title: "Thing",
      sku: "T-1",
      quantity: 3,
      total: 3000n,
    },
  ]);
});

test("those that Shopify has forgotten are kept, completed ones are brought up to date", async () => {
  await it.load({
    abandoned_checkouts: [
      abandonedCheckout(1),
      checkoutLine(1, "a"),
      abandonedCheckout(2),
      checkoutLine(2, "b"),
    ],
  });
  const completed = { completedAt: "2025-08-01T00:00:00Z", updatedAt: "2025-08-01T00:00:00Z" };
  const counts = await it.load({
    abandoned_checkouts: [abandonedCheckout(2, completed), checkoutLine(2, "c"), abandonedCheckout(3)],
  });
  expect(counts.removed.abandoned_checkouts).toBe(0);
  expect(await checkouts()).toEqual([
    { checkout_id: 1n, completed_at: null },
    { checkout_id: 2n, completed_at: new Date("2025-08-01T00:00:00Z") },
    { checkout_id: 3n, completed_at: null },
  ]);
  expect(await lines()).toEqual([
    { checkout_id: 1n, line_key: "a" },
    { checkout_id: 2n, line_key: "c" },
  ]);
});

test("an older version does not undo a newer one", async () => {
  const completed = { completedAt: "2025-08-01T00:00:00Z", updatedAt: "2025-08-01T00:00:00Z" };
  await it.load({ abandoned_checkouts: [abandonedCheckout(1, completed)] });
  await it.load({ abandoned_checkouts: [abandonedCheckout(1)] });
  expect(await checkouts()).toEqual([{ checkout_id: 1n, completed_at: new Date("2025-08-01T00:00:00Z") }]);
});

test("lines in two checkouts may have one key; one that comes twice in a checkout counts once", async () => {
  const counts = await it.load({
    abandoned_checkouts: [
      abandonedCheckout(1),
      abandonedCheckout(2),
      checkoutLine(1, "a"),
      checkoutLine(2, "a"),
      checkoutLine(2, "a"),
      checkoutLine(9, "a"),
    ],
  });
  expect(counts.orphanLines).toBe(1);
  expect(await lines()).toEqual([
    { checkout_id: 1n, line_key: "a" },
    { checkout_id: 2n, line_key: "a" },
  ]);
});

test("where the app may not read them the rest is loaded, and what is stored of them stays", async () => {
  await it.load({ abandoned_checkouts: [abandonedCheckout(1), checkoutLine(1, "a")] });
  await it.load({ abandoned_checkouts: null, customers: [customer(1)] });
  expect(await checkouts()).toEqual([{ checkout_id: 1n, completed_at: null }]);
  expect(await lines()).toHaveLength(1);
  expect(await it.rowsOf("customers", ["customer_id"])).toEqual([{ customer_id: 1n }]);
});
