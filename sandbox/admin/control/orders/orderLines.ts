import { minorUnits } from "../../../stores/money";
import { bagOf, plus, share } from "../../../stores/moneyBags";
import type { AdminLineItem, AdminOrder, MoneyBag } from "../../../stores/store";
import { newGid, type SandboxState, type ShopState } from "../../state";
import { ControlError } from "../controlError";
import type { LineInput } from "../inputs";

/** A new line at its full price. Where it names a product of the store, the vendor is the product's. */
export function newLine(state: SandboxState, shop: ShopState, input: LineInput): AdminLineItem {
  const currency = shop.store.shop.currencyCode;
  const unit = minorUnits(input.unitPrice, currency);
  return {
    id: newGid(state, "LineItem"),
    title: input.title,
    variantTitle: null,
    sku: null,
    vendor: shop.catalog.products.byId.get(input.productId ?? "")?.vendor ?? null,
    quantity: input.quantity,
    currentQuantity: input.quantity,
    isGiftCard: input.isGiftCard,
    product: input.productId === null ? null : { id: input.productId },
    variant: null,
    originalUnitPriceSet: bagOf(unit, currency),
    discountedTotalSet: bagOf(unit * BigInt(input.quantity), currency),
    sellingPlan: null,
  };
}

export interface TakenLine {
  lineItem: { id: string };
  quantity: number;
  subtotalSet: MoneyBag;
}

/** What pieces of an order cost, discounts taken off. Throws 422 where it has not so many. */
export function pricePieces(
  order: AdminOrder,
  pieces: readonly { lineItemId: string; quantity: number }[],
): TakenLine[] {
  if (new Set(pieces.map(({ lineItemId }) => lineItemId)).size < pieces.length)
    throw new ControlError(422, "A line is named twice");
  return pieces.map(({ lineItemId, quantity }) => {
    const line = order.lineItems.find(({ id }) => id === lineItemId);
    if (!line || line.currentQuantity < quantity) {
      throw new ControlError(
        422,
        `Order ${order.id} has no ${String(quantity)} pieces of ${lineItemId} left`,
      );
    }
    const subtotalSet = share(line.discountedTotalSet, quantity, line.quantity);
    return { lineItem: { id: lineItemId }, quantity, subtotalSet };
  });
}

/** Takes priced pieces off an order: they are no longer current. */
export function takePieces(order: AdminOrder, taken: readonly TakenLine[]): void {
  for (const { lineItem, quantity } of taken)
    for (const line of order.lineItems) if (line.id === lineItem.id) line.currentQuantity -= quantity;
}

/** Σ of bags, in the currencies of `nothing`. */
export function sumOf(nothing: MoneyBag, bags: readonly MoneyBag[]): MoneyBag {
  return bags.reduce(plus, nothing);
}
