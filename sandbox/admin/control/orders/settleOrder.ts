import type { AdminOrder } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import { announce, type Announcement } from "../../webhooks/deliver";
import { find } from "../find";
import { customerFollows, orderNews } from "../news";
import { touch } from "../touch";

export function findOrder(shop: ShopState, id: string): AdminOrder {
  return find(shop.catalog.orders, "order", id);
}

/** Whatever changes an order moves its date. What tells of it, after `first`. */
export function orderChanged(
  state: SandboxState,
  shop: ShopState,
  order: AdminOrder,
  first: readonly Announcement[],
): Announcement[] {
  touch(state, order);
  shop.catalog.orders.changed(order);
  return [...first, orderNews(shop, order, "orders/updated")];
}

/** Whatever changes what an order cost changes its customer's totals, and the dates of both. Announces all of it. */
export function moneyChanged(
  state: SandboxState,
  shop: ShopState,
  order: AdminOrder,
  first: readonly Announcement[],
): AdminOrder {
  const news = orderChanged(state, shop, order, first);
  announce(state, shop, [...news, ...customerFollows(state, shop, order.customer?.id)]);
  return order;
}
