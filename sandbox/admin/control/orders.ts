import { z } from "zod";

import { minorUnits } from "../../stores/money";
import type { AdminLineItem, AdminOrder } from "../../stores/store";
import { totalsOf } from "../../stores/totals";
import { newGid, timestamp, type SandboxState, type ShopState } from "../state";
import { ControlError } from "./controlError";
import { atRateOf, bagOf, isPositive, minus, plus, share, zero } from "../../stores/moneyBags";

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const instant = z.iso.datetime({ offset: true });

export const newOrder = z.strictObject({
  /** A customer's global id; null, the default, is a guest. */
  customerId: z.string().nullable().default(null),
  lines: z
    .array(
      z.strictObject({
        title: z.string(),
        quantity: z.number().int().positive(),
        unitPrice: decimal,
        productId: z.string().nullable().default(null),
        isGiftCard: z.boolean().default(false),
      }),
    )
    .min(1),
  createdAt: instant.optional(),
  processedAt: instant.optional(),
  test: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  sourceName: z.string().nullable().default("web"),
  displayFinancialStatus: z.string().default("PAID"),
});

export const refundInput = z.union([
  /** Goods come back: their price, discounts taken off, is refunded; tax and shipping stay. */
  z.strictObject({
    lines: z.array(z.strictObject({ lineItemId: z.string(), quantity: z.number().int().positive() })),
  }),
  /** Goodwill: money back, nothing returned. */
  z.strictObject({ amount: decimal }),
]);

export const cancelInput = z.strictObject({
  reason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]).default("CUSTOMER"),
  refund: z.boolean().default(true),
});

/** Adds an order without tax, shipping and discounts, paid unless its status says otherwise. */
export function placeOrder(
  state: SandboxState,
  shop: ShopState,
  input: z.infer<typeof newOrder>,
): AdminOrder {
  const currency = shop.store.shop.currencyCode;
  if (input.customerId !== null && !shop.catalog.customers.byId.has(input.customerId)) {
    throw new ControlError(404, `There is no customer ${input.customerId}`);
  }
  const now = timestamp(state.now());
  const lineItems = input.lines.map((line): AdminLineItem => {
    const unit = minorUnits(line.unitPrice, currency);
    return {
      id: newGid(state, "LineItem"),
      title: line.title,
      variantTitle: null,
      sku: null,
      vendor: null,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      isGiftCard: line.isGiftCard,
      product: line.productId === null ? null : { id: line.productId },
      variant: null,
      originalUnitPriceSet: bagOf(unit, currency),
      discountedTotalSet: bagOf(unit * BigInt(line.quantity), currency),
      sellingPlan: null,
    };
  });
  const none = bagOf(0n, currency);
  const total = lineItems.reduce((sum, line) => plus(sum, line.discountedTotalSet), none);
  const isPaid = input.displayFinancialStatus === "PAID";
  const order: AdminOrder = {
    id: newGid(state, "Order"),
    name: `#S${String(state.nextNumber)}`,
    createdAt: input.createdAt ?? now,
    updatedAt: now,
    processedAt: input.processedAt ?? input.createdAt ?? now,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: input.test,
    confirmed: true,
    edited: false,
    currencyCode: currency,
    presentmentCurrencyCode: currency,
    sourceName: input.sourceName,
    discountCodes: [],
    tags: input.tags,
    email: null,
    displayFinancialStatus: input.displayFinancialStatus,
    displayFulfillmentStatus: "UNFULFILLED",
    returnStatus: "NO_RETURN",
    retailLocation: null,
    customer: input.customerId === null ? null : { id: input.customerId },
    shippingAddress: null,
    totalPriceSet: total,
    currentTotalPriceSet: total,
    currentSubtotalPriceSet: total,
    currentTotalTaxSet: none,
    currentShippingPriceSet: none,
    totalDiscountsSet: none,
    totalShippingPriceSet: none,
    totalTaxSet: none,
    totalRefundedSet: none,
    netPaymentSet: isPaid ? total : none,
    refunds: [],
    fulfillments: [],
    lineItems,
  };
  shop.catalog.orders.add(order);
  orderChanged(state, shop, order);
  return order;
}

export function refundOrder(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  input: z.infer<typeof refundInput>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  if ("amount" in input) {
    addRefund(state, order, atRateOf(order.totalPriceSet, input.amount));
  } else {
    let returned = zero(order.totalPriceSet);
    for (const { lineItemId, quantity } of input.lines) {
      const line = order.lineItems.find(({ id }) => id === lineItemId);
      if (!line || line.currentQuantity < quantity) {
        throw new ControlError(
          422,
          `Order ${orderId} has no ${String(quantity)} pieces of ${lineItemId} left`,
        );
      }
      line.currentQuantity -= quantity;
      returned = plus(returned, share(line.discountedTotalSet, quantity, line.quantity));
    }
    order.currentSubtotalPriceSet = minus(order.currentSubtotalPriceSet, returned);
    order.currentTotalPriceSet = minus(order.currentTotalPriceSet, returned);
    order.returnStatus = "RETURNED";
    addRefund(state, order, returned);
  }
  orderChanged(state, shop, order);
  return order;
}

export function cancelOrder(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  { reason, refund }: z.infer<typeof cancelInput>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  if (order.cancelledAt !== null) throw new ControlError(422, `Order ${orderId} is cancelled already`);
  order.cancelledAt = timestamp(state.now());
  order.cancelReason = reason;
  const none = zero(order.totalPriceSet);
  order.currentSubtotalPriceSet = none;
  order.currentTotalPriceSet = none;
  order.currentTotalTaxSet = none;
  order.currentShippingPriceSet = none;
  for (const line of order.lineItems) line.currentQuantity = 0;
  if (refund && isPositive(order.netPaymentSet)) addRefund(state, order, order.netPaymentSet);
  orderChanged(state, shop, order);
  return order;
}

function addRefund(state: SandboxState, order: AdminOrder, amount: AdminOrder["totalPriceSet"]): void {
  const left = minus(order.netPaymentSet, amount);
  if (isPositive(minus(zero(left), left))) {
    throw new ControlError(
      422,
      `Order ${order.id} was not paid ${amount.shopMoney.amount} that could be refunded`,
    );
  }
  order.netPaymentSet = left;
  order.totalRefundedSet = plus(order.totalRefundedSet, amount);
  order.displayFinancialStatus = isPositive(left) ? "PARTIALLY_REFUNDED" : "REFUNDED";
  const now = timestamp(state.now());
  order.refunds.push({
    id: newGid(state, "Refund"),
    createdAt: now,
    processedAt: now,
    totalRefundedSet: amount,
  });
}

function findOrder(shop: ShopState, id: string): AdminOrder {
  const order = shop.catalog.orders.byId.get(id);
  if (!order) throw new ControlError(404, `There is no order ${id}`);
  return order;
}

/** Whatever changes an order changes its customer's totals, and the dates of both. */
function orderChanged(state: SandboxState, shop: ShopState, order: AdminOrder): void {
  const now = timestamp(state.now());
  order.updatedAt = now;
  shop.catalog.orders.changed(order);
  const customer = order.customer && shop.catalog.customers.byId.get(order.customer.id);
  if (!customer) return;
  Object.assign(customer, totalsOf(shop.store, shop.catalog.ordersOf(customer.id)), { updatedAt: now });
  shop.catalog.customers.changed(customer);
}
