import { ordersVisibleSince } from "~/shopify/admin/shopFacts.server";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { LiveShop } from "./liveShop.server";

/** Orders leave the visible window while they are asked for; none is taken for gone this close to its edge. */
const windowEdgeMs = 24 * 3_600_000;

/** Where orders begin that the app is shown for certain; null: all are. */
export function visibleFrom(shop: Pick<LiveShop, "ordersVisibleSince">, now: Date): Date | null {
  // The window moves on with the days; whether there is one the last sync knows.
  const edge = shop.ordersVisibleSince === null ? null : ordersVisibleSince([], now);
  return edge && new Date(edge.getTime() + windowEdgeMs);
}

/** Of some orders those that are stored and that the app's scopes hide by now. */
export async function hiddenOrders(
  connection: Connection,
  ids: readonly bigint[],
  shop: Pick<LiveShop, "ordersVisibleSince">,
  now: Date,
): Promise<Set<bigint>> {
  const from = visibleFrom(shop, now);
  if (from === null || ids.length === 0) return new Set();
  const rows = await connection.all(statement<{ order_id: bigint }>`
    SELECT order_id FROM orders
    WHERE created_at < ${from} AND order_id IN (SELECT unnest(CAST(${ids} AS bigint[])))`);
  return new Set(rows.map(({ order_id }) => order_id));
}
