import { decimalAmount, minorUnits } from "./money";
import type { AdminCustomer, AdminOrder, SandboxStore } from "./store";

/**
 * Brings `numberOfOrders`, `amountSpent` and `lastOrder` of the customers (all, or those named) in line with the
 * store's orders. To be called after orders were added, changed or removed.
 *
 * - `numberOfOrders`: orders that are not tests; cancelled ones included.
 * - `amountSpent`: over orders that are neither tests nor cancelled, Σ `netPaymentSet` where the store says `net`,
 *   Σ `totalPriceSet` where it says `gross`. Sources contradict each other on whether Shopify takes refunds off, so
 *   a store carries its answer and both can be tried.
 * - `lastOrder`: the latest `processedAt` among orders that are not tests; of equal ones the later in the list.
 */
export function recomputeTotals(store: SandboxStore, customerIds?: Iterable<string>): void {
  const wanted = customerIds === undefined ? null : new Set(customerIds);
  const ordersByCustomer = new Map<string, AdminOrder[]>();
  for (const order of store.orders) {
    const id = order.customer?.id;
    if (id === undefined || (wanted && !wanted.has(id))) continue;
    const known = ordersByCustomer.get(id);
    if (known) known.push(order);
    else ordersByCustomer.set(id, [order]);
  }

  for (const customer of store.customers) {
    if (wanted && !wanted.has(customer.id)) continue;
    Object.assign(customer, totalsOf(store, ordersByCustomer.get(customer.id) ?? []));
  }
}

export type CustomerTotals = Pick<AdminCustomer, "numberOfOrders" | "amountSpent" | "lastOrder">;

/** The totals of a customer who has these orders, in the order of the store's list. */
export function totalsOf(store: SandboxStore, orders: readonly AdminOrder[]): CustomerTotals {
  const currency = store.shop.currencyCode;
  let count = 0;
  let spent = 0n;
  let last: AdminOrder | undefined;
  let lastAt = -Infinity;
  for (const order of orders) {
    if (order.test) continue;
    count++;
    if (order.cancelledAt === null) {
      const paid = store.amountSpentCounts === "net" ? order.netPaymentSet : order.totalPriceSet;
      spent += minorUnits(paid.shopMoney.amount, currency);
    }
    const at = Date.parse(order.processedAt);
    if (at >= lastAt) [last, lastAt] = [order, at];
  }
  return {
    numberOfOrders: String(count),
    amountSpent: { amount: decimalAmount(spent, currency), currencyCode: currency },
    lastOrder: last ? { id: last.id } : null,
  };
}
