import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

import { cdnowNow, cdnowStore } from "./cdnow";
import type { SandboxStore } from "./store";

let store: SandboxStore;
beforeAll(async () => {
  store = await cdnowStore();
});

describe("the CDNOW store", () => {
  it("has every customer and every record of the file", () => {
    expect(store.customers).toHaveLength(23_570);
    expect(store.orders).toHaveLength(69_659);
    expect(store.orders.filter((order) => order.totalPriceSet.shopMoney.amount === "0.00")).toHaveLength(80);
    expect(new Set(store.orders.map((order) => order.id)).size).toBe(69_659);
  });

  it("keeps the file's quantities and amounts", () => {
    const file = readFileSync(
      fileURLToPath(new URL("../data/cdnow/CDNOW_master.txt", import.meta.url)),
      "utf8",
    );
    const rows = file
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.trim().split(/\s+/));
    const cds = rows.reduce((sum, row) => sum + Number(row[2]), 0);
    const cents = rows.reduce((sum, row) => sum + Math.round(Number(row[3]) * 100), 0);
    expect(store.orders.reduce((sum, order) => sum + (order.lineItems[0]?.quantity ?? 0), 0)).toBe(cds);
    const total = store.orders.reduce(
      (sum, o) => sum + Math.round(Number(o.totalPriceSet.shopMoney.amount) * 100),
      0,
    );
    expect(total).toBe(cents);
    const spent = store.customers.reduce((sum, c) => sum + Math.round(Number(c.amountSpent.amount) * 100), 0);
    expect(spent).toBe(cents);
  });

  it("places a purchase at noon of its day in New York, in winter and in summer", () => {
    const orders = store.orders.filter((order) => order.customer?.id === "gid://shopify/Customer/3");
    // Customer 00003 in the file: 19970102 2 20.76, 19970330, 19970402, 19971115, 19971125, 19980528.
    expect(orders.map((order) => order.processedAt)).toEqual([
      "1997-01-02T17:00:00.000Z",
      "1997-03-30T17:00:00.000Z",
      "1997-04-02T17:00:00.000Z",
      "1997-11-15T17:00:00.000Z",
      "1997-11-25T17:00:00.000Z",
      "1998-05-28T16:00:00.000Z",
    ]);
    expect(store.customers[2]).toMatchObject({
      createdAt: "1997-01-02T17:00:00.000Z",
      numberOfOrders: "6",
      amountSpent: { amount: "156.46", currencyCode: "USD" },
      defaultEmailAddress: { emailAddress: "customer00003@cdnow.example", marketingState: "NOT_SUBSCRIBED" },
    });
  });

  it("ends before its own date", () => {
    expect(cdnowNow.toISOString()).toBe("1998-07-01T16:00:00.000Z");
    expect(store.orders.every((order) => Date.parse(order.processedAt) < cdnowNow.getTime())).toBe(true);
  });
});
