import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { readScoring } from "~/customers/scoredState.server";
import { defaultSettings } from "~/customers/settings";
import {
  checkout,
  customer,
  fill,
  fulfillment,
  order,
  refund,
  type TestStore,
} from "~/customers/testing/testWarehouse";
import { warehouseSql } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

import { customerMemberships } from "./customerMemberships.server";
import type { TimelinePlace } from "./customerTimeline";
import { customerTimeline } from "./customerTimeline.server";

const day = (date: string) => new Date(`${date}T12:00:00Z`);
const time = (date: string) => day(date).toISOString();

const store: Partial<TestStore> = {
  customers: [
    customer({
      customer_id: 1n,
      created_at: day("2025-01-01"),
      email_consent: "UNSUBSCRIBED",
      email_consent_at: day("2025-02-01"),
      // Without a date it is no moment.
      sms_consent: "SUBSCRIBED",
    }),
    customer({ customer_id: 2n, created_at: day("2025-01-05") }),
  ],
  orders: [
    order({
      order_id: 11n,
      name: "#11",
      customer_id: 1n,
      processed_at: day("2025-03-01"),
      total: 1_000n,
      current_total: 600n,
      net_payment: 600n,
      financial_status: "PARTIALLY_REFUNDED",
      fulfillment_status: "FULFILLED",
    }),
    order({
      order_id: 12n,
      name: "#12",
      customer_id: 1n,
      processed_at: day("2025-03-05"),
      total: 700n,
      cancelled_at: day("2025-03-06"),
    }),
    order({ order_id: 21n, name: "#21", customer_id: 2n, processed_at: day("2025-03-05"), total: 5n }),
  ],
  refunds: [
    refund({ refund_id: 1n, order_id: 11n, processed_at: day("2025-03-10"), amount: 400n }),
    refund({ refund_id: 2n, order_id: 21n, processed_at: day("2025-03-10"), amount: 5n }),
  ],
  fulfillments: [
    fulfillment({
      fulfillment_id: 1n,
      order_id: 11n,
      created_at: day("2025-03-02"),
      status: "SUCCESS",
      delivered_at: day("2025-03-04"),
    }),
    // Never left the house.
    fulfillment({ fulfillment_id: 2n, order_id: 11n, created_at: day("2025-03-02"), status: "CANCELLED" }),
  ],
  checkouts: [
    checkout({ checkout_id: 1n, customer_id: 1n, created_at: day("2025-02-20"), total: 250n }),
    checkout({
      checkout_id: 2n,
      customer_id: 1n,
      created_at: day("2025-02-21"),
      completed_at: day("2025-02-21"),
      total: 250n,
    }),
  ],
  tagEvents: [{ customer_id: 1n, tag: "vip", added_at: day("2025-03-01") }],
};

describe.each([
  ["DuckDB", openDuckdbWarehouse],
  ["PostgreSQL", openPostgresWarehouse],
])("on %s", (_, open) => {
  let warehouse: Warehouse;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ warehouse, close } = await open());
    await fill(warehouse, store);
    await scoreStore(warehouse, {
      analysisDate: "2025-05-10",
      timeZone: "UTC",
      settings: defaultSettings,
      now: day("2025-05-11"),
    });
    const member = { customer_id: 1n, entered_at: day("2025-03-01"), entered_cause: "order" };
    const memberships = warehouseSql.insertInto("memberships").values([
      { ...member, segment_id: 5 },
      { ...member, segment_id: 7, entered_at: day("2025-04-01"), entered_cause: "time" },
      { ...member, segment_id: 9 },
      { ...member, segment_id: 5, customer_id: 2n },
    ]);
    const past = warehouseSql.insertInto("past_memberships").values([
      {
        ...member,
        segment_id: 7,
        entered_at: day("2025-01-02"),
        left_at: day("2025-03-20"),
        left_cause: "edit",
      },
    ]);
    await warehouse.run(memberships.compile());
    await warehouse.run(past.compile());
  }, 60_000);
  afterAll(() => close());

  async function timeline(customerId: bigint, pageSize: number, after: TimelinePlace | null = null) {
    const scoring = await readScoring(warehouse);
    if (scoring === null) throw new Error("not scored");
    return customerTimeline(warehouse, { customerId, segmentIds: [5, 7], scoring, after, pageSize });
  }

  const expected = [
    { time: time("2025-04-01"), kind: "entered", segmentId: 7, cause: "time" },
    { time: time("2025-03-20"), kind: "left", segmentId: 7, cause: "edit" },
    { time: time("2025-03-10"), kind: "refunded", order: "#11", orderId: "11", amount: "400" },
    { time: time("2025-03-06"), kind: "cancelled", order: "#12", orderId: "12" },
    {
      ...{ time: time("2025-03-05"), kind: "ordered", order: "#12", orderId: "12", amount: "700" },
      ...{ leftOut: "cancelled", payment: "PAID", fulfillment: null },
    },
    { time: time("2025-03-04"), kind: "delivered", order: "#11", orderId: "11" },
    { time: time("2025-03-02"), kind: "shipped", order: "#11", orderId: "11" },
    { time: time("2025-03-01"), kind: "entered", segmentId: 5, cause: "order" },
    {
      ...{ time: time("2025-03-01"), kind: "ordered", order: "#11", orderId: "11", amount: "600" },
      ...{ leftOut: null, payment: "PARTIALLY_REFUNDED", fulfillment: "FULFILLED" },
    },
    { time: time("2025-03-01"), kind: "tag_added", tag: "vip" },
    { time: time("2025-02-20"), kind: "checkout_abandoned", amount: "250" },
    { time: time("2025-02-01"), kind: "consent", channel: "email", state: "UNSUBSCRIBED" },
    { time: time("2025-01-02"), kind: "entered", segmentId: 7, cause: "order" },
    { time: time("2025-01-01"), kind: "customer_created" },
  ];

  test("a timeline tells everything of one customer, the newest first", async () => {
    expect(await timeline(1n, 50)).toEqual({ moments: expected, next: null });
  });

  test.each([1, 2, 3, 9])("in parts of %d nothing is missed or told twice", async (pageSize) => {
    const told: unknown[] = [];
    let after: TimelinePlace | null = null;
    do {
      const page = await timeline(1n, pageSize, after);
      told.push(...page.moments);
      after = page.next;
    } while (after !== null);
    expect(told).toEqual(expected);
  });

  test("somebody is in the segments that are asked for, the last entered first", async () => {
    expect(await customerMemberships(warehouse, 1n, [5, 7])).toEqual([
      { segmentId: 7, enteredAt: time("2025-04-01"), cause: "time" },
      { segmentId: 5, enteredAt: time("2025-03-01"), cause: "order" },
    ]);
    expect(await customerMemberships(warehouse, 1n, [])).toEqual([]);
    expect(await customerMemberships(warehouse, 3n, [5, 7])).toEqual([]);
  });
});
