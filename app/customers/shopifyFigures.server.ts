import { sql, type RawBuilder } from "kysely";

import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import type { CustomerDifference, SpentMeaning } from "./figures";

/**
 * Shopify's own figures of a customer (`numberOfOrders`, `amountSpent`) beside the orders that should make them up.
 */

/** When the store was taken, and what of it could be seen. */
export interface SyncedWindow {
  /** The start of the full sync: what was created since may be on one side only. */
  readonly syncedAt: Date;
  /** Null: the whole history. Otherwise the orders created before are hidden from the app. */
  readonly ordersVisibleSince: Date | null;
}

/** An order `o` of a customer `c` that Shopify's figures of `c`, as we have them, cannot contain yet. */
export function placedSince({ syncedAt }: SyncedWindow): RawBuilder<boolean> {
  return sql`(o.created_at >= ${syncedAt} AND c.updated_at < o.created_at)`;
}

/** A customer `c` who may have orders that we cannot see. */
export function mayHaveHiddenOrders({ ordersVisibleSince }: SyncedWindow): RawBuilder<boolean> {
  return ordersVisibleSince === null ? sql`false` : sql`(c.created_at < ${ordersVisibleSince})`;
}

/** What an order `o` that is no test adds to `amountSpent`, by a meaning of it. */
export function spentOn({
  amount,
  countsCancelled,
}: Pick<SpentMeaning, "amount" | "countsCancelled">): RawBuilder<bigint> {
  const column = sql.ref(`o.${amount}`);
  return countsCancelled ? sql`${column}` : sql`(CASE WHEN o.cancelled_at IS NULL THEN ${column} ELSE 0 END)`;
}

/** The likelier first: it is taken where several explain equally much. */
const meanings = (["net_payment", "current_total", "total"] as const).flatMap((amount) =>
  [false, true].map((countsCancelled) => ({ amount, countsCancelled })),
);

/** The meaning of `amountSpent` that leaves the least unexplained, added up over the customers whose orders we all have. */
export async function findSpentMeaning(warehouse: Connection, window: SyncedWindow): Promise<SpentMeaning> {
  const candidates = meanings.map((meaning, i) => ({ meaning, column: sql.ref(`meaning_${String(i)}`) }));
  const sums = candidates.map(({ meaning, column }) => sql`sum(${spentOn(meaning)}) AS ${column}`);
  const difference = (column: RawBuilder<unknown>) => sql`abs(c.shopify_spent - coalesce(s.${column}, 0))`;
  const left = candidates.map(({ column }) => sql`CAST(coalesce(sum(${difference(column)}), 0) AS bigint)`);
  const exact = candidates.map(
    ({ column }) => sql`CAST(count(*) FILTER (WHERE ${difference(column)} = 0) AS integer)`,
  );
  const [row] = await warehouse.all(statement<{ tried_on: number; unexplained: bigint[]; exact: number[] }>`
    SELECT CAST(count(*) AS integer) AS tried_on, ARRAY[${sql.join(left)}] AS unexplained, ARRAY[${sql.join(exact)}] AS exact
    FROM customers c LEFT JOIN (
      SELECT o.customer_id, ${sql.join(sums)}
      FROM orders o JOIN customers c ON c.customer_id = o.customer_id
      WHERE NOT o.test AND NOT ${placedSince(window)}
      GROUP BY o.customer_id
    ) s ON s.customer_id = c.customer_id
    WHERE NOT ${mayHaveHiddenOrders(window)}`);
  const fits = meanings.map((meaning, i) => ({
    ...meaning,
    unexplained: row?.unexplained[i] ?? 0n,
    explains: row?.exact[i] ?? 0,
  }));
  const best = fits.reduce((found, next) => (next.unexplained < found.unexplained ? next : found));
  const { amount, countsCancelled, explains } = best;
  return { amount, countsCancelled, explains, triedOn: row?.tried_on ?? 0 };
}

/**
 * The customers whose figures at Shopify do not follow from the orders that we have, the largest difference in spend
 * first. Those who may have hidden orders are not among them.
 */
export async function customersThatDiffer(
  warehouse: Connection,
  window: SyncedWindow,
  limit: number,
): Promise<{ total: number; rows: CustomerDifference[] }> {
  const meaning = await findSpentMeaning(warehouse, window);
  const rows = await warehouse.all(statement<DifferenceRow>`
    SELECT *, CAST(count(*) OVER () AS integer) AS total
    FROM (
      SELECT c.customer_id, c.display_name, c.shopify_orders, c.shopify_spent,
        CAST(coalesce(s.orders, 0) AS bigint) AS orders, CAST(coalesce(s.spent, 0) AS bigint) AS spent
      FROM customers c LEFT JOIN (
        SELECT o.customer_id, count(*) AS orders, sum(${spentOn(meaning)}) AS spent
        FROM orders o JOIN customers c ON c.customer_id = o.customer_id
        WHERE NOT o.test AND NOT ${placedSince(window)}
        GROUP BY o.customer_id
      ) s ON s.customer_id = c.customer_id
      WHERE NOT ${mayHaveHiddenOrders(window)}
    ) both_sides
    WHERE shopify_orders <> orders OR shopify_spent <> spent
    ORDER BY abs(shopify_spent - spent) DESC, abs(shopify_orders - orders) DESC, customer_id
    LIMIT ${limit}`);
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((row) => ({
      customerId: String(row.customer_id),
      name: row.display_name,
      shopifyOrders: row.shopify_orders,
      orders: row.orders,
      shopifySpent: row.shopify_spent,
      spent: row.spent,
    })),
  };
}

interface DifferenceRow {
  customer_id: bigint;
  display_name: string | null;
  shopify_orders: bigint;
  orders: bigint;
  shopify_spent: bigint;
  spent: bigint;
  total: number;
}
