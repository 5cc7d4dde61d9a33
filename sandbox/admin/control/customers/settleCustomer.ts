import type { AdminCustomer } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import { announce, type Announcement } from "../../webhooks/deliver";
import { find } from "../find";
import { customerNews } from "../news";
import { touch } from "../touch";

export function findCustomer(shop: ShopState, id: string): AdminCustomer {
  return find(shop.catalog.customers, "customer", id);
}

/** Whatever changes a customer moves the date, and is told by `customers/update` besides what tells it in particular. */
export function customerChanged(
  state: SandboxState,
  shop: ShopState,
  customer: AdminCustomer,
  more: readonly Announcement[],
): AdminCustomer {
  touch(state, customer);
  shop.catalog.customers.changed(customer);
  announce(state, shop, [customerNews(shop, customer, "customers/update"), ...more]);
  return customer;
}
