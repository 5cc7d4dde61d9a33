import { z } from "zod";

import type { AdminCustomer } from "../../stores/store";
import { timestamp, type SandboxState, type ShopState } from "../state";
import { ControlError } from "./controlError";

/** Fields that an edit may set; they keep the Admin API's own names and forms. */
export const customerEdit = z
  .strictObject({
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    displayName: z.string(),
    tags: z.array(z.string()),
    note: z.string().nullable(),
    locale: z.string(),
    marketingState: z.enum(["INVALID", "NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED"]),
  })
  .partial();

export function editCustomer(
  state: SandboxState,
  shop: ShopState,
  id: string,
  { marketingState, ...fields }: z.infer<typeof customerEdit>,
): AdminCustomer {
  const customer = findCustomer(shop, id);
  const now = timestamp(state.now());
  if (marketingState !== undefined) {
    if (!customer.defaultEmailAddress) throw new ControlError(422, `Customer ${id} has no email address`);
    customer.defaultEmailAddress = {
      ...customer.defaultEmailAddress,
      marketingState,
      marketingUpdatedAt: now,
    };
  }
  Object.assign(customer, fields, { updatedAt: now });
  shop.catalog.customers.changed(customer);
  return customer;
}

/** Removes a customer as Shopify does: the orders and checkouts stay and belong to nobody. */
export function deleteCustomer(state: SandboxState, shop: ShopState, id: string): { deleted: string } {
  const customer = findCustomer(shop, id);
  const { customers, orders, abandonedCheckouts } = shop.catalog;
  const now = timestamp(state.now());
  for (const order of [...shop.catalog.ordersOf(id)]) {
    Object.assign(order, { customer: null, updatedAt: now });
    orders.changed(order);
  }
  for (const checkout of [...shop.catalog.checkoutsOf(id)]) {
    Object.assign(checkout, { customer: null, updatedAt: now });
    abandonedCheckouts.changed(checkout);
  }
  customers.remove(customer);
  return { deleted: id };
}

function findCustomer(shop: ShopState, id: string): AdminCustomer {
  const customer = shop.catalog.customers.byId.get(id);
  if (!customer) throw new ControlError(404, `There is no customer ${id}`);
  return customer;
}
