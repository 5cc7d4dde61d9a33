import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { generateStore } from "./generate";
import type { AdminOrder, Money, MoneyBag, SandboxStore } from "./store";

const now = new Date("2026-11-20T16:00:00Z");
let store: SandboxStore;
let counted: AdminOrder[];
beforeAll(() => {
  store = generateStore({ seed: 1, customers: 5_000, now });
  counted = store.orders.filter(
    (order) => !order.test && order.cancelledAt === null && order.customer !== null,
  );
});

/** Minor units read off the text, apart from the code under test: "12.50" → 1250. */
const units = (money: Money) => Number(money.amount.replace(".", ""));
const sides = ["shopMoney", "presentmentMoney"] as const;
const sum = (bags: MoneyBag[], side: (typeof sides)[number]) =>
  bags.reduce((total, bag) => total + units(bag[side]), 0);
const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
const withOrders = (orders: AdminOrder[]) => groupBy(orders, (order) => order.customer?.id ?? "");

describe("a generated store", () => {
  it("is the same for the same seed and another for another", () => {
    const options = { customers: 300, now };
    expect(hash(generateStore({ seed: "a", ...options }))).toBe(
      hash(generateStore({ seed: "a", ...options })),
    );
    expect(hash(generateStore({ seed: "a", ...options }))).not.toBe(
      hash(generateStore({ seed: "b", ...options })),
    );
  });

  it("refers only to what is there, with ids that come once", () => {
    const customers = new Set(store.customers.map(({ id }) => id));
    const products = new Set(store.products.map(({ id }) => id));
    const orders = new Set(store.orders.map(({ id }) => id));
    const lines = store.orders.flatMap((order) => order.lineItems);
    expect(customers.size).toBe(5_000);
    expect(orders.size).toBe(store.orders.length);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    const refunds = store.orders.flatMap((order) => order.refunds);
    expect(new Set(refunds.map(({ id }) => id)).size).toBe(refunds.length);
    expect(store.orders.filter(({ customer }) => customer && !customers.has(customer.id))).toEqual([]);
    expect(lines.filter(({ product }) => product && !products.has(product.id))).toEqual([]);
    expect(store.customers.filter(({ lastOrder }) => lastOrder && !orders.has(lastOrder.id))).toEqual([]);
    const collections = new Set(store.collections.map(({ id }) => id));
    const collected = store.products.flatMap((product) => product.collections);
    expect(collected.filter(({ id }) => !collections.has(id))).toEqual([]);
    const { abandonedCheckouts: checkouts } = store;
    expect(new Set(checkouts.map(({ id }) => id)).size).toBe(checkouts.length);
    expect(checkouts.filter(({ customer }) => customer && !customers.has(customer.id))).toEqual([]);
    const left = checkouts.flatMap((checkout) => checkout.lineItems);
    expect(new Set(left.map(({ id }) => id)).size).toBe(left.length);
    expect(left.filter(({ product }) => product && !products.has(product.id))).toEqual([]);
    const metafields = store.customers.flatMap((customer) => customer.metafields);
    expect(new Set(metafields.map(({ id }) => id)).size).toBe(metafields.length);
  });

  it("has nothing after its own date and nothing changed before it was made", () => {
    const times = (object: object): string[] =>
      Object.entries(object).flatMap(([key, value]: [string, unknown]) =>
        typeof value === "string" && /(At)$/.test(key)
          ? [value]
          : typeof value === "object" && value !== null
            ? times(value)
            : [],
      );
    const everything = [store.customers, store.orders, store.products, store.abandonedCheckouts];
    const latest = everything.flatMap(times).sort().at(-1) ?? "";
    expect(latest <= "2026-11-20T16:00:00Z", latest).toBe(true);
    const objects = [...store.customers, ...store.orders, ...store.abandonedCheckouts];
    expect(objects.filter((object) => object.updatedAt < object.createdAt)).toEqual([]);
    expect(store.orders.filter((order) => order.processedAt > order.createdAt)).toEqual([]);
    const unseen = store.orders.filter((o) =>
      [...o.refunds, ...o.fulfillments].some((x) => (x.createdAt ?? "") > o.updatedAt),
    );
    expect(unseen).toEqual([]);
  });

  it.each([
    ["USD", /^-?\d+\.\d\d$/],
    ["JPY", /^-?\d+$/],
    ["KWD", /^-?\d+\.\d{3}$/],
  ])("adds up to the last unit, in %s and in what buyers were shown", (currencyCode, pattern) => {
    const { orders } =
      currencyCode === "USD" ? store : generateStore({ seed: 7, customers: 800, now, currencyCode });
    expect(orders.some((order) => order.presentmentCurrencyCode !== currencyCode)).toBe(true);
    const wrong: string[] = [];
    for (const order of orders) {
      expect(order.totalPriceSet.shopMoney.amount).toMatch(pattern);
      expect(order.totalPriceSet.presentmentMoney.currencyCode).toBe(order.presentmentCurrencyCode);
      for (const side of sides) {
        const of = (bag: MoneyBag) => units(bag[side]);
        const refunded = sum(
          order.refunds.map((refund) => refund.totalRefundedSet),
          side,
        );
        const gross = order.lineItems.reduce(
          (total, l) => total + of(l.originalUnitPriceSet) * l.quantity,
          0,
        );
        const lines = sum(
          order.lineItems.map((line) => line.discountedTotalSet),
          side,
        );
        const checks = {
          discounts: gross - lines === of(order.totalDiscountsSet),
          total: lines + of(order.totalTaxSet) + of(order.totalShippingPriceSet) === of(order.totalPriceSet),
          current:
            of(order.currentSubtotalPriceSet) +
              of(order.currentTotalTaxSet) +
              of(order.currentShippingPriceSet) ===
            of(order.currentTotalPriceSet),
          shrinks:
            of(order.currentTotalPriceSet) <= of(order.totalPriceSet) && of(order.currentTotalPriceSet) >= 0,
          refunds: refunded === of(order.totalRefundedSet),
          net: of(order.netPaymentSet) >= 0 && of(order.netPaymentSet) + refunded <= of(order.totalPriceSet),
          unchanged:
            order.lineItems.some((line) => line.currentQuantity < line.quantity) ||
            order.cancelledAt !== null ||
            of(order.currentTotalPriceSet) === of(order.totalPriceSet),
          free: units(order.totalPriceSet.shopMoney) > 0 || of(order.totalPriceSet) === 0,
          "all taken back":
            order.lineItems.some((line) => line.currentQuantity > 0) ||
            of(order.currentSubtotalPriceSet) === 0,
          "cancelled and paid back":
            order.cancelledAt === null || order.refunds.length === 0 || of(order.currentTotalPriceSet) === 0,
          paid:
            order.displayFinancialStatus !== "PAID" ||
            of(order.netPaymentSet) === of(order.currentTotalPriceSet),
        };
        for (const [name, holds] of Object.entries(checks))
          if (!holds) wrong.push(`${order.name} ${side} ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps Shopify's own figures true", () => {
    const orders = withOrders(store.orders.filter((order) => !order.test));
    const paid = withOrders(counted);
    const wrong = store.customers.filter((customer) => {
      const spent = sum(
        (paid.get(customer.id) ?? []).map((order) => order.netPaymentSet),
        "shopMoney",
      );
      return (
        customer.numberOfOrders !== String(orders.get(customer.id)?.length ?? 0) ||
        units(customer.amountSpent) !== spent
      );
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("is heavy-tailed, with three buyers in ten coming back and one customer in eight never buying", () => {
    const buyers = [...withOrders(counted).values()];
    const repeatRate = buyers.filter((orders) => orders.length > 1).length / buyers.length;
    expect(repeatRate).toBeGreaterThan(0.25);
    expect(repeatRate).toBeLessThan(0.4);

    const spend = buyers
      .map((orders) =>
        sum(
          orders.map((o) => o.netPaymentSet),
          "shopMoney",
        ),
      )
      .sort((a, b) => b - a);
    const total = spend.reduce((a, b) => a + b, 0);
    const best = spend.slice(0, Math.floor(spend.length / 5)).reduce((a, b) => a + b, 0);
    expect(best / total).toBeGreaterThan(0.5);
    expect(best / total).toBeLessThan(0.8);

    const leads = store.customers.filter((customer) => customer.numberOfOrders === "0").length / 5_000;
    expect(leads).toBeGreaterThan(0.1);
    expect(leads).toBeLessThan(0.17);
  });

  it("sells more in November and December, over four years", () => {
    const months = groupBy(
      counted.filter(({ processedAt }) => processedAt >= "2024-01" && processedAt < "2026-01"),
      ({ processedAt }) => processedAt.slice(5, 7),
    );
    const inMonth = (month: string) => months.get(month)?.length ?? 0;
    expect(inMonth("11") + inMonth("12")).toBeGreaterThan(1.4 * (inMonth("08") + inMonth("09")));
    expect(
      store.orders
        .map(({ processedAt }) => processedAt)
        .sort()[0]
        ?.slice(0, 4),
    ).toBe("2022");
  });

  it("has addresses and numbers that reach nobody, each once", () => {
    const emails = store.customers.flatMap((c) => c.defaultEmailAddress?.emailAddress ?? []);
    const phones = store.customers.flatMap((c) => c.defaultPhoneNumber?.phoneNumber ?? []);
    expect(new Set(emails).size).toBe(emails.length);
    expect(new Set(phones).size).toBe(phones.length);
    expect(emails.filter((email) => !/^[a-z0-9.]+@example\.(com|net|org)$/.test(email))).toEqual([]);
    const fictional = /^(\+1\d{3}55501\d\d|\+447700900\d{3}|\+493023125\d{3}|\+3363998\d{4})$/;
    expect(phones.length).toBeGreaterThan(1_000);
    expect(phones.filter((phone) => !fictional.test(phone))).toEqual([]);
  });
});

describe("at 5,000 customers there is an order", () => {
  const units = (bag: MoneyBag) => Number(bag.shopMoney.amount);
  const goodsBack = (o: AdminOrder) => o.lineItems.some((line) => line.currentQuantity < line.quantity);
  const kinds: Record<string, (order: AdminOrder) => boolean> = {
    test: (o) => o.test,
    "without a customer": (o) => o.customer === null,
    voided: (o) => o.displayFinancialStatus === "VOIDED" && o.cancelledAt === null,
    pending: (o) => o.displayFinancialStatus === "PENDING",
    authorized: (o) => o.displayFinancialStatus === "AUTHORIZED",
    expired: (o) => o.displayFinancialStatus === "EXPIRED",
    "partly paid": (o) => o.displayFinancialStatus === "PARTIALLY_PAID",
    refunded: (o) => o.displayFinancialStatus === "REFUNDED" && o.cancelledAt === null,
    "partly refunded": (o) => o.displayFinancialStatus === "PARTIALLY_REFUNDED" && goodsBack(o),
    "refunded in two parts": (o) => o.refunds.length > 1,
    "refunded out of goodwill": (o) => o.refunds.length > 0 && !goodsBack(o),
    "edited down": (o) => o.edited && goodsBack(o),
    "edited up": (o) => o.edited && !goodsBack(o),
    "cancelled and paid back": (o) => o.cancelledAt !== null && units(o.totalRefundedSet) > 0,
    "cancelled with the money kept": (o) => o.cancelledAt !== null && units(o.netPaymentSet) > 0,
    "cancelled before payment": (o) => o.cancelledAt !== null && o.displayFinancialStatus === "VOIDED",
    free: (o) => units(o.totalPriceSet) === 0,
    "with tax": (o) => units(o.totalTaxSet) > 0,
    "with shipping": (o) => units(o.totalShippingPriceSet) > 0,
    "with a gift card": (o) => o.lineItems.some((line) => line.isGiftCard),
    "starting a subscription": (o) => o.sourceName === "web" && o.lineItems.every((line) => line.sellingPlan),
    "renewing a subscription": (o) =>
      o.sourceName === "subscription_contract" && o.lineItems.every((l) => l.sellingPlan),
    "at a till": (o) => o.sourceName === "pos" && o.retailLocation !== null,
    "of a reseller": (o) => o.tags.includes("wholesale"),
    "with a code": (o) => o.discountCodes.length > 0,
    "with a code that has quotes": (o) => o.discountCodes.some((code) => code.includes('"')),
    "with a deleted product": (o) => o.lineItems.some((line) => line.product === null),
    imported: (o) => o.processedAt < o.createdAt,
    "in yen to the buyer": (o) => o.presentmentCurrencyCode === "JPY",
    "in dinar to the buyer": (o) => o.presentmentCurrencyCode === "KWD",
    "with a return under way": (o) => o.returnStatus === "IN_PROGRESS",
    "in the last 60 days": (o) => o.createdAt > "2026-09-21",
    "scheduled for later": (o) => o.displayFulfillmentStatus === "SCHEDULED" && o.fulfillments.length === 0,
    "that did not arrive": (o) => o.fulfillments.some((parcel) => parcel.displayStatus === "NOT_DELIVERED"),
    "with three of one thing": (o) =>
      !o.tags.includes("wholesale") && o.lineItems.some(({ quantity }) => quantity >= 3),
    "not shipped yet": (o) =>
      o.displayFinancialStatus === "PAID" && o.displayFulfillmentStatus === "UNFULFILLED",
  };
  it.each(Object.keys(kinds))("%s", (kind) => {
    expect(store.orders.filter((order) => kinds[kind]?.(order)).length).toBeGreaterThan(0);
  });

  it("and an abandoned checkout of every fate, all of the last three months", () => {
    const lastOrders = new Map<string, string>();
    for (const { customer, processedAt } of store.orders) {
      if (customer && processedAt > (lastOrders.get(customer.id) ?? ""))
        lastOrders.set(customer.id, processedAt);
    }
    const fates = {
      completed: 0,
      "of somebody who ordered since": 0,
      "of somebody who did not": 0,
      "of nobody known": 0,
    };
    for (const { customer, createdAt, completedAt } of store.abandonedCheckouts) {
      if (completedAt !== null) fates.completed++;
      else if (!customer) fates["of nobody known"]++;
      else if ((lastOrders.get(customer.id) ?? "") >= createdAt) fates["of somebody who ordered since"]++;
      else fates["of somebody who did not"]++;
    }
    for (const count of Object.values(fates)) expect(count).toBeGreaterThan(5);
    // Twenty days before an order of the last ninety.
    expect(store.abandonedCheckouts.filter(({ createdAt }) => createdAt < "2026-08-02")).toEqual([]);
  });

  it("and products in no collection, in one and in several", () => {
    const counts = new Set(store.products.map(({ collections }) => collections.length));
    expect([...counts].sort()).toEqual(expect.arrayContaining([0, 1, 2]));
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    const used = new Set(store.products.flatMap(({ collections }) => collections.map(({ id }) => id)));
    expect(used.size).toBe(store.collections.length);
  });

  it("and birthdays, points and topics of some customers", () => {
    const fields = store.customers.flatMap(({ metafields }) => metafields);
    for (const [key, type] of [
      ["birth_date", "date"],
      ["loyalty_points", "number_integer"],
      ["newsletter_topic", "single_line_text_field"],
    ]) {
      const some = fields.filter((field) => field.key === key && field.type === type).length;
      expect(some).toBeGreaterThan(100);
      expect(some).toBeLessThan(2_500);
    }
  });

  it("cancelled for every reason", () => {
    const reasons = new Set(store.orders.map((order) => order.cancelReason));
    expect([...reasons].sort()).toEqual(
      ["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF", null].sort(),
    );
  });

  it("and customers of every consent, tag and reach", () => {
    const states = (of: (customer: SandboxStore["customers"][number]) => string | undefined) =>
      [...new Set(store.customers.map(of))].filter((state) => state !== undefined).sort();
    expect(states((c) => c.defaultEmailAddress?.marketingState)).toEqual([
      "INVALID",
      "NOT_SUBSCRIBED",
      "PENDING",
      "SUBSCRIBED",
      "UNSUBSCRIBED",
    ]);
    const phoneStates = ["NEVER_SUBSCRIBED", "PENDING", "REDACTED", "SUBSCRIBED", "UNSUBSCRIBED"];
    expect(states((c) => c.defaultPhoneNumber?.smsMarketingConsent.state)).toEqual(phoneStates);
    expect(states((c) => c.defaultPhoneNumber?.whatsAppMarketingConsent.state)).toEqual(phoneStates);
    const tags = new Set(store.customers.flatMap((customer) => customer.tags));
    expect([...tags]).toEqual(
      expect.arrayContaining(["wholesale", "staff", "vip", "newsletter", "influencer 💛"]),
    );
    const some = (found: (customer: SandboxStore["customers"][number]) => boolean) =>
      store.customers.some(found);
    expect(some((c) => c.defaultEmailAddress === null && c.defaultPhoneNumber !== null)).toBe(true);
    expect(some((c) => c.defaultEmailAddress === null && c.defaultPhoneNumber === null)).toBe(true);
    expect(some((c) => c.firstName === null)).toBe(true);
    expect(some((c) => c.displayName.includes('"'))).toBe(true);
    expect(some((c) => /\p{Extended_Pictographic}/u.test(c.displayName))).toBe(true);
    expect(new Set(store.customers.map((c) => c.defaultAddress?.countryCodeV2)).size).toBeGreaterThan(6);
    expect(states((c) => c.productSubscriberStatus)).toEqual([
      "ACTIVE",
      "CANCELLED",
      "EXPIRED",
      "FAILED",
      "NEVER_SUBSCRIBED",
      "PAUSED",
    ]);
  });
});
