import { minus, zero } from "../../../stores/moneyBags";
import type { AdminOrder } from "../../../stores/store";
import type { ShopState } from "../../state";
import { moneySet } from "./amounts";
import { lineItemPayload } from "./lineItem";
import { numberOf } from "./numbers";
import { shopTime } from "./shopTime";

type Refund = AdminOrder["refunds"][number];

/** A refund, by itself in `refunds/create` and within its order. */
export function refundPayload(shop: ShopState, order: AdminOrder, refund: Refund) {
  const zone = shop.store.shop.ianaTimezone;
  const nothing = zero(refund.totalRefundedSet);
  return {
    id: numberOf(refund.id),
    admin_graphql_api_id: refund.id,
    order_id: numberOf(order.id),
    created_at: shopTime(refund.createdAt, zone),
    processed_at: shopTime(refund.processedAt, zone),
    note: null,
    user_id: null,
    restock: refund.lines !== undefined && refund.lines.length > 0,
    refund_line_items: refundLines(shop, order, refund),
    transactions: [transaction(shop, order, refund)],
    order_adjustments: adjustments(order, refund),
    refund_shipping_lines: [],
    duties: [],
    total_duties_set: moneySet(nothing),
    return: null,
  };
}

/** Goods that came back; the store does not know them of every refund. Subtotals are numbers here, not strings. */
function refundLines(shop: ShopState, order: AdminOrder, refund: Refund) {
  return (refund.lines ?? []).flatMap(({ lineItem, quantity, subtotalSet }, index) => {
    const line = order.lineItems.find(({ id }) => id === lineItem.id);
    if (!line) return [];
    const noTax = zero(subtotalSet);
    return [
      {
        id: numberOf(refund.id) * 100 + index,
        line_item_id: numberOf(line.id),
        location_id: null,
        quantity,
        restock_type: order.cancelledAt === null ? "return" : "cancel",
        subtotal: Number(subtotalSet.shopMoney.amount),
        subtotal_set: moneySet(subtotalSet),
        total_tax: 0,
        total_tax_set: moneySet(noTax),
        line_item: lineItemPayload(shop, line),
      },
    ];
  });
}

/** Money moves in the currency that the buyer paid in, which may be another than the shop's. */
function transaction(shop: ShopState, order: AdminOrder, refund: Refund) {
  const { amount, currencyCode } = refund.totalRefundedSet.presentmentMoney;
  const number = numberOf(refund.id);
  const at = shopTime(refund.processedAt, shop.store.shop.ianaTimezone);
  return {
    id: number,
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${String(number)}`,
    order_id: numberOf(order.id),
    kind: "refund",
    status: "success",
    gateway: "bogus",
    amount,
    currency: currencyCode,
    created_at: at,
    processed_at: at,
    test: order.test,
    message: null,
    error_code: null,
    parent_id: null,
    source_name: order.sourceName,
  };
}

/** Goodwill, money back without goods, is a discrepancy to Shopify. Its amount is negative. */
function adjustments(order: AdminOrder, refund: Refund) {
  if (refund.lines === undefined || refund.lines.length > 0) return [];
  const amount = minus(zero(refund.totalRefundedSet), refund.totalRefundedSet);
  return [
    {
      id: numberOf(refund.id),
      order_id: numberOf(order.id),
      refund_id: numberOf(refund.id),
      kind: "refund_discrepancy",
      reason: "Refund discrepancy",
      amount: amount.shopMoney.amount,
      amount_set: moneySet(amount),
    },
  ];
}
