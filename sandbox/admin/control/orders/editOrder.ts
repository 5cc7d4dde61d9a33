import { z } from "zod";

import { isPositive, minus, plus, zero } from "../../../stores/moneyBags";
import type { AdminOrder } from "../../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../../state";
import { numberOf } from "../../webhooks/payloads/numbers";
import { orderEditPayload } from "../../webhooks/payloads/orderEdit";
import { shopTime } from "../../webhooks/payloads/shopTime";
import { ControlError } from "../controlError";
import { lineInput } from "../inputs";
import { newLine, pricePieces, sumOf, takePieces } from "./orderLines";
import { findOrder, moneyChanged } from "./settleOrder";

export const orderEditInput = z
  .strictObject({
    add: z.array(lineInput).default([]),
    remove: z
      .array(z.strictObject({ lineItemId: z.string(), quantity: z.number().int().positive() }))
      .default([]),
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, { error: "Nothing is added or removed" });

/** Adds lines and takes pieces off. No money moves: what is owed or was paid too much stays so. */
export function editOrder(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  { add, remove }: z.infer<typeof orderEditInput>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  if (order.cancelledAt !== null) throw new ControlError(422, `Order ${orderId} is cancelled`);
  if (order.presentmentCurrencyCode !== order.currencyCode)
    throw new ControlError(422, `Order ${orderId} was paid in another currency than the shop's`);
  const nothing = zero(order.totalPriceSet);
  const taken = pricePieces(order, remove);
  takePieces(order, taken);
  const gone = sumOf(
    nothing,
    taken.map(({ subtotalSet }) => subtotalSet),
  );
  const added = add.map((line) => newLine(state, shop, line));
  const more = sumOf(
    nothing,
    added.map((line) => line.discountedTotalSet),
  );
  order.lineItems.push(...added);
  order.edited = true;
  order.totalPriceSet = plus(order.totalPriceSet, more);
  order.currentSubtotalPriceSet = minus(plus(order.currentSubtotalPriceSet, more), gone);
  order.currentTotalPriceSet = minus(plus(order.currentTotalPriceSet, more), gone);
  order.displayFinancialStatus = statusAfterEdit(order);
  const edit = {
    id: numberOf(newGid(state, "OrderEdit")),
    orderId,
    added: added.map(({ id, quantity }) => ({ lineItemId: id, quantity })),
    removed: remove,
    createdAt: shopTime(timestamp(state.now()), shop.store.shop.ianaTimezone),
  };
  return moneyChanged(state, shop, order, [
    { topic: "orders/edited", payload: () => orderEditPayload(edit) },
  ]);
}

/** A paid order that now costs more is paid in part. */
function statusAfterEdit(order: AdminOrder): string | null {
  const { displayFinancialStatus: status, netPaymentSet: paid, currentTotalPriceSet: total } = order;
  if (status !== "PAID" && status !== "PARTIALLY_PAID") return status;
  return isPositive(minus(total, paid)) ? "PARTIALLY_PAID" : "PAID";
}
