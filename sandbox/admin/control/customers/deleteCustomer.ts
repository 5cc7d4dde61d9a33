import type { SandboxState, ShopState } from "../../state";
import { announce, type Announcement } from "../../webhooks/deliver";
import { checkoutPayload } from "../../webhooks/payloads/checkout";
import { deletedCustomerPayload } from "../../webhooks/payloads/customer";
import { orderChanged } from "../orders/settleOrder";
import { touch } from "../touch";
import { findCustomer } from "./settleCustomer";

/** Removes a customer as Shopify does: the orders and checkouts stay and belong to nobody. */
export function deleteCustomer(state: SandboxState, shop: ShopState, id: string): { deleted: string } {
  const customer = findCustomer(shop, id);
  const { customers, abandonedCheckouts } = shop.catalog;
  const orders = [...shop.catalog.ordersOf(id)];
  const checkouts = [...shop.catalog.checkoutsOf(id)];
  customers.remove(customer);
  const news: Announcement[] = [{ topic: "customers/delete", payload: () => deletedCustomerPayload(id) }];
  for (const order of orders) {
    order.customer = null;
    news.push(...orderChanged(state, shop, order, []));
  }
  for (const checkout of checkouts) {
    checkout.customer = null;
    touch(state, checkout);
    abandonedCheckouts.changed(checkout);
    news.push({ topic: "checkouts/update", payload: () => checkoutPayload(shop, checkout) });
  }
  announce(state, shop, news);
  return { deleted: id };
}
