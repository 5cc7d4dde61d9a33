import { z } from "zod";

import { amountOf, millionths, sumOf } from "./exactAmounts";
import { amount, bothMoneys, instant, plainId, shopMoney } from "./webhookJson";

const discountAllocation = z.object({ amount_set: shopMoney });

const lineItem = z.object({
  id: plainId,
  product_id: plainId.nullish(),
  variant_id: plainId.nullish(),
  title: z.string(),
  variant_title: z.string().nullish(),
  sku: z.string().nullish(),
  vendor: z.string().nullish(),
  quantity: z.number().int(),
  current_quantity: z.number().int(),
  price_set: shopMoney,
  discount_allocations: z.array(discountAllocation).default([]),
  gift_card: z.boolean().default(false),
});

const refund = z.object({
  id: plainId,
  processed_at: instant.nullish(),
  created_at: instant.nullish(),
  transactions: z
    .array(z.object({ amount, currency: z.string().nullish(), kind: z.string(), status: z.string() }))
    .default([]),
});

const fulfillment = z.object({
  id: plainId,
  created_at: instant.nullish(),
  status: z.string().nullish(),
  shipment_status: z.string().nullish(),
});

/** What is read of the payload of `orders/*` (REST shape). */
export const orderPayload = z.object({
  id: plainId,
  name: z.string(),
  created_at: instant,
  updated_at: instant,
  processed_at: instant.nullish(),
  cancelled_at: instant.nullish(),
  cancel_reason: z.string().nullish(),
  test: z.boolean().default(false),
  currency: z.string(),
  presentment_currency: z.string().nullish(),
  financial_status: z.string().nullish(),
  fulfillment_status: z.string().nullish(),
  source_name: z.string().nullish(),
  location_id: plainId.nullish(),
  tags: z.string().default(""),
  discount_codes: z.array(z.object({ code: z.string() })).default([]),
  total_price_set: bothMoneys,
  current_total_price_set: shopMoney,
  current_total_tax_set: shopMoney.optional(),
  total_tax_set: shopMoney.optional(),
  current_shipping_price_set: shopMoney.optional(),
  total_shipping_price_set: shopMoney.optional(),
  total_discounts_set: shopMoney.nullish(),
  total_outstanding: amount.optional(),
  /** Left out where nobody is known, and where the app may not read customers. */
  customer: z.looseObject({ id: plainId }).nullish(),
  shipping_address: z
    .object({
      country_code: z.string().nullish(),
      province_code: z.string().nullish(),
      city: z.string().nullish(),
    })
    .nullish(),
  line_items: z.array(lineItem),
  refunds: z.array(refund).default([]),
  fulfillments: z.array(fulfillment).default([]),
});

export type OrderPayload = z.infer<typeof orderPayload>;

/**
 * An order in the lines of the bulk operation's file, as far as webhooks tell it. What was received is worked out of what is
 * outstanding, refunds of their transactions; how an order is shown, its returns and selling plans
 * webhooks do not tell. The Admin API is asked for all of it afterwards.
 */
