import { sql, type CompiledQuery } from "kysely";

import type { Connection, LoadingConnection, StagedRows, Warehouse } from "../engine";
import { minorUnitDigits } from "../minorUnits";
import { stagedTables, type StagedTableName } from "./columns";
import * as merge from "./mergeStatements";

/** The downloaded files of one full sync. They must be there; an empty file is a store without such records. */
export interface Snapshot {
  readonly files: Readonly<Record<RecordTable, string>>;
  /** The shop's currency, ISO 4217. */
  readonly currency: string;
  /** Everything that Shopify had before this time is in the files. */
  readonly snapshotStartedAt: Date;
  /** Orders made before this time are not in the files, because the app's scopes hide them; null: all are. */
  readonly ordersVisibleSince?: Date | null;
}

export interface LoadCounts {
  /** Records read of the files, repeated ones included. */
  readonly read: Record<StagedTableName, number>;
  /** Records that were stored and are no longer in Shopify. */
  readonly removed: Record<RecordTable, number>;
  /** Line items whose order is not in the file: left out. */
  readonly orphanLines: number;
  /** Records with an amount finer than the currency's minor unit, which was rounded half away from zero. */
  readonly rounded: number;
}

/** The records of a store that have a version (`updated_at`), and what is replaced along with them. */
const records = [
  { table: "products", parts: [] },
  { table: "customers", parts: [] },
  { table: "orders", parts: ["order_lines", "refunds", "fulfillments"] },
] as const;

type RecordTable = (typeof records)[number]["table"];
type PartTable = (typeof records)[number]["parts"][number];

/** Orders leave the visible window while a bulk operation runs; none is taken for gone this close to its edge. */
const windowEdge = 24 * 3600 * 1000;

/**
 * Makes the warehouse equal to a snapshot of the store, in one transaction: newer versions replace older ones, records
 * gone from Shopify are removed, what was changed since the snapshot began is kept. Loading the same snapshot again
 * changes nothing.
 *
 * @param onRead told how many lines have been read, after each file; what it throws calls the load off
 * @throws {MalformedFileError} for a file that cannot be read whole; what was stored stays as it was
 */
export function loadSnapshot(
  warehouse: Warehouse,
  snapshot: Snapshot,
  onRead?: (lines: number) => Promise<void>,
): Promise<LoadCounts> {
  return warehouse.transaction(async (connection) => {
    const read: LoadCounts["read"] = {
      products: 0,
      customers: 0,
      orders: 0,
      order_lines: 0,
      refunds: 0,
      fulfillments: 0,
    };
    const removed: LoadCounts["removed"] = { products: 0, customers: 0, orders: 0 };
    let orphanLines = 0;
    let rounded = 0;
    let lines = 0;
    for (const { table, parts } of records) {
      for (const [staged, report] of await stage(connection, snapshot, table, parts)) {
        read[staged] = report.rows;
        rounded += report.rounded;
        if (isOnLines(staged)) lines += report.rows;
      }
      await onRead?.(lines);
      if (table === "orders") orphanLines = await count(connection, merge.countOrphanLines());
      removed[table] = await clearTheWay(connection, snapshot, table, parts);
      await connection.run(inserts[table]());
      for (const part of parts) await connection.run(merge.insertIncomingParts(part));
      for (const staged of [table, ...parts]) await connection.run(merge.dropTable(merge.incoming(staged)));
    }
    return { read, removed, orphanLines, rounded };
  });
}

/** How the incoming records of a table become stored ones. */
const inserts: Record<RecordTable, () => CompiledQuery> = {
  products: () => merge.insertIncoming("products"),
  customers: merge.insertIncomingCustomers,
  orders: merge.insertIncomingOrders,
};

/** Whether a table's rows are lines of a file, not items of a list in one. */
function isOnLines(table: StagedTableName): boolean {
  return typeof stagedTables[table].rows === "string";
}

/** Reads the file of `table` into temporary tables, one row per id. */
async function stage(
  connection: LoadingConnection,
  { files, currency }: Snapshot,
  table: RecordTable,
  parts: readonly PartTable[],
): Promise<[StagedTableName, StagedRows][]> {
  const names = [table, ...parts];
  const reports = await connection.stageJsonLines({
    path: files[table],
    tables: names.map((name) => ({ into: merge.incoming(name), ...stagedTables[name] })),
    moneyDigits: minorUnitDigits(currency),
  });
  const staged = names.flatMap((name, place): [StagedTableName, StagedRows][] => {
    const report = reports[place];
    return report ? [[name, report]] : [];
  });
  for (const [name, { rows }] of staged) {
    const repeated = rows > (await count(connection, merge.countDistinct(name)));
    if (repeated) for (const step of merge.keepNewest(name)) await connection.run(step);
  }
  return staged;
}

/**
 * Takes out stored rows that the incoming ones replace or that are gone, and incoming rows that are out of date.
 * Returns how many are gone. A first load finds nothing stored and is a plain insert.
 */
async function clearTheWay(
  connection: Connection,
  { snapshotStartedAt, ordersVisibleSince }: Snapshot,
  table: RecordTable,
  parts: readonly PartTable[],
): Promise<number> {
  const visibleSince =
    table === "orders" && ordersVisibleSince ? new Date(ordersVisibleSince.getTime() + windowEdge) : null;
  if ((await count(connection, merge.countAny(table))) === 0) return 0;
  await connection.run(merge.findLeaving(table, snapshotStartedAt, visibleSince));
  const gone = await count(connection, merge.countGone(table));
  await connection.run(merge.deleteLeaving(table, merge.idOf(table)));
  for (const part of parts) await connection.run(merge.deleteLeaving(part, sql.ref("order_id")));
  await connection.run(merge.dropTable("leaving"));
  // What is stored now of the incoming ids is newer than the snapshot.
  await connection.run(merge.dropStored(table));
  return gone;
}

async function count(connection: Connection, query: CompiledQuery<{ rows: bigint }>): Promise<number> {
  const [row] = await connection.all(query);
  return Number(row?.rows ?? 0n);
}
