import { z } from "zod";

import { isPositive, zero } from "../../../stores/moneyBags";
import type { AdminOrder } from "../../../stores/store";
import { timestamp, type SandboxState, type ShopState } from "../../state";
import { ControlError } from "../controlError";
import { orderNews, refundNews } from "../news";
import { pricePieces, takePieces } from "./orderLines";
import { addRefund } from "./refundOrder";
import { findOrder, moneyChanged } from "./settleOrder";

export const cancelInput = z.strictObject({
  reason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]).default("CUSTOMER"),
  refund: z.boolean().default(true),
});

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
  const left = order.lineItems.filter(({ currentQuantity }) => currentQuantity > 0);
  const lines = pricePieces(
    order,
    left.map(({ id, currentQuantity }) => ({ lineItemId: id, quantity: currentQuantity })),
  );
  takePieces(order, lines);
  const news = [orderNews(shop, order, "orders/cancelled")];
  if (refund && isPositive(order.netPaymentSet))
    news.push(refundNews(shop, order, addRefund(state, order, order.netPaymentSet, lines)));
  return moneyChanged(state, shop, order, news);
}