export function orderLines(order: OrderPayload): Record<string, unknown>[] {
  const id = gid("Order", order.id);
  const refunds = order.refunds.map((each) => ({
    id: gid("Refund", each.id),
    processedAt: each.processed_at ?? each.created_at ?? null,
    totalRefundedSet: bag(amountOf(refundedBy(each, order))),
  }));
  const received = millionths(order.current_total_price_set) - millionths(order.total_outstanding ?? "0");
  const root = {
    id,
    name: order.name,
    createdAt: order.created_at,
    updatedAt: order.updated_at,
    processedAt: order.processed_at ?? order.created_at,
    cancelledAt: order.cancelled_at ?? null,
    cancelReason: order.cancel_reason?.toUpperCase() ?? null,
    test: order.test,
    displayFinancialStatus: order.financial_status?.toUpperCase() ?? null,
    displayFulfillmentStatus: fulfillmentStatus(order.fulfillment_status ?? null),
    returnStatus: null,
    sourceName: order.source_name ?? null,
    retailLocation: order.location_id == null ? null : { id: gid("Location", order.location_id) },
    presentmentCurrencyCode: order.presentment_currency ?? order.currency,
    tags: order.tags.split(",").flatMap((tag) => (tag.trim() === "" ? [] : [tag.trim()])),
    discountCodes: order.discount_codes.map(({ code }) => code),
    customer: order.customer ? { id: gid("Customer", order.customer.id) } : null,
    shippingAddress: order.shipping_address
      ? {
          countryCodeV2: order.shipping_address.country_code ?? null,
          provinceCode: order.shipping_address.province_code ?? null,
          city: order.shipping_address.city ?? null,
        }
      : null,
    totalPriceSet: bag(order.total_price_set.shop),
    currentTotalPriceSet: bag(order.current_total_price_set),
    currentTotalTaxSet: bag(order.current_total_tax_set ?? order.total_tax_set ?? "0"),
    currentShippingPriceSet: bag(order.current_shipping_price_set ?? order.total_shipping_price_set ?? "0"),
    totalDiscountsSet: order.total_discounts_set == null ? null : bag(order.total_discounts_set),
    totalRefundedSet: bag(amountOf(order.refunds.reduce((sum, each) => sum + refundedBy(each, order), 0n))),
    netPaymentSet: bag(amountOf(received > 0n ? received : 0n)),
    refunds,
    fulfillments: order.fulfillments.map((each) => ({
      id: gid("Fulfillment", each.id),
      createdAt: each.created_at ?? null,
      status: each.status?.toUpperCase() ?? null,
      displayStatus: each.shipment_status == null ? "FULFILLED" : shipmentStatus(each.shipment_status),
      deliveredAt: null,
    })),
  };
  return [root, ...order.line_items.map((line) => lineOf(line, id))];
}

function lineOf(line: z.infer<typeof lineItem>, orderId: string): Record<string, unknown> {
  const discounts = sumOf(line.discount_allocations.map(({ amount_set }) => amount_set));
  return {
    id: gid("LineItem", line.id),
    title: line.title,
    variantTitle: line.variant_title ?? null,
    sku: line.sku ?? null,
    vendor: line.vendor ?? null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    isGiftCard: line.gift_card,
    product: line.product_id == null ? null : { id: gid("Product", line.product_id) },
    variant: line.variant_id == null ? null : { id: gid("ProductVariant", line.variant_id) },
    originalUnitPriceSet: bag(line.price_set),
    discountedTotalSet: bag(amountOf(millionths(line.price_set) * BigInt(line.quantity) - discounts)),
    sellingPlan: null,
    __parentId: orderId,
  };
}

/** Money that went back, in millionths of the shop's currency: what moved in the buyer's, at the rate of the order. */
function refundedBy({ transactions }: z.infer<typeof refund>, order: OrderPayload): bigint {
  return transactions
    .filter(({ kind, status }) => kind === "refund" && status === "success")
    .reduce(
      (sum, { amount: moved, currency }) => sum + inShopCurrency(millionths(moved), currency, order),
      0n,
    );
}

function inShopCurrency(moved: bigint, currency: string | null | undefined, order: OrderPayload): bigint {
  const buyer = millionths(order.total_price_set.buyer ?? "0");
  if (currency == null || currency === order.currency || buyer <= 0n) return moved;
  return (moved * millionths(order.total_price_set.shop) * 2n + buyer) / (buyer * 2n);
}

/** REST knows four states, the Admin API eleven. */
const fulfillmentStatuses: Readonly<Record<string, string>> = {
  fulfilled: "FULFILLED",
  partial: "PARTIALLY_FULFILLED",
  restocked: "RESTOCKED",
};

function fulfillmentStatus(status: string | null): string {
  return status === null ? "UNFULFILLED" : (fulfillmentStatuses[status] ?? status.toUpperCase());
}

/** REST's `failure` of a shipment is what the Admin API shows as not delivered or failed; both count as failed. */
function shipmentStatus(status: string): string {
  return status.toUpperCase();
}

export function gid(type: string, id: bigint): string {
  return `gid://shopify/${type}/${String(id)}`;
}

function bag(of: string): { shopMoney: { amount: string } } {
  return { shopMoney: { amount: of } };
}
