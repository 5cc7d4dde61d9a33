import { sql, type RawBuilder } from "kysely";

import { statement } from "../compile";
import type { Connection } from "../engine";
import { awaitRecords } from "./awaited.server";
import { noteChanged, noteChangedIds } from "./changedCustomers.server";
import { noteGone } from "./gone";
import { deleteLeaving, dropTable, idOf } from "./mergeStatements";
import { records, type RecordTable } from "./records";

const unnested = (ids: readonly bigint[]): RawBuilder<unknown> =>
  sql`(SELECT unnest(CAST(${ids} AS bigint[])))`;

/**
 * Removes records that Shopify said are gone, with their parts, and remembers that they are, so that an older notice does not
 * bring them back. What is kept and named a customer who is gone belongs to nobody, as at Shopify, and is asked for again; a line
 * of a product that is gone keeps its words and prices only, as there.
 *
 * @returns how many of them were stored
 */
export async function removeRecords(
  connection: Connection,
  table: RecordTable,
  ids: readonly bigint[],
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0;
  const kind = records.find((each) => each.table === table);
  if (kind === undefined) throw new Error(`There are no records ${table}.`);
  await connection.run(noteGone(table, ids, now));
  await connection.run(statement`
    DELETE FROM awaited_records WHERE kind = ${table} AND id IN ${unnested(ids)}`);
  await noteConcerned(connection, table, ids, now);
  if (table === "products") {
    await connection.run(statement`
      UPDATE order_lines SET product_id = NULL, variant_id = NULL WHERE product_id IN ${unnested(ids)}`);
    await connection.run(statement`
      UPDATE abandoned_checkout_lines SET product_id = NULL, variant_id = NULL WHERE product_id IN ${unnested(ids)}`);
  }
  if (table === "customers") {
    await awaitOrdersOf(connection, ids, now);
    await connection.run(statement`
      UPDATE order_lines SET bought_by = NULL, bought_at = NULL WHERE bought_by IN ${unnested(ids)}`);
    for (const owned of ["orders", "abandoned_checkouts"])
      await connection.run(statement`
        UPDATE ${sql.table(owned)} SET customer_id = NULL WHERE customer_id IN ${unnested(ids)}`);
    await connection.run(statement`DELETE FROM customer_tag_events WHERE customer_id IN ${unnested(ids)}`);
  }
  await connection.run(statement`
    CREATE TEMPORARY TABLE leaving AS SELECT DISTINCT unnest(CAST(${ids} AS bigint[])) AS id`);
  for (const part of kind.parts) await connection.run(deleteLeaving(part, table));
  const removed = await connection.run(deleteLeaving(table, table));
  await connection.run(dropTable("leaving"));
  return removed;
}

/**
 * Makes one customer of two, as Shopify has done: what named the one names the other, and both are asked for. A customer
 * merged into themselves is left as they are.
 */
export async function mergeCustomers(
  connection: Connection,
  { kept, deleted }: { readonly kept: bigint; readonly deleted: bigint },
  now: Date,
): Promise<void> {
  if (kept === deleted) return;
  await awaitOrdersOf(connection, [deleted], now);
  await connection.run(statement`UPDATE order_lines SET bought_by = ${kept} WHERE bought_by = ${deleted}`);
  for (const owned of ["orders", "abandoned_checkouts"])
    await connection.run(
      statement`UPDATE ${sql.table(owned)} SET customer_id = ${kept} WHERE customer_id = ${deleted}`,
    );
  await removeRecords(connection, "customers", [deleted], now);
  await awaitRecords(connection, "customers", [kept], now);
  await connection.run(noteChangedIds([kept], "edit", now));
}

async function noteConcerned(
  connection: Connection,
  table: RecordTable,
  ids: readonly bigint[],
  now: Date,
): Promise<void> {
  const owners: Record<RecordTable, () => RawBuilder<unknown>> = {
    customers: () => unnestedCustomers(ids),
    orders: () => sql`SELECT customer_id FROM orders WHERE order_id IN ${unnested(ids)}`,
    abandoned_checkouts: () =>
      sql`SELECT customer_id FROM abandoned_checkouts WHERE checkout_id IN ${unnested(ids)}`,
    products: () =>
      sql`SELECT bought_by AS customer_id FROM order_lines WHERE product_id IN ${unnested(ids)}`,
  };
  await connection.run(noteChanged(owners[table](), table === "orders" ? "order" : "edit", now));
}

const unnestedCustomers = (ids: readonly bigint[]): RawBuilder<unknown> =>
  sql`SELECT unnest(CAST(${ids} AS bigint[])) AS customer_id`;

async function awaitOrdersOf(
  connection: Connection,
  customerIds: readonly bigint[],
  now: Date,
): Promise<void> {
  const orders = await connection.all(statement<{ id: bigint }>`
    SELECT ${idOf("orders")} AS id FROM orders WHERE customer_id IN ${unnested(customerIds)}`);
  await awaitRecords(
    connection,
    "orders",
    orders.map(({ id }) => id),
    now,
  );
}
