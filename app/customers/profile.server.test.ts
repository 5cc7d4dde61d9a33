import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

import { customerProfile } from "./profile.server";
import { scoreStore } from "./score.server";
import { readScoring } from "./scoredState.server";
import { scoringSettings } from "./settings";
import { customer, fill, order, type TestStore } from "./testing/testWarehouse";

const day = (date: string) => new Date(`${date}T12:00:00Z`);

const store: Partial<TestStore> = {
  customers: [
    customer({
      customer_id: 1n,
      created_at: day("2025-01-02"),
      display_name: "Ann",
      email: "ann@example.com",
      tags: ["vip"],
      tax_exempt: true,
      email_consent: "SUBSCRIBED",
      email_consent_at: day("2025-02-01"),
    }),
    customer({ customer_id: 2n }),
    customer({ customer_id: 3n, tags: ["Staff"] }),
  ],
  orders: [
    order({ order_id: 1n, customer_id: 1n, processed_at: day("2025-03-01"), total: 1_000n }),
    order({ order_id: 2n, customer_id: 1n, processed_at: day("2025-03-11"), total: 2_001n, discounts: 5n }),
    // Refunded by half; the money rules take that off.
    order({
      order_id: 3n,
      customer_id: 1n,
      processed_at: day("2025-03-31"),
      total: 3_000n,
      current_total: 1_500n,
      net_payment: 1_500n,
      refunded: 1_500n,
      financial_status: "PARTIALLY_REFUNDED",
    }),
    order({ order_id: 4n, customer_id: 1n, processed_at: day("2025-04-01"), total: 9_000n, test: true }),
    order({
      order_id: 5n,
      customer_id: 1n,
      processed_at: day("2025-04-02"),
      total: 9_000n,
      cancelled_at: day("2025-04-03"),
      cancel_reason: "CUSTOMER",
    }),
    // After the day that is counted to.
    order({ order_id: 6n, customer_id: 1n, processed_at: day("2025-05-20"), total: 9_000n }),
    order({ order_id: 7n, customer_id: 3n, processed_at: day("2025-04-01"), total: 500n }),
  ],
};

describe.each([
  ["DuckDB", openDuckdbWarehouse],
  ["PostgreSQL", openPostgresWarehouse],
])("a customer's profile on %s", (_, open) => {
  let warehouse: Warehouse;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ warehouse, close } = await open());
    await fill(warehouse, store);
    await scoreStore(warehouse, {
      analysisDate: "2025-05-10",
      timeZone: "Europe/Berlin",
      settings: scoringSettings.parse({ exclude: { customerTags: ["staff"] } }),
      now: day("2025-05-11"),
    });
  }, 60_000);
  afterAll(() => close());

  async function profile(customerId: bigint) {
    const scoring = await readScoring(warehouse);
    if (scoring === null) throw new Error("not scored");
    return customerProfile(warehouse, customerId, scoring);
  }

  test("says who they are and what their counted orders come to", async () => {
    const ann = await profile(1n);
    expect(ann).toMatchObject({
      customerId: "1",
      name: "Ann",
      tags: ["vip"],
      taxExempt: true,
      createdAt: "2025-01-02T12:00:00.000Z",
      excluded: false,
      analysisDate: "2025-05-10",
    });
    expect(ann?.consents).toEqual([
      { channel: "email", state: "SUBSCRIBED", since: "2025-02-01T12:00:00.000Z" },
      { channel: "sms", state: null, since: null },
      { channel: "whatsapp", state: null, since: null },
    ]);
    expect(ann?.value).toEqual({
      orders: 3,
      // 10.00 + 20.01 + 15.00
      spend: 4_501n,
      averageOrderValue: 1_500n,
      firstOrderOn: "2025-03-01",
      lastOrderOn: "2025-03-31",
      daysSinceLastOrder: 40,
      averageGapDays: 15,
      longestGapDays: 20,
      refunded: 1_500n,
      discountedOrders: 1,
      failedOrders: 1,
      // The test and the cancelled one.
      leftOutOrders: 2,
    });
    expect(ann?.scores).not.toBeNull();
    expect(ann?.limits.method).toBe("fixed_rules");
  });

  test("of somebody without orders has no scores and no days", async () => {
    const nobody = await profile(2n);
    expect(nobody).toMatchObject({ name: null, email: null, tags: [], scores: null, excluded: false });
    expect(nobody?.value).toMatchObject({ orders: 0, spend: 0n, averageOrderValue: null, lastOrderOn: null });
  });

  test("says that a tag leaves somebody out", async () => {
    const staff = await profile(3n);
    expect(staff).toMatchObject({ excluded: true, scores: null });
    expect(staff?.value).toMatchObject({ orders: 0, leftOutOrders: 1 });
  });

  test("is null of somebody whom the store does not have", async () => {
    expect(await profile(4n)).toBeNull();
  });
});
