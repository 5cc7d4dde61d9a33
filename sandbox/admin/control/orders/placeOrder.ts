import { z } from "zod";

import { minorUnits } from "../../../stores/money";
import { bagOf, isPositive, minus, plus, share } from "../../../stores/moneyBags";
import type { AdminLineItem, AdminOrder, MoneyBag } from "../../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../../state";
import { announce, type Announcement } from "../../webhooks/deliver";
import { ControlError } from "../controlError";
import { find } from "../find";
import { decimal, instant, lineInput } from "../inputs";
import { customerFollows, orderNews } from "../news";
import { newLine, sumOf } from "./orderLines";
import { orderChanged } from "./settleOrder";

export const newOrder = z.strictObject({
  /** A customer's global id; null, the default, is a guest. */
  customerId: z.string().nullable().default(null),
  lines: z.array(lineInput).min(1),
  shipping: decimal.default("0"),
  tax: decimal.default("0"),
  /** Off the goods, by a code or (null) automatically. */
  discount: z.strictObject({ code: z.string().nullable().default(null), amount: decimal }).optional(),
  createdAt: instant.optional(),
  processedAt: instant.optional(),
  test: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  sourceName: z.string().nullable().default("web"),
  displayFinancialStatus: z.string().default("PAID"),
});

/** Adds an order, paid unless its status says otherwise, and announces it. */
export function placeOrder(
  state: SandboxState,
  shop: ShopState,
  input: z.infer<typeof newOrder>,
): AdminOrder {
  const { order, news } = addOrder(state, shop, input);
  announce(state, shop, news);
  return order;
}

/** Adds an order, as {@link placeOrder}, for something larger to announce. */
export function addOrder(
  state: SandboxState,
  shop: ShopState,
  input: z.infer<typeof newOrder>,
): { order: AdminOrder; news: Announcement[] } {
  const customer =
    input.customerId === null ? null : find(shop.catalog.customers, "customer", input.customerId);
  const now = timestamp(state.now());
  const createdAt = input.createdAt ?? now;
  const order: AdminOrder = {
    id: newGid(state, "Order"),
    name: `#S${String(state.nextNumber)}`,
    createdAt,
    updatedAt: now,
    processedAt: input.processedAt ?? createdAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: input.test,
    confirmed: true,
    edited: false,
    sourceName: input.sourceName,
    discountCodes: input.discount?.code == null ? [] : [input.discount.code],
    tags: input.tags,
    email: customer?.defaultEmailAddress?.emailAddress ?? null,
    displayFinancialStatus: input.displayFinancialStatus,
    displayFulfillmentStatus: "UNFULFILLED",
    returnStatus: "NO_RETURN",
    retailLocation: null,
    customer: customer && { id: customer.id },
    shippingAddress: customer?.defaultAddress ?? null,
    refunds: [],
    fulfillments: [],
    ...priceOf(state, shop, input),
  };
  shop.catalog.orders.add(order);
  const news = orderChanged(state, shop, order, [orderNews(shop, order, "orders/create")]);
  return { order, news: [...news, ...customerFollows(state, shop, customer?.id)] };
}

function priceOf(state: SandboxState, shop: ShopState, input: z.infer<typeof newOrder>) {
  const currency = shop.store.shop.currencyCode;
  const bag = (amount: string): MoneyBag => bagOf(minorUnits(amount, currency), currency);
  const none = bagOf(0n, currency);
  const discount = bag(input.discount?.amount ?? "0");
  const lineItems = input.lines.map((line) => newLine(state, shop, line));
  takeOff(lineItems, discount);
  const subtotal = sumOf(
    none,
    lineItems.map((line) => line.discountedTotalSet),
  );
  const [shipping, tax] = [bag(input.shipping), bag(input.tax)];
  const total = plus(plus(subtotal, shipping), tax);
  return {
    currencyCode: currency,
    presentmentCurrencyCode: currency,
    totalPriceSet: total,
    currentTotalPriceSet: total,
    currentSubtotalPriceSet: subtotal,
    currentTotalTaxSet: tax,
    currentShippingPriceSet: shipping,
    totalDiscountsSet: discount,
    totalShippingPriceSet: shipping,
    totalTaxSet: tax,
    totalRefundedSet: none,
    netPaymentSet: input.displayFinancialStatus === "PAID" ? total : none,
    lineItems,
  };
}

/** Spreads a discount over the lines by what they cost; the last takes what rounding leaves. */
function takeOff(lines: readonly AdminLineItem[], discount: MoneyBag): void {
  const goods = sumOf(
    minus(discount, discount),
    lines.map((line) => line.discountedTotalSet),
  );
  if (isPositive(minus(discount, goods))) throw new ControlError(422, "The discount is more than the goods");
  const whole = Number(goods.shopMoney.amount.replace(".", ""));
  let left = discount;
  for (const [place, line] of lines.entries()) {
    const part = Number(line.discountedTotalSet.shopMoney.amount.replace(".", ""));
    const own = place === lines.length - 1 ? left : share(discount, part, whole);
    line.discountedTotalSet = minus(line.discountedTotalSet, own);
    left = minus(left, own);
  }
}
