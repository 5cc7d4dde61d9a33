import { isPositive, minus, plus } from "../../../stores/moneyBags";
import type { AdminOrder } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import { ControlError } from "../controlError";
import { findOrder, moneyChanged } from "./settleOrder";

/** Pays what is owed. */
export function payOrder(state: SandboxState, shop: ShopState, orderId: string): AdminOrder {
  const order = findOrder(shop, orderId);
  const owed = minus(order.currentTotalPriceSet, order.netPaymentSet);
  if (order.cancelledAt !== null || order.refunds.length > 0 || !isPositive(owed))
    throw new ControlError(422, `Nothing is owed for order ${orderId}`);
  order.netPaymentSet = plus(order.netPaymentSet, owed);
  order.displayFinancialStatus = "PAID";
  return moneyChanged(state, shop, order, []);
}
