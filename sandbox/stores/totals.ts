import { decimalAmount, minorUnits } from "./money";
import type { AdminOrder, SandboxStore } from "./store";

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
  const currency = store.shop.currencyCode;
  const ordersByCustomer = new Map<string, AdminOrder[]>();
  for (const order of store.orders) {
    const id = order.customer?.id;
    if (id === undefined || order.test || (wanted && !wanted.has(id))) continue;
    const known = ordersByCustomer.get(id);
    if (known) known.push(order);
    else ordersByCustomer.set(id, [order]);
  }

  for (const customer of store.customers) {
    if (wanted && !wanted.has(customer.id)) continue;
    let spent = 0n;
    let last: AdminOrder | undefined;
    let lastAt = -Infinity;
    const orders = ordersByCustomer.get(customer.id) ?? [];
    for (const order of orders) {
      if (order.cancelledAt === null) {
        const paid = store.amountSpentCounts === "net" ? order.netPaymentSet : order.totalPriceSet;
        spent += minorUnits(paid.shopMoney.amount, currency);
      }
      const at = Date.parse(order.processedAt);
      if (at >= lastAt) [last, lastAt] = [order, at];
    }
    customer.numberOfOrders = String(orders.length);
    customer.amountSpent = { amount: decimalAmount(spent, currency), currencyCode: currency };
    customer.lastOrder = last ? { id: last.id } : null;
  }
}
