import type { SandboxState, ShopState } from "../../state";
import { announce } from "../../webhooks/deliver";
import { deletedOrderPayload } from "../../webhooks/payloads/order";
import { customerFollows } from "../news";
import { findOrder } from "./settleOrder";

/** Removes an order as if it had never been: it is in no total any more. */
export function deleteOrder(state: SandboxState, shop: ShopState, orderId: string): { deleted: string } {
  const order = findOrder(shop, orderId);
  shop.catalog.orders.remove(order);
  announce(state, shop, [
    { topic: "orders/delete", payload: () => deletedOrderPayload(orderId) },
    ...customerFollows(state, shop, order.customer?.id),
  ]);
  return { deleted: orderId };
}
