import { fateOf } from "~/customers/compare.server";
import type { ReconciliationReason } from "~/customers/figures";
import type { Counting } from "~/customers/metrics.server";
import { ordersWithCustomers } from "~/customers/orderValue";
import { mayHaveHiddenOrders, placedSince, type SyncedWindow } from "~/customers/shopifyFigures.server";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { OrderFates } from "./health";

/** What became of each stored order in the figures, by how they are counted. */
export async function orderFates(
  connection: Connection,
  counting: Counting & SyncedWindow,
): Promise<OrderFates> {
  const [fates, hidden] = await Promise.all([
    connection.all(statement<{ reason: ReconciliationReason | null; orders: number }>`
      SELECT reason, CAST(count(*) AS integer) AS orders
      FROM (SELECT ${fateOf(counting)} AS reason FROM ${ordersWithCustomers}) fates
      GROUP BY reason`),
    hiddenOrders(connection, counting),
  ]);
  return {
    stored: fates.reduce((sum, { orders }) => sum + orders, 0),
    counted: fates.find(({ reason }) => reason === null)?.orders ?? 0,
    leftOut: fates
      .flatMap(({ reason, orders }) => (reason === null ? [] : [{ reason, orders }]))
      .sort((a, b) => b.orders - a.orders || (a.reason < b.reason ? -1 : 1)),
    hidden,
  };
}

/** What customers' numbers of orders at Shopify hold beyond the orders that are stored of them. */
async function hiddenOrders(connection: Connection, window: SyncedWindow): Promise<OrderFates["hidden"]> {
  if (window.ordersVisibleSince === null) return null;
  const [row] = await connection.all(statement<{ orders: number; customers: number }>`
    SELECT CAST(coalesce(sum(orders), 0) AS integer) AS orders, CAST(count(*) AS integer) AS customers
    FROM (
      SELECT c.shopify_orders - coalesce(s.orders, 0) AS orders
      FROM customers c LEFT JOIN (
        SELECT o.customer_id, count(*) AS orders
        FROM orders o JOIN customers c ON c.customer_id = o.customer_id
        WHERE NOT o.test AND NOT ${placedSince(window)}
        GROUP BY o.customer_id
      ) s ON s.customer_id = c.customer_id
      WHERE ${mayHaveHiddenOrders(window)}
    ) missing
    WHERE orders > 0`);
  return {
    orders: row?.orders ?? 0,
    customers: row?.customers ?? 0,
    before: window.ordersVisibleSince.toISOString(),
  };
}
