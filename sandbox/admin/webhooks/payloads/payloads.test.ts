import { describe, expect, it } from "vitest";

import { generateStore } from "../../../stores/generate";
import { minorUnits } from "../../../stores/money";
import type { AdminOrder } from "../../../stores/store";
import { approvals, type Approval } from "../../protectedData";
import { createShop, type ShopState } from "../../state";
import { tinyCustomer, tinyOrder, tinyStore, usd } from "../../testing/tinyStore";
import { checkoutPayload, deletedCheckoutPayload } from "./checkout";
import { emailConsentPayload, smsConsentPayload, whatsAppConsentPayload } from "./consents";
import { customerPayload, deletedCustomerPayload } from "./customer";
import { fulfillmentPayload } from "./fulfillment";
import { mergePayload } from "./merge";
import { deletedOrderPayload, orderPayload } from "./order";
import { orderEditPayload } from "./orderEdit";
import { deletedProductPayload, productPayload } from "./product";
import { purchasingSummaryPayload } from "./purchasingSummary";
import { refundPayload } from "./refund";
import { scopesPayload } from "./shop";
import { tagsPayload } from "./tags";
import { fieldsOf, namesOf, recorded, sampled } from "./testing/fieldLists";

const now = Date.parse("2026-11-22T12:00:00Z");

function shopOf(store = tinyStore(), approved: readonly Approval[] = approvals): ShopState {
  const options = { scopes: [], approvals: new Set(approved), plan: "standard", subscriptions: [] } as const;
  return createShop({ store, now, ...options, subscriptions: [] });
}

const generated = shopOf(generateStore({ seed: 11, customers: 400, now: new Date(now) }));
const { store } = generated;
const orders = store.orders.map((order) => ({ order, payload: orderPayload(generated, order) }));

const keysOf = (value: object): string[] => Object.keys(value).sort();

/** Every field of the list is there, and within it those that the list names within. */
function expectFields(value: Record<string, unknown>, list: string): void {
  for (const { name, within } of fieldsOf(list)) {
    expect(value, name).toHaveProperty(name);
    const inner = value[name];
    for (const item of within.length === 0 ? [] : Array.isArray(inner) ? inner : [inner])
      for (const field of within) expect(item, `${name}.${field.name}`).toHaveProperty(field.name);
  }
}

