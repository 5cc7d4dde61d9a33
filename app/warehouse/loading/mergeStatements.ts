import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "../compile";
import { stagedTables, type StagedTableName } from "./columns";

/** The temporary table that a table's new rows wait in. */
export function incoming(table: StagedTableName): string {
  return `incoming_${table}`;
}

/** The column that tells a table's rows apart. */
export function idOf(table: StagedTableName): RawBuilder<unknown> {
  return sql.ref(stagedTables[table].columns[0].name);
}

/**
 * The stored rows that a snapshot replaces or removes, as the temporary table `leaving`: those it brings in the same
 * or a newer version, and those it no longer has. A row changed after the snapshot began stays: it came by another
 * way since. So does one made before `visibleSince`: Shopify does not show it to the app any more.
 */
export function findLeaving(
  table: StagedTableName,
  snapshotStartedAt: Date,
  visibleSince: Date | null,
): CompiledQuery {
  const visible = visibleSince ? sql`AND stored.created_at >= ${visibleSince}` : sql``;
  const id = idOf(table);
  return statement`
    CREATE TEMPORARY TABLE leaving AS
    SELECT stored.${id} AS id
    FROM ${sql.table(table)} AS stored
    LEFT JOIN ${sql.table(incoming(table))} AS fresh ON fresh.${id} = stored.${id}
    WHERE fresh.updated_at >= stored.updated_at
      OR (fresh.${id} IS NULL AND stored.updated_at < ${snapshotStartedAt} ${visible})`;
}

/** How many of `leaving` the snapshot does not bring back. */
export function countGone(table: StagedTableName): CompiledQuery<{ rows: bigint }> {
  return statement<{ rows: bigint }>`
    SELECT count(*) AS rows FROM leaving
    WHERE id NOT IN (SELECT ${idOf(table)} FROM ${sql.table(incoming(table))})`;
}

/** Forgets the incoming rows whose id is (still) stored. */
export function dropStored(table: StagedTableName): CompiledQuery {
  const id = idOf(table);
  return statement`
    DELETE FROM ${sql.table(incoming(table))} WHERE ${id} IN (SELECT ${id} FROM ${sql.table(table)})`;
}

/** Removes the rows whose `column` is among `leaving`. */
export function deleteLeaving(table: StagedTableName, column: RawBuilder<unknown>): CompiledQuery {
  return statement`DELETE FROM ${sql.table(table)} WHERE ${column} IN (SELECT id FROM leaving)`;
}

/** Adds the incoming rows as they are. */
export function insertIncoming(table: StagedTableName): CompiledQuery {
  return statement`
    INSERT INTO ${sql.table(table)} (${columnNames(table)})
    SELECT ${columnNames(table)} FROM ${sql.table(incoming(table))}`;
}

/**
 * Adds the incoming customers with their tags folded for conditions: see `CustomerRow.tags_folded`.
 */
export function insertIncomingCustomers(): CompiledQuery {
  return statement`
    INSERT INTO customers (${columnNames("customers")}, tags_folded)
    SELECT ${columnNames("customers")}, concat(chr(31), lower(array_to_string(tags, chr(31))), chr(31))
    FROM incoming_customers`;
}

/** Adds the incoming rows that hang on an incoming order. */
export function insertIncomingParts(table: "order_lines" | "refunds" | "fulfillments"): CompiledQuery {
  return statement`
    INSERT INTO ${sql.table(table)} (${columnNames(table)})
    SELECT ${columnNames(table)} FROM ${sql.table(incoming(table))}
    WHERE order_id IN (SELECT order_id FROM incoming_orders)`;
}

/**
 * Adds the incoming orders with what their lines tell: the part of gift cards that is left in the order, and whether
 * it is wholly a subscription's. Only orders with such a line are looked at. `floor(x + 0.5)` rounds the same way on
 * every engine.
 */
export function insertIncomingOrders(): CompiledQuery {
  return statement`
    INSERT INTO orders (${columnNames("orders")}, gift_cards, subscription)
    SELECT ${columnNames("orders")}, coalesce(gift_cards, 0), coalesce(subscription, false)
    FROM incoming_orders
    LEFT JOIN (
      SELECT order_id AS of_order,
        CAST(sum(CASE WHEN is_gift_card AND quantity > 0
          THEN floor(CAST(discounted_total AS double precision) * current_quantity / quantity + 0.5)
          ELSE 0 END) AS bigint) AS gift_cards,
        bool_and(selling_plan IS NOT NULL) AS subscription
      FROM incoming_order_lines
      WHERE order_id IN (SELECT order_id FROM incoming_order_lines WHERE is_gift_card OR selling_plan IS NOT NULL)
      GROUP BY order_id
    ) AS lines ON of_order = order_id`;
}

/** Lines whose order is not in the file. */
export function countOrphanLines(): CompiledQuery<{ rows: bigint }> {
  return statement<{ rows: bigint }>`
    SELECT count(*) AS rows FROM incoming_order_lines WHERE order_id NOT IN (SELECT order_id FROM incoming_orders)`;
}

export function countDistinct(table: StagedTableName): CompiledQuery<{ rows: bigint }> {
  return statement<{
    rows: bigint;
  }>`SELECT count(DISTINCT ${idOf(table)}) AS rows FROM ${sql.table(incoming(table))}`;
}

/** Keeps one row of each id: the one updated last, where the table knows that. Leaves the result in `incoming_…`. */
export function keepNewest(table: StagedTableName): CompiledQuery[] {
  const order = stagedTables[table].columns.some(({ name }) => name === "updated_at")
    ? sql`updated_at DESC`
    : // The order is the same on every run, so that loading twice gives the same rows.
      sql.join(stagedTables[table].columns.slice(1).map(({ name }) => sql`${sql.ref(name)} NULLS LAST`));
  return [
    statement`
      CREATE TEMPORARY TABLE newest AS
      SELECT DISTINCT ON (${idOf(table)}) * FROM ${sql.table(incoming(table))} ORDER BY ${idOf(table)}, ${order}`,
    dropTable(incoming(table)),
    statement`ALTER TABLE newest RENAME TO ${sql.ref(incoming(table))}`,
  ];
}

/** One where the table has rows, zero where it is empty. */
export function countAny(table: StagedTableName): CompiledQuery<{ rows: bigint }> {
  return statement<{
    rows: bigint;
  }>`SELECT count(*) AS rows FROM (SELECT 1 FROM ${sql.table(table)} LIMIT 1) AS first`;
}

export function dropTable(name: string): CompiledQuery {
  return statement`DROP TABLE ${sql.table(name)}`;
}

function columnNames(table: StagedTableName): RawBuilder<unknown> {
  return sql.join(stagedTables[table].columns.map(({ name }) => sql.ref(name)));
}
