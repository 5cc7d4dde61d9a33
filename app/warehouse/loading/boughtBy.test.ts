import { afterEach, beforeEach, expect, test } from "vitest";

import { line, order, type BulkRecord } from "./testing/bulkRecords";
import { openLoadingWarehouse, type LoadingWarehouse } from "./testing/loadingWarehouse";

let it: LoadingWarehouse;

beforeEach(async () => {
  it = await openLoadingWarehouse();
});
afterEach(() => it.close());

const boughtAt = new Date("2025-06-01T12:00:00Z");

async function load(orders: readonly BulkRecord[]): Promise<unknown[]> {
  const lines = orders.map((_, place) => line(place + 1, place + 1));
  await it.load({ orders: [...lines, ...orders] });
  return it.rowsOf("order_lines", ["order_id", "bought_by", "bought_at"]);
}

test("a line knows who bought it and when, unless its order never counts or is nobody's", async () => {
  const rows = await load([
    order(1),
    order(2, { displayFinancialStatus: null, customer: { id: "gid://shopify/Customer/7" } }),
    order(3, { cancelledAt: "2025-06-03T00:00:00Z" }),
    order(4, { test: true }),
    order(5, { displayFinancialStatus: "VOIDED" }),
    order(6, { customer: null }),
  ]);
  const nobody = { bought_by: null, bought_at: null };
  expect(rows).toEqual([
    { order_id: 1n, bought_by: 1n, bought_at: boughtAt },
    { order_id: 2n, bought_by: 7n, bought_at: boughtAt },
    ...[3n, 4n, 5n, 6n].map((order_id) => ({ order_id, ...nobody })),
  ]);
});

test("it follows its order when that changes", async () => {
  await load([order(1), order(2, { cancelledAt: "2025-06-03T00:00:00Z" })]);
  const later = { updatedAt: "2025-07-01T00:00:00Z" };
  const rows = await load([
    order(1, { ...later, cancelledAt: "2025-07-01T00:00:00Z" }),
    order(2, { ...later, customer: { id: "gid://shopify/Customer/9" } }),
  ]);
  expect(rows).toEqual([
    { order_id: 1n, bought_by: null, bought_at: null },
    { order_id: 2n, bought_by: 9n, bought_at: boughtAt },
  ]);
});