describe("payloads have the recorded fields", () => {
  it("of customers, without tags, consents and totals", () => {
    for (const customer of store.customers) {
      const payload = customerPayload(generated, customer);
      expect(keysOf(payload)).toEqual(namesOf(recorded.customer));
      if (payload.default_address)
        expect(keysOf(payload.default_address)).toEqual(namesOf(sampled.defaultAddress));
    }
    expect(store.customers.some(({ defaultAddress }) => defaultAddress === null)).toBe(true);
    expect(deletedCustomerPayload("gid://shopify/Customer/7")).toEqual({
      id: 7,
      admin_graphql_api_id: "gid://shopify/Customer/7",
      tax_exemptions: [],
    });
    expect(namesOf(recorded.deletedCustomer)).toEqual(
      keysOf(deletedCustomerPayload("gid://shopify/Customer/7")),
    );
  });

  it("of orders, whole; the customer only where there is one", () => {
    const possible = new Set(namesOf(recorded.order, sampled.orderBesides));
    for (const { order, payload } of orders) {
      expectFields(payload, recorded.order);
      expect(keysOf(payload).filter((key) => !possible.has(key))).toEqual([]);
      expect("customer" in payload).toBe(order.customer !== null);
      if (payload.shipping_address)
        expect(keysOf(payload.shipping_address)).toEqual(namesOf(sampled.address));
      for (const key of Object.keys(payload).filter((name) => name.endsWith("_set"))) {
        const set = (payload as Record<string, unknown>)[key];
        if (set !== null) expectFields(set as Record<string, unknown>, recorded.moneySet);
      }
    }
    expect(orders.some(({ order }) => order.customer === null)).toBe(true);
    expect(orders.some(({ order }) => order.discountCodes.length > 0)).toBe(true);
    expect(keysOf(deletedOrderPayload("gid://shopify/Order/5"))).toEqual(namesOf(recorded.deletedOrder));
  });

  it("of an order's lines, refunds and fulfilments", () => {
    const lines = orders.flatMap(({ payload }) => payload.line_items);
    for (const line of lines) {
      expectFields(line, recorded.lineItem);
      expect(keysOf(line)).toEqual(namesOf(recorded.lineItem, sampled.lineItemBesides));
    }
    expect(lines.some(({ product_exists }) => !product_exists)).toBe(true);
    for (const refund of orders.flatMap(({ payload }) => payload.refunds)) {
      expectFields(refund, recorded.refund);
      expect(keysOf(refund)).toEqual(namesOf(recorded.refund, sampled.refundBesides));
    }
    for (const fulfillment of orders.flatMap(({ payload }) => payload.fulfillments))
      expect(keysOf(fulfillment)).toEqual(namesOf(recorded.fulfillment));
  });

  it("of tags, totals, merges, scopes and order edits", () => {
    const [customer = tinyCustomer(1)] = store.customers;
    expect(keysOf(tagsPayload(customer.id, ["a"], now))).toEqual(namesOf(recorded.tags));
    const summary = purchasingSummaryPayload(customer, now);
    expect(keysOf(summary)).toEqual(namesOf(recorded.purchasingSummary));
    expect(summary).toEqual({
      customerId: customer.id,
      numberOfOrders: Number(customer.numberOfOrders),
      amountSpent: customer.amountSpent,
      lastOrderId: customer.lastOrder?.id ?? null,
      occurredAt: "2026-11-22T12:00:00.000Z",
    });
    expect(keysOf(mergePayload("a", "b", "c"))).toEqual(namesOf(recorded.merge));
    expect(keysOf(scopesPayload(generated, [], [], now))).toEqual(namesOf(recorded.scopes));
    const edit = { id: 1, orderId: "gid://shopify/Order/5", added: [], removed: [], createdAt: "" };
    expect(keysOf(orderEditPayload(edit))).toEqual(namesOf(recorded.orderEdit));
  });

  it("of consents, each channel in its own words", () => {
    const shop = shopOf();
    const consented = tinyCustomer(4, {
      defaultPhoneNumber: {
        phoneNumber: "+15550100",
        smsMarketingConsent: { state: "SUBSCRIBED", updatedAt: "2026-11-20T12:00:00Z" },
        whatsAppMarketingConsent: { state: "NEVER_SUBSCRIBED", updatedAt: null },
      },
    });
    expect(emailConsentPayload(shop, consented)).toEqual({
      customer_id: 4,
      email_address: "ada4@example.com",
      email_marketing_consent: {
        state: "subscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: null,
      },
    });
    expect(smsConsentPayload(shop, consented)).toEqual({
      id: 4,
      phone: "+15550100",
      sms_marketing_consent: {
        state: "subscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: "2026-11-20T07:00:00-05:00",
        consent_collected_from: "other",
      },
    });
    expect(whatsAppConsentPayload(shop, consented)).toEqual({
      customer_id: 4,
      phone_number: "+15550100",
      whats_app_marketing_consent: {
        state: "not_subscribed",
        opt_in_level: null,
        updated_at: null,
        collected_from: "other",
      },
    });
    expectFields(emailConsentPayload(shop, consented), recorded.emailConsent);
    expectFields(smsConsentPayload(shop, consented), recorded.smsConsent);
    expectFields(whatsAppConsentPayload(shop, consented), sampled.whatsAppConsent);
  });

  it("of products and checkouts; a checkout is named by its name and has no id", () => {
    for (const product of store.products)
      expect(keysOf(productPayload(generated, product))).toEqual(namesOf(sampled.product));
    expect(deletedProductPayload("gid://shopify/Product/3")).toEqual({ id: 3 });
    for (const checkout of store.abandonedCheckouts) {
      const { customer, ...payload } = checkoutPayload(generated, checkout);
      expect(customer?.id).toBe(
        checkout.customer ? Number(checkout.customer.id.split("/").at(-1)) : undefined,
      );
      expect(keysOf(payload)).toEqual(namesOf(sampled.checkout));
      for (const line of payload.line_items) expect(keysOf(line)).toEqual(namesOf(sampled.checkoutLine));
      expect(`gid://shopify/AbandonedCheckout/${payload.name.slice(1)}`).toBe(checkout.id);
      expect(checkout.lineItems[0]?.id).toContain(`checkout=${payload.token}`);
      expect(keysOf(deletedCheckoutPayload(checkout))).toEqual(namesOf(sampled.deletedCheckout));
    }
    expect(store.abandonedCheckouts.some(({ customer }) => customer === null)).toBe(true);
  });
});

