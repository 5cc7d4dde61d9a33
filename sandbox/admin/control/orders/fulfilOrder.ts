import { z } from "zod";

import type { AdminOrder } from "../../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../../state";
import { announce } from "../../webhooks/deliver";
import { fulfillmentPayload } from "../../webhooks/payloads/fulfillment";
import { ControlError } from "../controlError";
import { findOrder, orderChanged } from "./settleOrder";

/** `FulfillmentDisplayStatus`, but those of labels. */
const displayStatus = z.enum([
  "ATTEMPTED_DELIVERY",
  "CANCELED",
  "CONFIRMED",
  "DELAYED",
  "DELIVERED",
  "FAILURE",
  "FULFILLED",
  "IN_TRANSIT",
  "MARKED_AS_FULFILLED",
  "NOT_DELIVERED",
  "OUT_FOR_DELIVERY",
  "PICKED_UP",
  "READY_FOR_PICKUP",
  "SUBMITTED",
]);

export const fulfilInput = z.strictObject({
  displayStatus: displayStatus.default("FULFILLED"),
  /** Some of the goods are still to be sent. */
  partial: z.boolean().default(false),
});

export const fulfillmentEdit = z.strictObject({
  displayStatus,
  status: z.enum(["CANCELLED", "ERROR", "FAILURE", "SUCCESS"]).optional(),
});

/** Sends an order's goods. */
export function fulfilOrder(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  input: z.infer<typeof fulfilInput>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  if (order.cancelledAt !== null || order.displayFulfillmentStatus === "FULFILLED")
    throw new ControlError(422, `Order ${orderId} has nothing left to send`);
  const now = timestamp(state.now());
  const fulfillment = {
    id: newGid(state, "Fulfillment"),
    createdAt: now,
    status: "SUCCESS",
    displayStatus: input.displayStatus,
    deliveredAt: input.displayStatus === "DELIVERED" ? now : null,
  };
  order.fulfillments.push(fulfillment);
  order.displayFulfillmentStatus = input.partial ? "PARTIALLY_FULFILLED" : "FULFILLED";
  announce(
    state,
    shop,
    orderChanged(state, shop, order, [
      { topic: "fulfillments/create", payload: () => fulfillmentPayload(shop, order, fulfillment) },
    ]),
  );
  return order;
}

/** Tells where an order's last parcel is, or that it was called off. */
export function editFulfillment(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  input: z.infer<typeof fulfillmentEdit>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  const fulfillment = order.fulfillments.at(-1);
  if (!fulfillment) throw new ControlError(422, `Nothing was sent of order ${orderId}`);
  Object.assign(fulfillment, input);
  if (input.displayStatus === "DELIVERED") fulfillment.deliveredAt ??= timestamp(state.now());
  if (input.status === "CANCELLED") order.displayFulfillmentStatus = "UNFULFILLED";
  announce(
    state,
    shop,
    orderChanged(state, shop, order, [
      { topic: "fulfillments/update", payload: () => fulfillmentPayload(shop, order, fulfillment) },
    ]),
  );
  return order;
}
