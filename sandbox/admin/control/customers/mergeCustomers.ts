import { randomUUID } from "node:crypto";

import { z } from "zod";

import type { AdminCustomer } from "../../../stores/store";
import type { SandboxState, ShopState } from "../../state";
import { announce, type Announcement } from "../../webhooks/deliver";
import { checkoutPayload } from "../../webhooks/payloads/checkout";
import { mergePayload } from "../../webhooks/payloads/merge";
import { ControlError } from "../controlError";
import { customerFollows, tagsNews } from "../news";
import { orderChanged } from "../orders/settleOrder";
import { touch } from "../touch";
import { displayNameOf } from "./contacts";
import { findCustomer } from "./settleCustomer";

export const mergeInput = z.strictObject({
  /** The customer that goes. */
  deletedId: z.string(),
  /** Whether the orders and checkouts that move get a new date, and are announced: at Shopify unknown. */
  touchesMoved: z.boolean().default(false),
});

/**
 * Makes two customers one. What the deleted one has and the kept one lacks is taken over, as recorded merges show: tags
 * and metafields joined, notes one after the other, the orders with the kept one's email address.
 */
export function mergeCustomers(
  state: SandboxState,
  shop: ShopState,
  keptId: string,
  { deletedId, touchesMoved }: z.infer<typeof mergeInput>,
): AdminCustomer {
  if (keptId === deletedId) throw new ControlError(422, `Customer ${keptId} cannot be merged into itself`);
  const kept = findCustomer(shop, keptId);
  const deleted = findCustomer(shop, deletedId);
  const tagsBefore = kept.tags;
  takeOver(kept, deleted);
  const moved = moveOrders(state, shop, kept, deletedId, touchesMoved);
  moved.push(...moveCheckouts(state, shop, kept, deletedId, touchesMoved));
  shop.catalog.customers.remove(deleted);
  const jobId = `gid://shopify/Job/${randomUUID()}`;
  announce(state, shop, [
    { topic: "customers/merge", payload: () => mergePayload(keptId, deletedId, jobId) },
    ...customerFollows(state, shop, keptId),
    ...tagsNews(state, keptId, tagsBefore, kept.tags),
    ...moved,
  ]);
  return kept;
}

function takeOver(kept: AdminCustomer, deleted: AdminCustomer): void {
  const wasNamedSo = displayNameOf(kept) === kept.displayName;
  const has = new Set(kept.metafields.map(({ namespace, key }) => `${namespace}.${key}`));
  kept.tags = [...new Set([...kept.tags, ...deleted.tags])];
  kept.note = [kept.note, deleted.note].filter((note) => note !== null).join(" ") || null;
  kept.metafields = [
    ...kept.metafields,
    ...deleted.metafields.filter(({ namespace, key }) => !has.has(`${namespace}.${key}`)),
  ];
  kept.firstName ??= deleted.firstName;
  kept.lastName ??= deleted.lastName;
  kept.defaultEmailAddress ??= deleted.defaultEmailAddress;
  kept.defaultPhoneNumber ??= deleted.defaultPhoneNumber;
  kept.defaultAddress ??= deleted.defaultAddress;
  if (wasNamedSo) kept.displayName = displayNameOf(kept);
}

function moveOrders(
  state: SandboxState,
  shop: ShopState,
  kept: AdminCustomer,
  deletedId: string,
  touches: boolean,
): Announcement[] {
  return [...shop.catalog.ordersOf(deletedId)].flatMap((order) => {
    order.customer = { id: kept.id };
    order.email = kept.defaultEmailAddress?.emailAddress ?? order.email;
    if (touches) return orderChanged(state, shop, order, []);
    shop.catalog.orders.changed(order);
    return [];
  });
}

function moveCheckouts(
  state: SandboxState,
  shop: ShopState,
  kept: AdminCustomer,
  deletedId: string,
  touches: boolean,
): Announcement[] {
  return [...shop.catalog.checkoutsOf(deletedId)].flatMap((checkout) => {
    checkout.customer = { id: kept.id };
    if (touches) touch(state, checkout);
    shop.catalog.abandonedCheckouts.changed(checkout);
    return touches ? [{ topic: "checkouts/update", payload: () => checkoutPayload(shop, checkout) }] : [];
  });
}
