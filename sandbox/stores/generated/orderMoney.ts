/**
 * The arithmetic of an order's money, in minor units of one currency. Applied twice: to the shop's currency and to
 * the one the buyer was shown, so that each adds up to its last unit.
 *
 *     line        = unit price × quantity − its share of discounts           discountedTotalSet
 *     tax         = Σ round(line × rate), gift cards and exempt buyers 0      totalTaxSet
 *     discounts   = Σ discounts of the lines                                  totalDiscountsSet
 *     total       = Σ lines + tax + shipping                                  totalPriceSet
 *     current …   = the same over what edits, returns and cancellation leave  current…Set
 *     refunded    = Σ refunds; money for goods taken back, or goodwill        totalRefundedSet
 *     net payment = received − refunded                                       netPaymentSet
 *
 * Prices are without tax. A refund for goods lowers the current total by the same amount; goodwill leaves it alone.
 * `quantity` and `totalPriceSet` keep what was later removed, and hold what an edit added.
 */
export interface PricedLine {
  unitPrice: number;
  quantity: number;
  /** What edits, returns and cancellation leave of `quantity`. */
  currentQuantity: number;
  discount: number;
  taxRate: number;
}

export interface OrderCharges {
  lines: readonly PricedLine[];
  shipping: number;
  shippingRefunded: boolean;
  /** Paid of the total: all, half (a deposit), nothing. */
  received: "all" | "half" | "nothing";
  /** Money back for what was removed, in this many refunds; 0 where it was never paid or is kept. */
  removalRefunds: 0 | 1 | 2;
  /** Money back with no goods back, as a share of the current total. */
  goodwillShare: number;
}

export interface OrderTotals {
  lineTotals: number[];
  discounts: number;
  tax: number;
  shipping: number;
  total: number;
  currentSubtotal: number;
  currentTax: number;
  currentShipping: number;
  currentTotal: number;
  received: number;
  refunds: number[];
  refunded: number;
}

export function orderTotals(order: OrderCharges): OrderTotals {
  const lineTotals: number[] = [];
  let [discounts, subtotal, tax, currentSubtotal, currentTax] = [0, 0, 0, 0, 0];
  for (const line of order.lines) {
    const lineTotal = line.unitPrice * line.quantity - line.discount;
    const lineTax = Math.round(lineTotal * line.taxRate);
    const removedShare = line.quantity === 0 ? 0 : (line.quantity - line.currentQuantity) / line.quantity;
    lineTotals.push(lineTotal);
    discounts += line.discount;
    subtotal += lineTotal;
    tax += lineTax;
    currentSubtotal += lineTotal - Math.round(lineTotal * removedShare);
    currentTax += lineTax - Math.round(lineTax * removedShare);
  }
  const total = subtotal + tax + order.shipping;
  const currentShipping = order.shippingRefunded ? 0 : order.shipping;
  const currentTotal = currentSubtotal + currentTax + currentShipping;

  const received = { all: total, half: Math.round(total / 2), nothing: 0 }[order.received];
  const refunds = split(total - currentTotal, order.removalRefunds);
  const goodwill = Math.round(currentTotal * order.goodwillShare);
  if (goodwill > 0) refunds.push(goodwill);
  const refunded = refunds.reduce((sum, refund) => sum + refund, 0);

  return {
    lineTotals,
    discounts,
    tax,
    shipping: order.shipping,
    total,
    currentSubtotal,
    currentTax,
    currentShipping,
    currentTotal,
    received,
    refunds,
    refunded,
  };
}

/** The charges in another currency at a rate, rounded where they are set: prices, discounts and shipping. */
export function convertCharges(order: OrderCharges, rate: number): OrderCharges {
  return {
    ...order,
    shipping: Math.round(order.shipping * rate),
    lines: order.lines.map((line) => {
      const unitPrice = Math.round(line.unitPrice * rate);
      const discount = Math.min(Math.round(line.discount * rate), unitPrice * line.quantity);
      const free = line.discount === line.unitPrice * line.quantity;
      return { ...line, unitPrice, discount: free ? unitPrice * line.quantity : discount };
    }),
  };
}

function split(amount: number, parts: 0 | 1 | 2): number[] {
  if (amount === 0 || parts === 0) return [];
  const first = Math.round(amount / 2);
  return parts === 1 || first === 0 || first === amount ? [amount] : [first, amount - first];
}
