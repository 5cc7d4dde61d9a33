import { expect, test } from "vitest";

import type { Moment } from "~/segments/members/customerTimeline";

import { momentWording } from "./momentWording";

const time = "2026-11-01T00:00:00.000Z";
const told = (moment: Moment, ...others: Moment[]) =>
  momentWording({ moment, together: [moment, ...others] }, { money: (minor) => `$${String(minor)}` }, (id) =>
    id === 7 ? "VIP" : undefined,
  );

const order = { time, kind: "ordered", order: "#11", orderId: "11", amount: "600" } as const;

test("an order is told with what it counts and how it stands", () => {
  expect(told({ ...order, leftOut: null, payment: "PAID", fulfillment: "IN_PROGRESS" })).toEqual({
    what: "Ordered",
    of: [{ name: "#11", address: "shopify://admin/orders/11" }],
    more: "$600 · paid, in progress",
  });
  expect(told({ ...order, leftOut: null, payment: null, fulfillment: null }).more).toBe("$600");
});

test("an order that does not count says why", () => {
  expect(told({ ...order, leftOut: "test", payment: "PAID", fulfillment: null }).more).toBe(
    "$600, which does not count: Placed with a test payment; nobody paid.",
  );
});

test("a state that is not known is told as it is", () => {
  expect(told({ ...order, leftOut: null, payment: "NEW_STATE", fulfillment: null }).more).toBe(
    "$600 · new_state",
  );
});

test("a segment is named and led to where it is there still", () => {
  expect(told({ time, kind: "entered", segmentId: 7, cause: "order" })).toEqual({
    what: "Entered the segment",
    of: [{ name: "VIP", address: "/app/segments/7" }],
    more: "An order",
  });
  expect(told({ time, kind: "left", segmentId: 8, cause: "time" }).of).toEqual([]);
});

test("segments entered at once are told in one", () => {
  const entered = { time, kind: "entered", cause: "definition" } as const;
  expect(told({ ...entered, segmentId: 7 }, { ...entered, segmentId: 8 })).toEqual({
    what: "Entered 2 segments:",
    of: [{ name: "VIP", address: "/app/segments/7" }],
    more: "The segments were set up or changed",
  });
});

test("consent is told by its channel", () => {
  expect(told({ time, kind: "consent", channel: "sms", state: "UNSUBSCRIBED" }).what).toBe(
    "SMS marketing: unsubscribed",
  );
});
