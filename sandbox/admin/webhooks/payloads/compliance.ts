import type { AdminCustomer } from "../../../stores/store";
import type { ShopState } from "../../state";
import { numberOf } from "./numbers";
import { personalOf } from "./personal";

function common({ store, domain }: ShopState) {
  return { shop_id: numberOf(store.shop.id), shop_domain: domain };
}

function person({ approvals }: ShopState, customer: AdminCustomer) {
  const personal = personalOf(approvals);
  return {
    id: numberOf(customer.id),
    email: personal("email", customer.defaultEmailAddress?.emailAddress ?? null),
    phone: personal("phone", customer.defaultPhoneNumber?.phoneNumber ?? null),
  };
}

const ordersOf = ({ catalog }: ShopState, { id }: AdminCustomer): number[] =>
  catalog.ordersOf(id).map((order) => numberOf(order.id));

/** The body of `customers/data_request`. */
export function dataRequestPayload(shop: ShopState, customer: AdminCustomer, requestNumber: number) {
  return {
    ...common(shop),
    orders_requested: ordersOf(shop, customer),
    customer: person(shop, customer),
    data_request: { id: requestNumber },
  };
}

/** The body of `customers/redact`. */
export function customerRedactPayload(shop: ShopState, customer: AdminCustomer) {
  return {
    ...common(shop),
    customer: person(shop, customer),
    orders_to_redact: ordersOf(shop, customer),
  };
}

/** The body of `shop/redact`. */
export const shopRedactPayload = common;
