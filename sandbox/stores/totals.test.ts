import { describe, expect, it } from "vitest";

import { generateStore } from "./generate";
import { moneyMint } from "./money";
import type { AdminOrder, SandboxStore } from "./store";
import { recomputeTotals } from "./totals";

const mint = moneyMint("USD");

/** One customer with four orders: sold 10, 20, 40, 80; 5 of the first refunded, the third cancelled, the last a test. */
function fourOrders(): { store: SandboxStore; customer: SandboxStore["customers"][number] } {
  const store = generateStore({ seed: 3, customers: 40, now: new Date("2026-01-31T12:00:00Z") });
  const [customer] = store.customers;
  const [template] = store.orders;
  if (!customer || !template) throw new Error("The generated store is empty.");
  const order = (
    number: number,
    sold: number,
    net: number,
    change: Partial<AdminOrder> = {},
  ): AdminOrder => ({
    ...template,
    id: `gid://shopify/Order/${String(number)}`,
    customer: { id: customer.id },
    processedAt: `2025-0${String(number)}-01T00:00:00Z`,
    test: false,
    cancelledAt: null,
    totalPriceSet: mint.bag(sold),
    netPaymentSet: mint.bag(net),
    ...change,
  });
  store.orders = [
    order(2, 2000, 2000),
    order(1, 1000, 500),
    order(3, 4000, 4000, { cancelledAt: "2025-03-02T00:00:00Z" }),
    order(4, 8000, 8000, { test: true }),
  ];
  return { store, customer };
}

describe("recomputeTotals", () => {
  it("counts cancelled orders and no tests, and sums neither", () => {
    const { store, customer } = fourOrders();
    recomputeTotals(store);
    expect(customer).toMatchObject({
      numberOfOrders: "3",
      amountSpent: { amount: "25.00", currencyCode: "USD" },
      lastOrder: { id: "gid://shopify/Order/3" },
    });
    expect(store.customers[1]).toMatchObject({
      numberOfOrders: "0",
      amountSpent: { amount: "0.00" },
      lastOrder: null,
    });
  });

  it("sums as sold where the store says so", () => {
    const { store, customer } = fourOrders();
    store.amountSpentCounts = "gross";
    recomputeTotals(store);
    expect(customer.amountSpent.amount).toBe("30.00");
  });

  it("leaves customers alone that are not named", () => {
    const { store, customer } = fourOrders();
    const before = store.customers.slice(1).map((other) => ({ ...other }));
    recomputeTotals(store, [customer.id]);
    expect(customer.numberOfOrders).toBe("3");
    expect(store.customers.slice(1)).toEqual(before);
  });
});
