import type { CompiledQuery } from "kysely";

import type { Connection, LoadingConnection, StagedRows, Warehouse } from "../engine";
import { minorUnitDigits } from "../minorUnits";
import { stagedTables, type StagedTableName } from "./columns";
import { insertAbandonedCheckouts, insertCustomers, insertOrders, insertProducts } from "./insertStatements";
import * as merge from "./mergeStatements";
import { forgetTagsOfGone, noteAddedTags } from "./tagEvents";

/** The downloaded files of one full sync. They must be there; an empty file is a store without such records. */
export interface Snapshot {
  /** Null: Shopify does not let the app read such records. What is stored of them stays as it is. */
  readonly files: Readonly<Record<RecordTable, string | null>>;
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
  /** Lines (of orders, metafields, …) whose record is not in the file: left out. */
  readonly orphanLines: number;
  /** Records with an amount finer than the currency's minor unit, which was rounded half away from zero. */
  readonly rounded: number;
}

/** The records of a store that have a version (`updated_at`), and what is replaced along with them. */
interface RecordKind {
  readonly table: StagedTableName;
  readonly parts: readonly StagedTableName[];
  readonly insert: () => CompiledQuery[];
  /** Shopify forgets such records after a while, though they happened: none is ever taken for gone. */
  readonly kept?: true;
}

const records = [
  { table: "products", parts: ["product_collections"], insert: insertProducts },
  { table: "customers", parts: ["customer_metafields"], insert: insertCustomers },
  { table: "orders", parts: ["order_lines", "refunds", "fulfillments"], insert: insertOrders },
  {
    table: "abandoned_checkouts",
    parts: ["abandoned_checkout_lines"],
    insert: insertAbandonedCheckouts,
    kept: true,
  },
] as const satisfies readonly RecordKind[];

type RecordTable = (typeof records)[number]["table"];

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
    const read = zeros(Object.keys(stagedTables) as StagedTableName[]);
    const removed = zeros(records.map(({ table }) => table));
    let orphanLines = 0;
    let rounded = 0;
    let lines = 0;
    for (const kind of records) {
      const path = snapshot.files[kind.table];
      if (path === null) continue;
      for (const [staged, report] of await stage(connection, path, snapshot.currency, kind)) {
        read[staged] = report.rows;
        rounded += report.rounded;
        if (isOnLines(staged)) lines += report.rows;
      }
      await onRead?.(lines);
      for (const part of kind.parts) {
        if (isOnLines(part)) orphanLines += await count(connection, merge.countOrphans(part, kind.table));
      }
      removed[kind.table] = await clearTheWay(connection, snapshot, kind);
      for (const step of kind.insert()) await connection.run(step);
      for (const staged of [kind.table, ...kind.parts])
        await connection.run(merge.dropTable(merge.incoming(staged)));
    }
    return { read, removed, orphanLines, rounded };
  });
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** Whether a table's rows are lines of a file, not items of a list in one. */
function isOnLines(table: StagedTableName): boolean {
  return typeof stagedTables[table].rows === "string";
}

/** Reads a file into temporary tables, one row per key. */
async function stage(
  connection: LoadingConnection,
  path: string,
  currency: string,
  { table, parts }: RecordKind,
): Promise<[StagedTableName, StagedRows][]> {
  const names = [table, ...parts];
  const reports = await connection.stageJsonLines({
    path,
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
  { table, parts, kept }: RecordKind,
): Promise<number> {
  if ((await count(connection, merge.countAny(table))) === 0) return 0;
  const visibleSince =
    table === "orders" && ordersVisibleSince ? new Date(ordersVisibleSince.getTime() + windowEdge) : null;
  await connection.run(
    kept ? merge.findReplaced(table) : merge.findLeaving(table, snapshotStartedAt, visibleSince),
  );
  const gone = await count(connection, merge.countGone(table));
  if (table === "customers") {
    await connection.run(noteAddedTags());
    await connection.run(forgetTagsOfGone());
  }
  for (const leaving of [table, ...parts]) await connection.run(merge.deleteLeaving(leaving, table));
  await connection.run(merge.dropTable("leaving"));
  // What is stored now of the incoming ids is newer than the snapshot.
  await connection.run(merge.dropStored(table));
  return gone;
}

async function count(connection: Connection, query: CompiledQuery<{ rows: bigint }>): Promise<number> {
  const [row] = await connection.all(query);
  return Number(row?.rows ?? 0n);
}
