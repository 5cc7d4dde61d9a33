import { isPositive, minus, plus, share, times, zero } from "../../../stores/moneyBags";
import type { AdminLineItem, AdminOrder, MoneyBag } from "../../../stores/store";
import { moneySet } from "./amounts";

/** What a line costs less than its price: its share of the order's discounts. Zero where the price was rounded down. */
export function discountOf(line: AdminLineItem): MoneyBag {
  const discount = minus(times(line.originalUnitPriceSet, line.quantity), line.discountedTotalSet);
  return isPositive(discount) ? discount : zero(discount);
}

/** Of the discounts, what edits, returns and cancellation leave. */
export function currentDiscounts(order: AdminOrder): MoneyBag {
  return order.lineItems.reduce(
    (sum, line) => plus(sum, share(discountOf(line), line.currentQuantity, line.quantity)),
    zero(order.totalDiscountsSet),
  );
}

/** The order's discounts as one application: that of its code, or an automatic one. The store keeps no more of them. */
export function discountApplications(order: AdminOrder) {
  const discount = order.totalDiscountsSet;
  if (!isPositive(discount)) return [];
  const common = {
    target_type: "line_item",
    target_selection: "all",
    allocation_method: "across",
    value: discount.shopMoney.amount,
    value_type: "fixed_amount",
  };
  const [code] = order.discountCodes;
  return [
    code === undefined
      ? { ...common, type: "automatic", title: "Discount" }
      : { ...common, type: "discount_code", code },
  ];
}

export function discountCodes(order: AdminOrder) {
  const nothing = zero(order.totalDiscountsSet);
  return order.discountCodes.map((code, index) => ({
    code,
    amount: (index === 0 ? order.totalDiscountsSet : nothing).shopMoney.amount,
    type: "fixed_amount",
  }));
}

export function discountAllocations(line: AdminLineItem) {
  const discount = discountOf(line);
  if (!isPositive(discount)) return [];
  return [
    {
      amount: discount.shopMoney.amount,
      amount_set: moneySet(discount),
      discount_application_index: 0,
    },
  ];
}
