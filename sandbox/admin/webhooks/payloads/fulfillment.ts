import type { AdminOrder } from "../../../stores/store";
import type { ShopState } from "../../state";
import { addressPayload } from "./address";
import { lineItemPayload } from "./lineItem";
import { numberOf } from "./numbers";
import { personalOf } from "./personal";
import { shopTime } from "./shopTime";

type Fulfillment = AdminOrder["fulfillments"][number];

/** Display statuses that tell where the parcel is; others are of the order alone. */
const shipmentStatuses = new Set([
  "ATTEMPTED_DELIVERY",
  "CONFIRMED",
  "DELAYED",
  "DELIVERED",
  "FAILURE",
  "IN_TRANSIT",
  "LABEL_PRINTED",
  "LABEL_PURCHASED",
  "OUT_FOR_DELIVERY",
  "PICKED_UP",
  "READY_FOR_PICKUP",
]);

/** A fulfilment, by itself in `fulfillments/…` and within its order. The store does not know which lines it took: all. */
export function fulfillmentPayload(shop: ShopState, order: AdminOrder, fulfillment: Fulfillment) {
  const zone = shop.store.shop.ianaTimezone;
  const personal = personalOf(shop.approvals);
  const { displayStatus } = fulfillment;
  const place = order.fulfillments.indexOf(fulfillment) + 1;
  return {
    id: numberOf(fulfillment.id),
    admin_graphql_api_id: fulfillment.id,
    order_id: numberOf(order.id),
    name: `${order.name}.${String(place)}`,
    status: fulfillment.status.toLowerCase(),
    shipment_status:
      displayStatus !== null && shipmentStatuses.has(displayStatus) ? displayStatus.toLowerCase() : null,
    created_at: shopTime(fulfillment.createdAt, zone),
    updated_at: shopTime(order.updatedAt, zone),
    service: "manual",
    location_id: order.retailLocation && numberOf(order.retailLocation.id),
    origin_address: null,
    email: personal("email", order.email),
    destination: addressPayload(order.shippingAddress, personal),
    line_items: order.lineItems.map((line) => lineItemPayload(shop, line)),
    tracking_company: null,
    tracking_number: null,
    tracking_numbers: [],
    tracking_url: null,
    tracking_urls: [],
    receipt: {},
  };
}
