import { expect, test } from "vitest";

import { customerLine, customerPayload } from "~/history/apply/customerPayload";
import { orderLines, orderPayload } from "~/history/apply/orderPayload";
import { readWebhookJson } from "~/history/apply/webhookJson";

import { createShop } from "../../sandbox/admin/state";
import { customerPayload as sentOfCustomer } from "../../sandbox/admin/webhooks/payloads/customer";
import { orderPayload as sentOfOrder } from "../../sandbox/admin/webhooks/payloads/order";
import { generateStore } from "../../sandbox/stores/generate";

const store = generateStore({
  ...{ seed: 11, customers: 400, now: new Date("2026-11-01T12:00:00Z"), currencyCode: "EUR" },
});
const shop = createShop({
  ...{ store, scopes: ["read_orders", "read_customers"], plan: "standard", now: 0, subscriptions: [] },
  approvals: new Set(["customer", "name", "address", "phone", "email"] as const),
});

/** As it goes over the wire. */
const wired = (payload: unknown): unknown => readWebhookJson(JSON.stringify(payload));

/** Amounts by what they are worth, times by when they are. */
function alike(value: unknown): unknown {
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)) return Date.parse(value);
  if (Array.isArray(value)) return value.map(alike);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, alike(inner)]));
}

/** Of a known object what a line has, however deep. */
function pick(known: unknown, like: unknown): unknown {
  if (Array.isArray(like)) return like.map((each, place) => pick((known as unknown[])[place], each));
  if (typeof like !== "object" || like === null || typeof known !== "object" || known === null) return known;
  return Object.fromEntries(
    Object.entries(like).map(([key, inner]) => [key, pick((known as Record<string, unknown>)[key], inner)]),
  );
}

const without = (object: Record<string, unknown>, ...keys: string[]) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** What webhooks do not tell, or only roughly: the Admin API is asked for it. */
const untold = ["returnStatus", "displayFulfillmentStatus", "fulfillments"];

test("an order as webhooks tell it says of every field that they carry what the Admin API says", () => {
  let refunded = 0;
  let discounted = 0;
  for (const order of store.orders) {
    // Refunds move in the buyer's currency: elsewhere they are converted, to within a cent.
    const isForeign = order.presentmentCurrencyCode !== order.currencyCode;
    const roughly = [...untold, ...(isForeign ? ["refunds", "totalRefundedSet"] : [])];
    const [root = {}, ...lines] = orderLines(orderPayload.parse(wired(sentOfOrder(shop, order))));
    expect(alike(without(root, ...roughly)), order.id).toEqual(alike(pick(order, without(root, ...roughly))));
    const { shopMoney } = root.totalRefundedSet as { shopMoney: { amount: string } };
    const exactly = Number(order.totalRefundedSet.shopMoney.amount);
    expect(Math.abs(Number(shopMoney.amount) - exactly)).toBeLessThanOrEqual(isForeign ? 0.02 : 0);
    expect(lines.map((line) => alike(without(line, "sellingPlan", "__parentId")))).toEqual(
      lines.map((line, place) =>
        alike(pick(order.lineItems[place], without(line, "sellingPlan", "__parentId"))),
      ),
    );
    expect(lines).toHaveLength(order.lineItems.length);
    expect(lines.every((line) => line.__parentId === order.id)).toBe(true);
    if (order.refunds.length > 0) refunded += 1;
    if (Number(order.totalDiscountsSet.shopMoney.amount) > 0) discounted += 1;
  }
  // Enough of what is hard to carry.
  expect(refunded).toBeGreaterThan(5);
  expect(discounted).toBeGreaterThan(20);
});

test("a customer as webhooks tell one says of every field that they carry what the Admin API says", () => {
  // They say nothing of these: whoever is known keeps what is stored.
  const placeholders = ["numberOfOrders", "amountSpent"];
  for (const customer of store.customers) {
    const line = customerLine(customerPayload.parse(wired(sentOfCustomer(shop, customer))));
    expect(alike(without(line, ...placeholders)), customer.id).toEqual(
      alike(pick(customer, without(line, ...placeholders))),
    );
  }
});

test("an id beyond 2^53 stays the id that it is", () => {
  const [order] = store.orders;
  if (!order) throw new Error("The store has no orders.");
  const text = JSON.stringify(sentOfOrder(shop, order)).replace(/"id":\d+/, '"id":9007199254740993123');
  const [root] = orderLines(orderPayload.parse(readWebhookJson(text)));
  expect(root?.id).toBe("gid://shopify/Order/9007199254740993123");
});
