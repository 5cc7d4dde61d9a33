import { describe, expect, it } from "vitest";

import { generateStore } from "../stores/generate";
import { minorUnits } from "../stores/money";
import type { SandboxStore } from "../stores/store";
import { recomputeTotals } from "../stores/totals";
import { startActivity } from "./activity";
import { usualWeights } from "./activity/change";
import { createCatalog } from "./catalog";
import { createTestShop } from "./testing/testShop";

const start = Date.parse("2026-11-22T12:00:00Z");
const STEPS = 3_000;

function run(seed: number, currencyCode = "USD") {
  const store = generateStore({ seed: 5, customers: 300, now: new Date(start), currencyCode });
  const { state, shop, clock } = createTestShop(store, start);
  const activity = startActivity(state, shop, { seed });
  const changes = Array.from({ length: STEPS }, () => {
    clock.now += 700;
    return activity.step();
  });
  return { store, shop, changes, counts: activity.counts };
}

/** The store without what is drawn at random beside the seed. */
const told = ({ customers, orders, products, abandonedCheckouts }: SandboxStore): string =>
  JSON.stringify({ customers, orders, products, abandonedCheckouts });

const first = run(1);

describe("activity", () => {
  it("does everything that a shop sees, and the same for the same seed", () => {
    expect(Object.keys(first.counts).sort()).toEqual(Object.keys(usualWeights).sort());
    expect(Object.values(first.counts).reduce((sum, count) => sum + count, 0)).toBe(STEPS);
    const again = run(1);
    expect(again.changes).toEqual(first.changes);
    expect(told(again.store)).toBe(told(first.store));
    expect(told(run(2).store)).not.toBe(told(first.store));
  });

  it.each(["USD", "JPY", "KWD"])("leaves a store in %s that is true to itself", (currencyCode) => {
    const { store, shop } = currencyCode === "USD" ? first : run(1, currencyCode);
    const customers = new Map(store.customers.map((customer) => [customer.id, customer]));
    expect(customers.size).toBe(store.customers.length);
    for (const { customer } of [...store.orders, ...store.abandonedCheckouts])
      if (customer) expect(customers.has(customer.id)).toBe(true);

    const totals = store.customers.map(({ numberOfOrders, amountSpent, lastOrder }) =>
      JSON.stringify([numberOfOrders, amountSpent, lastOrder]),
    );
    recomputeTotals(store);
    expect(
      store.customers.map(({ numberOfOrders, amountSpent, lastOrder }) =>
        JSON.stringify([numberOfOrders, amountSpent, lastOrder]),
      ),
    ).toEqual(totals);

    const units = (amount: string): bigint => minorUnits(amount, currencyCode);
    for (const order of store.orders) {
      const { netPaymentSet, currentTotalPriceSet, totalRefundedSet, refunds, lineItems } = order;
      expect(units(netPaymentSet.shopMoney.amount)).toBeGreaterThanOrEqual(0n);
      expect(units(currentTotalPriceSet.shopMoney.amount)).toBeGreaterThanOrEqual(0n);
      const refunded = refunds.reduce((sum, one) => sum + units(one.totalRefundedSet.shopMoney.amount), 0n);
      expect(units(totalRefundedSet.shopMoney.amount)).toBe(refunded);
      for (const line of lineItems) expect(line.currentQuantity).toBeGreaterThanOrEqual(0);
    }

    const fresh = createCatalog(store);
    for (const name of ["orders", "customers", "products"] as const)
      expect(shop.catalog[name].sorted("UPDATED_AT")?.rows).toEqual(fresh[name].sorted("UPDATED_AT")?.rows);
    for (const { id } of store.customers) {
      expect(shop.catalog.ordersOf(id)).toEqual(fresh.ordersOf(id));
      expect(shop.catalog.checkoutsOf(id)).toEqual(fresh.checkoutsOf(id));
    }
  });

  it("leaves out what is not wanted", () => {
    const { state, shop } = createTestShop(
      generateStore({ seed: 5, customers: 50, now: new Date(start) }),
      start,
    );
    const none = Object.fromEntries(Object.keys(usualWeights).map((kind) => [kind, 0]));
    const activity = startActivity(state, shop, { seed: 1, weights: { ...none, placeOrder: 1 } });
    for (let steps = 0; steps < 20; steps++) activity.step();
    expect(activity.counts).toEqual({ placeOrder: 20 });
    expect(() => startActivity(state, shop, { seed: 1, weights: none })).toThrow("at least one");
  });
});
