import { describe, expect, test } from "vitest";

import { isOfStore, planOf } from "./plan";

const at = new Date("2026-11-01T12:00:00Z");
let ids = 0;

const sent = (topic: string, payload: unknown, triggeredAt: Date | null = at) => ({
  ...{ webhookId: String((ids += 1)), topic, triggeredAt, receivedAt: at },
  payload: typeof payload === "string" ? payload : JSON.stringify(payload),
});

const money = (amount: string) => ({ shop_money: { amount, currency_code: "EUR" } });
const order = (id: number, changes: object = {}) => ({
  ...{ id, name: `#${String(id)}`, currency: "EUR", test: false, line_items: [] },
  ...{ created_at: "2026-11-01T10:00:00+01:00", updated_at: "2026-11-01T10:00:00+01:00" },
  ...{ total_price_set: money("10.00"), current_total_price_set: money("10.00") },
  ...changes,
});
const customer = (id: number, changes: object = {}) => ({
  ...{ id, email: "a@example.com", created_at: "2026-10-01T10:00:00Z", updated_at: "2026-11-01T10:00:00Z" },
  ...changes,
});
const gid = (id: number) => `gid://shopify/Customer/${String(id)}`;
const merge = (kept: number, deleted: number, status = "completed") => ({
  ...{ admin_graphql_api_customer_kept_id: gid(kept), admin_graphql_api_customer_deleted_id: gid(deleted) },
  status,
});

const outcomes = (plan: ReturnType<typeof planOf>) => plan.outcomes.map(({ outcome }) => outcome);

describe("of one record", () => {
  test("the newest version counts, whatever order they come in; of two with one time the one sent later", () => {
    const later = { updated_at: "2026-11-01T09:00:01Z", name: "newest" };
    const versions = [
      sent("orders/updated", order(1, later)),
      sent("orders/create", order(1, { name: "first" })),
    ];
    for (const some of [versions, versions.toReversed()])
      expect(planOf(some).orders.map(({ name }) => name)).toEqual(["newest"]);
    const minute = new Date(at.getTime() + 60_000);
    const together = [
      sent("orders/updated", order(2, { name: "later" }), minute),
      sent("orders/create", order(2, { name: "earlier" })),
    ];
    for (const some of [together, together.toReversed()])
      expect(planOf(some).orders.map(({ name }) => name)).toEqual(["later"]);
  });

  test("a customer whom an order shows is brought in, but never instead of what is known", () => {
    const plan = planOf([sent("orders/create", order(1, { customer: customer(7) }))]);
    expect(plan.customers).toMatchObject([{ id: gid(7), updatedAt: "2026-10-01T09:59:59.000Z" }]);
    // Their own webhook tells more.
    const both = planOf([
      sent("orders/create", order(1, { customer: customer(7) })),
      sent("customers/update", customer(7, { first_name: "Ada" })),
    ]);
    expect(both.customers).toMatchObject([
      { id: gid(7), firstName: "Ada", updatedAt: "2026-11-01T10:00:00Z" },
    ]);
  });

  test("an order whose customer is not told, or told by the number alone, is an order all the same", () => {
    const plan = planOf([
      sent("orders/create", order(1, { customer: null })),
      sent("orders/create", order(2)),
      sent("orders/create", order(3, { customer: { id: 9 } })),
    ]);
    expect(plan.orders.map((line) => line.customer)).toEqual([null, null, { id: gid(9) }]);
    expect(plan.customers).toEqual([]);
    expect(outcomes(plan)).toEqual(["applied", "applied", "applied"]);
  });
});

