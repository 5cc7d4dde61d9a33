import type { SandboxStore } from "./store";
import { recomputeTotals } from "./totals";

/**
 * A recorded store at an earlier date: without the customers, orders and abandoned checkouts that did not exist yet. What happened to an
 * earlier order afterwards (a refund, say) stays: a recording does not say what the order was before.
 */
export function asOf(store: SandboxStore, now: Date): SandboxStore {
  const existed = ({ createdAt }: { createdAt: string }): boolean => Date.parse(createdAt) <= now.getTime();
  const customers = store.customers.filter(existed);
  const orders = store.orders.filter(existed);
  const abandonedCheckouts = store.abandonedCheckouts.filter(existed);
  // A merchant's exports bring Shopify's own totals: they are kept while no order is missing.
  if (customers.length === store.customers.length && orders.length === store.orders.length) return store;
  const earlier = { ...store, customers, orders, abandonedCheckouts };
  recomputeTotals(earlier);
  return earlier;
}