describe("an order's money in a payload", () => {
  const units = (amount: string): bigint => minorUnits(amount, "USD");
  const sum = (amounts: string[]): bigint => amounts.reduce((total, amount) => total + units(amount), 0n);

  it("adds up from the lines to the total, as the Admin API has it", () => {
    for (const { order, payload } of orders) {
      const { line_items: lines } = payload;
      for (const [place, line] of lines.entries()) {
        const discounted =
          units(line.price) * BigInt(line.quantity) -
          sum(line.discount_allocations.map(({ amount }) => amount));
        expect(discounted).toBe(units(order.lineItems[place]?.discountedTotalSet.shopMoney.amount ?? ""));
      }
      const atFullPrice = lines.reduce(
        (total, line) => total + units(line.price) * BigInt(line.quantity),
        0n,
      );
      expect(units(payload.total_line_items_price)).toBe(atFullPrice);
      expect(units(payload.subtotal_price)).toBe(atFullPrice - units(payload.total_discounts));
      expect(units(payload.total_price)).toBe(
        units(payload.subtotal_price) +
          units(payload.total_tax) +
          units(payload.total_shipping_price_set.shop_money.amount),
      );
      expect(payload.current_total_price).toBe(order.currentTotalPriceSet.shopMoney.amount);
      const discounts = lines.flatMap((line) => line.discount_allocations.map(({ amount }) => amount));
      expect(sum(discounts)).toBe(units(payload.total_discounts));
    }
  });

  it("tells refunds in the buyer's currency, their sum what was refunded", () => {
    const refunded = orders.filter(({ order }) => order.refunds.length > 0);
    expect(refunded.some(({ order }) => order.presentmentCurrencyCode !== "USD")).toBe(true);
    for (const { order, payload } of refunded) {
      const { amount, currencyCode } = order.totalRefundedSet.presentmentMoney;
      const moves = payload.refunds.flatMap(({ transactions }) => transactions);
      expect(new Set(moves.map(({ currency }) => currency))).toEqual(new Set([currencyCode]));
      expect(moves.reduce((total, move) => total + minorUnits(move.amount, currencyCode), 0n)).toBe(
        minorUnits(amount, currencyCode),
      );
    }
  });

  it("has statuses in lower case, null where webhooks have no word, and the shop's time", () => {
    const shop = shopOf();
    const change: Partial<AdminOrder> = {
      displayFinancialStatus: "PARTIALLY_REFUNDED",
      displayFulfillmentStatus: "ON_HOLD",
      cancelReason: "INVENTORY",
      cancelledAt: "2026-07-01T00:00:00Z",
      sourceName: "1830279",
      tags: ["a", "b c"],
    };
    expect(orderPayload(shop, tinyOrder(7, change))).toMatchObject({
      id: 7,
      admin_graphql_api_id: "gid://shopify/Order/7",
      app_id: 1_830_279,
      financial_status: "partially_refunded",
      fulfillment_status: null,
      cancel_reason: "inventory",
      cancelled_at: "2026-06-30T20:00:00-04:00",
      created_at: "2026-10-31T20:00:00-04:00",
      tags: "a, b c",
      total_outstanding: "0.00",
    });
    expect(
      orderPayload(shop, tinyOrder(8, { displayFulfillmentStatus: "PARTIALLY_FULFILLED" })),
    ).toMatchObject({
      financial_status: "paid",
      fulfillment_status: "partial",
    });
  });

  it("tells goods that came back as lines, and goodwill as an adjustment", () => {
    const shop = shopOf();
    const refund = { createdAt: null, processedAt: "2026-11-02T00:00:00Z", totalRefundedSet: usd(400) };
    const order = tinyOrder(9, {
      refunds: [
        {
          ...refund,
          id: "gid://shopify/Refund/1",
          lines: [{ lineItem: { id: "gid://shopify/LineItem/90" }, quantity: 1, subtotalSet: usd(400) }],
        },
        { ...refund, id: "gid://shopify/Refund/2", lines: [] },
        { ...refund, id: "gid://shopify/Refund/3" },
      ],
    });
    const [goods, goodwill, unknown] = order.refunds.map((one) => refundPayload(shop, order, one));
    expect(goods).toMatchObject({
      order_id: 9,
      restock: true,
      refund_line_items: [
        { line_item_id: 90, quantity: 1, restock_type: "return", subtotal: 4, line_item: { id: 90 } },
      ],
      transactions: [{ kind: "refund", status: "success", amount: "4.00", currency: "USD" }],
      order_adjustments: [],
    });
    expectFields(goods ?? {}, recorded.refund);
    expect(goodwill).toMatchObject({
      refund_line_items: [],
      order_adjustments: [{ amount: "-4.00", kind: "refund_discrepancy" }],
    });
    expectFields(goodwill ?? {}, recorded.refund);
    expect(unknown).toMatchObject({ refund_line_items: [], order_adjustments: [] });
  });

  it("tells where a parcel is, and nothing else, as its shipment status", () => {
    const shop = shopOf();
    const fulfillment = {
      id: "gid://shopify/Fulfillment/1",
      createdAt: "2026-11-02T00:00:00Z",
      status: "SUCCESS",
      deliveredAt: null,
    };
    const statusOf = (displayStatus: string): unknown => {
      const sent = { ...fulfillment, displayStatus };
      return fulfillmentPayload(shop, tinyOrder(9, { fulfillments: [sent] }), sent).shipment_status;
    };
    expect(["DELIVERED", "IN_TRANSIT", "FULFILLED"].map(statusOf)).toEqual(["delivered", "in_transit", null]);
  });
});

describe("personal data in payloads", () => {
  it("is null in the groups that were not approved", () => {
    const shop = shopOf(tinyStore(), ["customer", "email"]);
    const [customer] = shop.store.customers;
    if (!customer) throw new Error("no customer");
    const payload = customerPayload(shop, customer);
    expect(payload).toMatchObject({
      email: "ada1@example.com",
      first_name: null,
      last_name: null,
      default_address: { city: "Bath", zip: null, address1: null },
    });
    const order = tinyOrder(1, { customer: { id: customer.id } });
    expect(orderPayload(shopOf(tinyStore(), ["customer"]), order)).toMatchObject({
      email: null,
      contact_email: null,
      customer: { email: null },
    });
  });
});
