import { z } from "zod";

import type { AdminOrder } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import { announce } from "../../webhooks/deliver";
import { findOrder, orderChanged } from "./settleOrder";

/** Fields that an edit may set; they keep the Admin API's own names and forms. */
export const orderPatch = z
  .strictObject({
    tags: z.array(z.string()),
    displayFulfillmentStatus: z.string(),
    returnStatus: z.enum([
      "INSPECTION_COMPLETE",
      "IN_PROGRESS",
      "NO_RETURN",
      "RETURNED",
      "RETURN_FAILED",
      "RETURN_REQUESTED",
    ]),
    closedAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .partial();

export function patchOrder(
  state: SandboxState,
  shop: ShopState,
  orderId: string,
  fields: z.infer<typeof orderPatch>,
): AdminOrder {
  const order = findOrder(shop, orderId);
  Object.assign(order, fields);
  announce(state, shop, orderChanged(state, shop, order, []));
  return order;
}
