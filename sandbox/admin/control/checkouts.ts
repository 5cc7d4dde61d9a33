import { z } from "zod";

import { minorUnits } from "../../stores/money";
import { bagOf, plus } from "../../stores/moneyBags";
import type { AdminAbandonedCheckout, AdminOrder, MoneyBag } from "../../stores/store";
import { newGid, timestamp, type SandboxState, type ShopState } from "../state";
import { announce, type Announcement } from "../webhooks/deliver";
import { checkoutPayload, deletedCheckoutPayload } from "../webhooks/payloads/checkout";
import { tokenOf } from "../webhooks/payloads/numbers";
import { ControlError } from "./controlError";
import { find } from "./find";
import { decimal } from "./inputs";
import { addOrder } from "./orders/placeOrder";
import { touch } from "./touch";

const checkoutLine = z.strictObject({
  title: z.string(),
  quantity: z.number().int().positive(),
  unitPrice: decimal,
  productId: z.string().nullable().default(null),
  sku: z.string().nullable().default(null),
});

export const newCheckout = z.strictObject({
  /** A customer's global id; null, the default, is somebody who gave no address yet. */
  customerId: z.string().nullable().default(null),
  lines: z.array(checkoutLine).min(1),
});

export const checkoutEdit = z
  .strictObject({ customerId: z.string().nullable(), lines: z.array(checkoutLine).min(1) })
  .partial();

/** Somebody begins to pay. The checkout is listed among the abandoned ones at once; Shopify waits some minutes. */
export function createCheckout(
  state: SandboxState,
  shop: ShopState,
  { customerId, lines }: z.infer<typeof newCheckout>,
): AdminAbandonedCheckout {
  const id = newGid(state, "AbandonedCheckout");
  const now = timestamp(state.now());
  const checkout: AdminAbandonedCheckout = {
    id,
    createdAt: now,
    updatedAt: now,
    completedAt: null,
    customer: customerOf(shop, customerId),
    ...goodsOf(shop, id, lines),
  };
  shop.catalog.abandonedCheckouts.add(checkout);
  announce(state, shop, [checkoutNews(shop, checkout, "checkouts/create")]);
  return checkout;
}

export function editCheckout(
  state: SandboxState,
  shop: ShopState,
  id: string,
  { customerId, lines }: z.infer<typeof checkoutEdit>,
): AdminAbandonedCheckout {
  const checkout = openCheckout(shop, id);
  if (customerId !== undefined) checkout.customer = customerOf(shop, customerId);
  if (lines !== undefined) Object.assign(checkout, goodsOf(shop, id, lines));
  announce(state, shop, [checkoutChanged(state, shop, checkout)]);
  return checkout;
}

/** The buyer pays after all: the goods become an order, and the checkout is completed. */
export function completeCheckout(state: SandboxState, shop: ShopState, id: string): AdminOrder {
  const checkout = openCheckout(shop, id);
  const { order, news } = addOrder(state, shop, {
    customerId: checkout.customer?.id ?? null,
    lines: checkout.lineItems.map(({ title, quantity, product, discountedTotalPriceSet }) => ({
      title: title ?? "",
      quantity,
      unitPrice: eachOf(discountedTotalPriceSet, quantity),
      productId: product?.id ?? null,
      isGiftCard: false,
    })),
    shipping: "0",
    tax: "0",
    test: false,
    tags: [],
    sourceName: "web",
    displayFinancialStatus: "PAID",
  });
  checkout.completedAt = order.createdAt;
  announce(state, shop, [...news, checkoutChanged(state, shop, checkout)]);
  return order;
}

export function deleteCheckout(state: SandboxState, shop: ShopState, id: string): { deleted: string } {
  const checkout = find(shop.catalog.abandonedCheckouts, "checkout", id);
  shop.catalog.abandonedCheckouts.remove(checkout);
  announce(state, shop, [{ topic: "checkouts/delete", payload: () => deletedCheckoutPayload(checkout) }]);
  return { deleted: id };
}

function openCheckout(shop: ShopState, id: string): AdminAbandonedCheckout {
  const checkout = find(shop.catalog.abandonedCheckouts, "checkout", id);
  if (checkout.completedAt !== null) throw new ControlError(422, `Checkout ${id} is completed already`);
  return checkout;
}

function customerOf(shop: ShopState, id: string | null): { id: string } | null {
  return id === null ? null : { id: find(shop.catalog.customers, "customer", id).id };
}

function goodsOf(shop: ShopState, checkoutId: string, lines: readonly z.infer<typeof checkoutLine>[]) {
  const currency = shop.store.shop.currencyCode;
  const token = tokenOf(checkoutId);
  const lineItems = lines.map(({ title, quantity, unitPrice, productId, sku }, index) => ({
    id: `gid://shopify/AbandonedCheckoutLineItem/${tokenOf(`${checkoutId} ${title}`)}?checkout=${token}&index=${String(index)}&actoken`,
    title,
    sku,
    quantity,
    product: productId === null ? null : { id: productId },
    variant: null,
    discountedTotalPriceSet: bagOf(minorUnits(unitPrice, currency) * BigInt(quantity), currency),
  }));
  const totalPriceSet = lineItems.reduce(
    (sum, line) => plus(sum, line.discountedTotalPriceSet),
    bagOf(0n, currency),
  );
  return { lineItems, totalPriceSet };
}

/** The price of one piece. */
function eachOf({ shopMoney }: MoneyBag, quantity: number): string {
  const { amount, currencyCode } = shopMoney;
  return bagOf(minorUnits(amount, currencyCode) / BigInt(Math.max(1, quantity)), currencyCode).shopMoney
    .amount;
}

function checkoutNews(
  shop: ShopState,
  checkout: AdminAbandonedCheckout,
  topic: "checkouts/create" | "checkouts/update",
): Announcement {
  return { topic, payload: () => checkoutPayload(shop, checkout) };
}

function checkoutChanged(
  state: SandboxState,
  shop: ShopState,
  checkout: AdminAbandonedCheckout,
): Announcement {
  touch(state, checkout);
  shop.catalog.abandonedCheckouts.changed(checkout);
  return checkoutNews(shop, checkout, "checkouts/update");
}
