import { z } from "zod";

import { atRateOf, isPositive, minus, plus, zero } from "../../../stores/moneyBags";
import type { AdminOrder, AdminRefund, MoneyBag } from "../../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../../state";
import { ControlError } from "../controlError";
import { decimal } from "../inputs";
import { refundNews } from "../news";
import { pricePieces, sumOf, takePieces, type TakenLine } from "./orderLines";
import { findOrder, moneyChanged } from "./settleOrder";

export const refundInput = z.union([
  /** Goods come back: their price, discounts taken off, is refunded; tax and shipping stay. */
  z.strictObject({
    lines: z.array(z.strictObject({ lineItemId: z.string(), quantity: z.number().int().positive() })).min(1),
  }),
  /** Goodwill: money back, nothing returned. */
  z.strictObject({ amount: decimal }),
]);

export function refundOrder(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  input: z.infer<typeof refundInput>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  const refund =
    "amount" in input
      ? addRefund(state, order, atRateOf(order.totalPriceSet, input.amount), [])
      : takeBack(state, order, input.lines);
  return moneyChanged(state, shop, order, [refundNews(shop, order, refund)]);
}

function takeBack(
  state: SandboxState,
  order: AdminOrder,
  pieces: readonly { lineItemId: string; quantity: number }[],
): AdminRefund {
  const lines = pricePieces(order, pieces);
  const returned = sumOf(
    zero(order.totalPriceSet),
    lines.map(({ subtotalSet }) => subtotalSet),
  );
  const refund = addRefund(state, order, returned, lines);
  takePieces(order, lines);
  order.currentSubtotalPriceSet = minus(order.currentSubtotalPriceSet, returned);
  order.currentTotalPriceSet = minus(order.currentTotalPriceSet, returned);
  order.returnStatus = "RETURNED";
  return refund;
}

/** Gives money back. Throws 422 where so much was not paid. */
export function addRefund(
  state: SandboxState,
  order: AdminOrder,
  amount: MoneyBag,
  lines: TakenLine[],
): AdminRefund {
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
  const refund: AdminRefund = {
    id: newGid(state, "Refund"),
    createdAt: now,
    processedAt: now,
    totalRefundedSet: amount,
    lines,
  };
  order.refunds.push(refund);
  return refund;
}
