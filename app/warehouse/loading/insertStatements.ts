import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "../compile";
import { stagedTables, type StagedTableName } from "./columns";
import { neverCounts } from "../neverCounts";
import { idOf, incoming } from "./mergeStatements";

/** How the incoming rows of a full sync become stored ones, with what is worked out of them on the way in. */

/** Products and the collections they are in. A collection without products is not known. */
export function insertProducts(): CompiledQuery[] {
  return [
    insert("products"),
    statement`
      INSERT INTO product_collections (product_id, collection_id)
      SELECT product_id, collection_id FROM incoming_product_collections WHERE ${isOfIncoming("products")}`,
    // Those named in the file get their title anew, those that no product is in any more go.
    statement`
      DELETE FROM collections
      WHERE collection_id IN (SELECT collection_id FROM incoming_product_collections WHERE ${isOfIncoming("products")})
        OR collection_id NOT IN (SELECT collection_id FROM product_collections)`,
    statement`
      INSERT INTO collections (collection_id, title)
      SELECT collection_id, min(title) FROM incoming_product_collections
      WHERE ${isOfIncoming("products")}
      GROUP BY collection_id`,
  ];
}

/** Customers, their tags and city folded as `CustomerRow` says, and their metafields. */
export function insertCustomers(): CompiledQuery[] {
  return [
    insert(
      "customers",
      {
        name: "tags_folded",
        value: sql`concat(chr(31), lower(array_to_string(tags, chr(31))), chr(31))`,
      },
      { name: "city_folded", value: sql`lower(city)` },
    ),
    insertParts(
      "customer_metafields",
      "customers",
      { name: "value_number", value: metafieldNumber },
      { name: "value_date", value: metafieldDate },
    ),
  ];
}

/** Whole and decimal numbers as Shopify writes them. SIMILAR TO means the whole text, on every engine. */
const metafieldNumber = sql`
  CASE WHEN type IN ('number_integer', 'number_decimal') AND value SIMILAR TO '-?[0-9]{1,18}([.][0-9]{1,18})?'
    THEN CAST(value AS double precision) END`;

/** A day that no calendar has (30 February) comes out as another one, where a cast would end the load. */
const dayOfValue = sql`
  (CAST(concat(left(value, 8), '01') AS date) + (CAST(substr(value, 9, 2) AS integer) - 1))`;

/**
 * The day of a `date` or a `date_time`; of the latter the day in UTC, in which Shopify keeps it: what is stored does
 * not hang on the shop's timezone, which may change.
 */
const metafieldDate = sql`
  CASE WHEN type IN ('date', 'date_time')
      AND left(value, 10) SIMILAR TO '[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
    THEN CASE WHEN CAST(${dayOfValue} AS text) = left(value, 10) THEN ${dayOfValue} END END`;

/**
 * Orders with what their lines tell: the part of gift cards that is left in the order, and whether it is wholly a
 * subscription's. Only orders with such a line are looked at. `floor(x + 0.5)` rounds the same way on every engine.
 */
export function insertOrders(): CompiledQuery[] {
  return [
    statement`
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
      ) AS lines ON of_order = order_id`,
    // Laid down by product, so that conditions on one read few blocks: 22 ms instead of 41 ms at 10M lines.
    statement`
      INSERT INTO order_lines (${columnNames("order_lines")}, bought_by, bought_at)
      SELECT ${columnNames("order_lines")}, bought_by, bought_at
      FROM incoming_order_lines
      LEFT JOIN (
        SELECT o.order_id AS of_order, o.customer_id AS bought_by, o.processed_at AS bought_at
        FROM incoming_orders o WHERE o.customer_id IS NOT NULL AND NOT ${neverCounts}
      ) AS bought ON of_order = order_id
      WHERE ${isOfIncoming("orders")}
      ORDER BY product_id NULLS LAST`,
    insertParts("refunds", "orders"),
    insertParts("fulfillments", "orders"),
  ];
}

export function insertAbandonedCheckouts(): CompiledQuery[] {
  return [insert("abandoned_checkouts"), insertParts("abandoned_checkout_lines", "abandoned_checkouts")];
}

/** A column that is worked out of a staged row. */
interface WorkedOut {
  readonly name: string;
  readonly value: RawBuilder<unknown>;
}

function insert(table: StagedTableName, ...more: readonly WorkedOut[]): CompiledQuery {
  return insertWhere(table, more, sql`true`);
}

/** The parts that hang on an incoming record. */
function insertParts(
  part: StagedTableName,
  record: StagedTableName,
  ...more: readonly WorkedOut[]
): CompiledQuery {
  return insertWhere(part, more, isOfIncoming(record));
}

function insertWhere(
  table: StagedTableName,
  more: readonly WorkedOut[],
  where: RawBuilder<unknown>,
): CompiledQuery {
  const names = [columnNames(table), ...more.map(({ name }) => sql.ref(name))];
  const values = [columnNames(table), ...more.map(({ value }) => value)];
  return statement`
    INSERT INTO ${sql.table(table)} (${sql.join(names)})
    SELECT ${sql.join(values)} FROM ${sql.table(incoming(table))} WHERE ${where}`;
}

function isOfIncoming(record: StagedTableName): RawBuilder<unknown> {
  const id = idOf(record);
  return sql`${id} IN (SELECT ${id} FROM ${sql.table(incoming(record))})`;
}

function columnNames(table: StagedTableName): RawBuilder<unknown> {
  return sql.join(stagedTables[table].columns.map(({ name }) => sql.ref(name)));
}