test.each([
  ["customer.tags_added", { customerId: gid(5), tags: ["vip"] }, "customers", 5n],
  ["customers/purchasing_summary", { customerId: gid(5), numberOfOrders: 2 }, "customers", 5n],
  [
    "customers_email_marketing_consent/update",
    { customer_id: 5, email_marketing_consent: { state: "subscribed" } },
    "customers",
    5n,
  ],
  ["customers_whats_app_marketing_consent/update", { customer_id: 5, phone_number: "+49" }, "customers", 5n],
  ["refunds/create", { id: 1, order_id: 6 }, "orders", 6n],
  ["fulfillments/update", { id: 1, order_id: 6 }, "orders", 6n],
  ["orders/edited", { order_edit: { id: 1, order_id: 6 } }, "orders", 6n],
  ["products/update", { id: 8 }, "products", 8n],
] as const)("%s has the Admin API asked", (topic, payload, table, id) => {
  const plan = planOf([sent(topic, payload)]);
  expect(plan.ask).toEqual(new Map([[table, [id]]]));
  expect(outcomes(plan)).toEqual(["applied"]);
});

test.each([
  [
    "customers_email_marketing_consent/update",
    "email",
    {
      customer_id: 5,
      email_marketing_consent: { state: "unsubscribed", consent_updated_at: "2026-11-01T10:00:00Z" },
    },
  ],
  [
    "customers_marketing_consent/update",
    "sms",
    { id: 5, sms_marketing_consent: { state: "unsubscribed", consent_updated_at: "2026-11-01T10:00:00Z" } },
  ],
  [
    "customers_whats_app_marketing_consent/update",
    "whatsapp",
    {
      customer_id: 5,
      whats_app_marketing_consent: { state: "UNSUBSCRIBED", updated_at: "2026-11-01T10:00:00Z" },
    },
  ],
] as const)("%s counts at once", (topic, channel, payload) => {
  const { consents } = planOf([sent(topic, payload)]);
  expect(consents).toEqual([
    { channel, customerId: 5n, state: "UNSUBSCRIBED", at: new Date("2026-11-01T10:00:00Z") },
  ]);
});

describe("a merge", () => {
  test("makes one of two", () => {
    expect(planOf([sent("customers/merge", merge(1, 2))]).merges).toEqual([
      { kind: "merge", kept: 1n, deleted: 2n },
    ]);
  });

  test.each([
    ["of a customer into themselves", merge(1, 1)],
    ["that failed", merge(1, 2, "failed")],
  ])("%s is passed over, and why is said", (_, payload) => {
    const plan = planOf([sent("customers/merge", payload)]);
    expect(plan.merges).toEqual([]);
    expect(outcomes(plan)).toEqual(["ignored"]);
    expect(plan.outcomes[0]?.reason).toMatch(/^[A-Z].*\.$/);
  });
});

test("a payload that is not what Shopify documents is refused by itself, in words that quote nothing of it", () => {
  const hostile: unknown[] = [
    ...[
      null,
      [],
      "text",
      7,
      true,
      {},
      { id: -1 },
      { id: 1.5 },
      { id: "secret@example.com" },
      { id: "1; DROP TABLE orders" },
    ],
    order(1, { updated_at: "yesterday" }),
    order(1, { total_price_set: money("a lot") }),
    order(1, { line_items: [{ id: 1 }] }),
    order(1, { line_items: "none" }),
  ];
  const refused = hostile.map((payload) => sent("orders/create", JSON.stringify(payload)));
  const plan = planOf([...refused, sent("orders/create", order(4))]);
  expect(outcomes(plan)).toEqual([...refused.map(() => "refused"), "applied"]);
  expect(plan.orders).toHaveLength(1);
  expect(JSON.stringify(plan.outcomes)).not.toMatch(/secret|DROP/);
});

test("a topic that is not about the store's records is nobody's here", () => {
  expect(isOfStore("orders/create")).toBe(true);
  for (const topic of ["app/uninstalled", "toString", "__proto__", ""]) expect(isOfStore(topic)).toBe(false);
});

test("checkouts are asked for from when the first of them changed", () => {
  const earlier = new Date(at.getTime() - 60_000);
  const { checkoutsSince } = planOf([
    sent("checkouts/update", { token: "t" }),
    sent("checkouts/create", { token: "t" }, earlier),
    sent("checkouts/delete", { token: "t" }, null),
  ]);
  expect(checkoutsSince).toEqual(earlier);
});
