import { describe, expect, it } from "vitest";

import { convertCharges, orderTotals, type OrderCharges } from "./orderMoney";

/** Two lines of 20.00 and 3 × 5.55 with 1.65 off, 10 % tax on the first, 4.00 shipping; one of the three goes back. */
const charges: OrderCharges = {
  lines: [
    { unitPrice: 2000, quantity: 1, currentQuantity: 1, discount: 0, taxRate: 0.1 },
    { unitPrice: 555, quantity: 3, currentQuantity: 2, discount: 165, taxRate: 0 },
  ],
  shipping: 400,
  shippingRefunded: false,
  received: "all",
  removalRefunds: 1,
  goodwillShare: 0,
};

describe("an order's money", () => {
  it("is what one works out by hand", () => {
    expect(orderTotals(charges)).toEqual({
      lineTotals: [2000, 1500],
      discounts: 165,
      tax: 200,
      shipping: 400,
      total: 4100,
      currentSubtotal: 3000,
      currentTax: 200,
      currentShipping: 400,
      currentTotal: 3600,
      received: 4100,
      refunds: [500],
      refunded: 500,
    });
  });

  it("gives goodwill on top of goods taken back, and leaves the current total alone", () => {
    const totals = orderTotals({ ...charges, removalRefunds: 2, goodwillShare: 0.1 });
    expect(totals).toMatchObject({ refunds: [250, 250, 360], refunded: 860, currentTotal: 3600 });
  });

  it("pays back nothing that was not paid", () => {
    const totals = orderTotals({
      ...charges,
      received: "nothing",
      removalRefunds: 0,
      shippingRefunded: true,
    });
    expect(totals).toMatchObject({
      received: 0,
      refunds: [],
      refunded: 0,
      currentShipping: 0,
      currentTotal: 3200,
    });
  });

  it("is free in every currency when it is free in one", () => {
    const [line] = charges.lines;
    if (!line) throw new Error("no line");
    // 2 × 12.50 at 0.79: a unit rounds to 9.88, the discount of 25.00 to 19.75, and one penny would be left.
    const free = { ...line, unitPrice: 1250, quantity: 2, currentQuantity: 2, discount: 2500 };
    const converted = convertCharges({ ...charges, lines: [free], shipping: 0 }, 0.79);
    expect(orderTotals(converted)).toMatchObject({ lineTotals: [0], total: 0, discounts: 1976 });
  });
});
