import { totalsOf } from "../../stores/totals";
import type { AdminCustomer, AdminOrder, AdminRefund } from "../../stores/store";
import type { SandboxState, ShopState } from "../state";
import type { Announcement } from "../webhooks/deliver";
import { customerPayload } from "../webhooks/payloads/customer";
import { orderPayload } from "../webhooks/payloads/order";
import { purchasingSummaryPayload } from "../webhooks/payloads/purchasingSummary";
import { refundPayload } from "../webhooks/payloads/refund";
import { tagsPayload } from "../webhooks/payloads/tags";
import { touch } from "./touch";

export function orderNews(
  shop: ShopState,
  order: AdminOrder,
  topic: "orders/create" | "orders/updated" | "orders/cancelled",
): Announcement {
  return { topic, payload: () => orderPayload(shop, order) };
}

export function refundNews(shop: ShopState, order: AdminOrder, refund: AdminRefund): Announcement {
  return { topic: "refunds/create", payload: () => refundPayload(shop, order, refund) };
}

export function customerNews(
  shop: ShopState,
  customer: AdminCustomer,
  topic: "customers/create" | "customers/update" | "customers/enable" | "customers/disable",
): Announcement {
  return { topic, payload: () => customerPayload(shop, customer) };
}

/** What tells of tags that came and went. Nothing where none did. */
export function tagsNews(
  state: SandboxState,
  customerId: string,
  before: readonly string[],
  after: readonly string[],
): Announcement[] {
  const now = state.now();
  const added = after.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !after.includes(tag));
  return [
    { topic: "customer.tags_added", tags: added },
    { topic: "customer.tags_removed", tags: removed },
  ]
    .filter(({ tags }) => tags.length > 0)
    .map(({ topic, tags }) => ({ topic, payload: () => tagsPayload(customerId, tags, now) }));
}

/**
 * To be called after an order of a customer came, changed or went: brings the customer's totals in line and the date
 * forward. What tells of it.
 */
export function customerFollows(
  state: SandboxState,
  shop: ShopState,
  customerId: string | undefined,
): Announcement[] {
  const customer = shop.catalog.customers.byId.get(customerId ?? "");
  if (!customer) return [];
  const totals = totalsOf(shop.store, shop.catalog.ordersOf(customer.id));
  const isChanged =
    totals.numberOfOrders !== customer.numberOfOrders ||
    totals.amountSpent.amount !== customer.amountSpent.amount ||
    totals.lastOrder?.id !== customer.lastOrder?.id;
  Object.assign(customer, totals);
  touch(state, customer);
  shop.catalog.customers.changed(customer);
  const now = state.now();
  const summary: Announcement = {
    topic: "customers/purchasing_summary",
    payload: () => purchasingSummaryPayload(customer, now),
  };
  return [customerNews(shop, customer, "customers/update"), ...(isChanged ? [summary] : [])];
}
