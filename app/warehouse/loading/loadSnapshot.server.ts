import type { Connection, Warehouse } from "../engine";
import { stagedTables, type StagedTableName } from "./columns";
import { consentChannels, keepLaterConsent } from "./consents";
import { dropGone, forgetGone } from "./gone";
import { leaveOutRedacted, type RedactedAmong } from "./leaveOutRedacted.server";
import * as merge from "./mergeStatements";
import { type RecordKind, records, type RecordTable } from "./records";
import { count, stage } from "./stage.server";
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
  readonly redactedAmong?: RedactedAmong;
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

/** A notice of a record that is gone may come this long after it went: Shopify delivers for four hours, and clocks differ. */
const lateNotices = 7 * 24 * 3600 * 1000;

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
      await connection.run(dropGone(kind.table));
      const { redactedAmong } = snapshot;
      if (redactedAmong)
        await leaveOutRedacted(connection, { shop: warehouse.shop, table: kind.table, redactedAmong });
      removed[kind.table] = await clearTheWay(connection, snapshot, kind);
      for (const step of kind.insert()) await connection.run(step);
      for (const staged of [kind.table, ...kind.parts])
        await connection.run(merge.dropTable(merge.incoming(staged)));
    }
    await connection.run(forgetGone(new Date(snapshot.snapshotStartedAt.getTime() - lateNotices)));
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
    for (const channel of consentChannels) await connection.run(keepLaterConsent(channel));
    await connection.run(noteAddedTags());
    await connection.run(forgetTagsOfGone());
  }
  for (const leaving of [table, ...parts]) await connection.run(merge.deleteLeaving(leaving, table));
  await connection.run(merge.dropTable("leaving"));
  // What is stored now of the incoming ids is newer than the snapshot.
  await connection.run(merge.dropStored(table));
  return gone;
}
