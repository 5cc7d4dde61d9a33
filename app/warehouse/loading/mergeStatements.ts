import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { statement } from "../compile";
import { stagedTables, type StagedTableName } from "./columns";

/** The temporary table that a table's new rows wait in. */
export function incoming(table: StagedTableName): string {
  return `incoming_${table}`;
}

/** The column that a record, and each of its parts, names it by. */
export function idOf(record: StagedTableName): RawBuilder<unknown> {
  return sql.ref(stagedTables[record].key[0]);
}

/** The one column that tells the rows of a table apart; only for tables that have one. */
export function keyColumn(table: StagedTableName): RawBuilder<unknown> {
  const [first, ...more] = stagedTables[table].key;
  if (more.length > 0) throw new Error(`Several columns tell the rows of ${table} apart.`);
  return sql.ref(first);
}

/**
 * The stored records that a snapshot replaces or removes, as the temporary table `leaving`: those it brings in the same
 * or a newer version, and those it no longer has. A record changed after the snapshot began stays: it came by another
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

/** As `findLeaving`, of records that Shopify forgets though they happened: only those that the snapshot replaces. */
export function findReplaced(table: StagedTableName): CompiledQuery {
  const id = idOf(table);
  return statement`
    CREATE TEMPORARY TABLE leaving AS
    SELECT stored.${id} AS id
    FROM ${sql.table(table)} AS stored
    JOIN ${sql.table(incoming(table))} AS fresh ON fresh.${id} = stored.${id}
    WHERE fresh.updated_at >= stored.updated_at`;
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

/** Removes the rows of a record's table, or of one of its parts, whose record is among `leaving`. */
export function deleteLeaving(table: StagedTableName, record: StagedTableName): CompiledQuery {
  return statement`DELETE FROM ${sql.table(table)} WHERE ${idOf(record)} IN (SELECT id FROM leaving)`;
}

/** Incoming parts whose record is not in the file. */
export function countOrphans(
  part: StagedTableName,
  record: StagedTableName,
): CompiledQuery<{ rows: bigint }> {
  return statement<{ rows: bigint }>`
    SELECT count(*) AS rows FROM ${sql.table(incoming(part))}
    WHERE ${idOf(record)} NOT IN (SELECT ${idOf(record)} FROM ${sql.table(incoming(record))})`;
}

/** Incoming rows, each key counted once. */
export function countDistinct(table: StagedTableName): CompiledQuery<{ rows: bigint }> {
  return statement<{ rows: bigint }>`
    SELECT count(*) AS rows FROM (SELECT DISTINCT ${keyOf(table)} FROM ${sql.table(incoming(table))}) AS keys`;
}

/** Keeps one row of each key: the one updated last, where the table knows that. Leaves the result in `incoming_…`. */
export function keepNewest(table: StagedTableName): CompiledQuery[] {
  const { columns } = stagedTables[table];
  const order = columns.some(({ name }) => name === "updated_at")
    ? sql`updated_at DESC`
    : // The order is the same on every run, so that loading twice gives the same rows.
      sql.join(columns.map(({ name }) => sql`${sql.ref(name)} NULLS LAST`));
  return [
    statement`
      CREATE TEMPORARY TABLE newest AS
      SELECT DISTINCT ON (${keyOf(table)}) * FROM ${sql.table(incoming(table))} ORDER BY ${keyOf(table)}, ${order}`,
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

function keyOf(table: StagedTableName): RawBuilder<unknown> {
  return sql.join(stagedTables[table].key.map((name) => sql.ref(name)));
}
