import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "../compile";
import type { Connection } from "../engine";
import { incoming } from "./mergeStatements";
import type { RecordTable } from "./records";

/** Why the scores and memberships of a customer are to follow. */
export type ChangeCause = "order" | "edit";

/** Notes customers, as a relation of `customer_id` that may be null or repeated; whoever is noted of this time stays so. */
export function noteChanged(customers: RawBuilder<unknown>, cause: ChangeCause, now: Date): CompiledQuery {
  return statement`
    INSERT INTO changed_customers (customer_id, cause, changed_at)
    SELECT DISTINCT changed.customer_id, CAST(${cause} AS text), CAST(${now} AS timestamp)
    FROM (${customers}) AS changed
    LEFT JOIN changed_customers AS noted
      ON noted.customer_id = changed.customer_id AND noted.cause = ${cause} AND noted.changed_at = ${now}
    WHERE changed.customer_id IS NOT NULL AND noted.customer_id IS NULL`;
}

/** Notes customers by their ids. */
export function noteChangedIds(ids: readonly bigint[], cause: ChangeCause, now: Date): CompiledQuery {
  return noteChanged(sql`SELECT unnest(CAST(${ids} AS bigint[])) AS customer_id`, cause, now);
}

/**
 * Whom a change of each kind of record concerns: as it was stored (`leaving` in place) and as it comes in (`incoming_…`).
 * A product concerns those who bought it, where something that segments ask of it is another.
 */
export const concerned: Readonly<
  Record<
    RecordTable,
    {
      readonly cause: ChangeCause;
      readonly stored: () => RawBuilder<unknown>;
      readonly fresh: () => RawBuilder<unknown>;
    }
  >
> = {
  orders: {
    cause: "order",
    stored: () => sql`SELECT customer_id FROM orders WHERE order_id IN (SELECT id FROM leaving)`,
    fresh: () => sql`SELECT customer_id FROM ${sql.table(incoming("orders"))}`,
  },
  customers: {
    cause: "edit",
    stored: () => sql`SELECT id AS customer_id FROM leaving`,
    fresh: () => sql`SELECT customer_id FROM ${sql.table(incoming("customers"))}`,
  },
  abandoned_checkouts: {
    cause: "edit",
    stored: () =>
      sql`SELECT customer_id FROM abandoned_checkouts WHERE checkout_id IN (SELECT id FROM leaving)`,
    fresh: () => sql`SELECT customer_id FROM ${sql.table(incoming("abandoned_checkouts"))}`,
  },
  products: {
    cause: "edit",
    stored: () => sql`
      SELECT bought_by AS customer_id FROM order_lines
      WHERE product_id IN (
        SELECT stored.product_id
        FROM products AS stored JOIN incoming_products AS fresh ON fresh.product_id = stored.product_id
        WHERE stored.title <> fresh.title OR stored.tags <> fresh.tags
          OR coalesce(stored.vendor, '') <> coalesce(fresh.vendor, '')
          OR coalesce(stored.product_type, '') <> coalesce(fresh.product_type, '')
        UNION ALL
        SELECT product_id FROM (
          SELECT product_id, collection_id FROM product_collections
          WHERE product_id IN (SELECT product_id FROM incoming_products)
          EXCEPT SELECT product_id, collection_id FROM incoming_product_collections
        ) AS left_collections
        UNION ALL
        SELECT product_id FROM (
          SELECT product_id, collection_id FROM incoming_product_collections
          EXCEPT SELECT product_id, collection_id FROM product_collections
        ) AS joined_collections
      )`,
    fresh: () => sql`SELECT CAST(NULL AS bigint) AS customer_id`,
  },
};

/** Some of the customers who are to be looked at again, each with the stronger cause, those that wait longest first. */
export async function takeChanged(
  connection: Connection,
  limit: number,
): Promise<{ readonly customerId: bigint; readonly cause: ChangeCause; readonly until: Date }[]> {
  const rows = await connection.all(statement<{ customer_id: bigint; cause: ChangeCause; until: Date }>`
    SELECT customer_id, max(cause) AS cause, max(changed_at) AS until
    FROM changed_customers GROUP BY customer_id ORDER BY min(changed_at), customer_id LIMIT ${limit}`);
  return rows.map((row) => ({ customerId: row.customer_id, cause: row.cause, until: row.until }));
}

/** Forgets that customers are to be looked at, except those that changed again since. */
export async function followedChanges(
  connection: Connection,
  ids: readonly bigint[],
  until: Date,
): Promise<void> {
  await connection.run(statement`
    DELETE FROM changed_customers
    WHERE changed_at <= ${until} AND customer_id IN (SELECT unnest(CAST(${ids} AS bigint[])))`);
}
