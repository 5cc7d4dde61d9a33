import { sql } from "kysely";

import { type AdminClient } from "~/shopify/admin/client.server";
import { allIds, type ChangedKind } from "~/shopify/admin/changedRecords.server";
import { readCountsOf, readStoreCounts } from "~/shopify/admin/counts.server";
import { statement } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";
import { idOf } from "~/warehouse/loading/mergeStatements";
import { removeRecords } from "~/warehouse/loading/removeRecords.server";

import { visibleFrom } from "./hiddenOrders.server";
import type { LiveShop } from "./liveShop.server";
import type { Found } from "./reconciliation.server";

/** Ids of more records than this are not gone through page by page (a request has 250): everything is brought in anew. */
const tooManyIds = 5_000;

export interface GoneSearch {
  readonly warehouse: Warehouse;
  readonly client: AdminClient;
  readonly live: LiveShop;
  readonly startedAt: Date;
  /** A difference of the counts that the last look left when it had gone through all ids. */
  readonly explained: number | null;
  readonly now: () => Date;
}

/**
 * Removes what is gone from Shopify without its having said so: where more is stored than Shopify counts, its ids are gone
 * through. A difference that is still there afterwards (Shopify may count in another way) is remembered and no reason to look
 * again.
 */
export async function findGone(
  table: ChangedKind,
  { warehouse, client, live, startedAt, explained, now }: GoneSearch,
): Promise<{ found: Pick<Found, "removed" | "unexplained">; tooMany: boolean }> {
  const from = listedFrom(table, live, now());
  const difference = async (): Promise<number | null> => {
    const counts =
      from === null ? await readStoreCounts(client) : await readCountsOf(client, createdSince(from));
    const theirs = counts[table === "abandoned_checkouts" ? "checkouts" : table];
    return theirs === null ? null : (await countStored(warehouse, table, from)) - theirs;
  };
  const before = await difference();
  if (before === null || before === 0) return { found: { removed: 0, unexplained: null }, tooMany: false };
  if (before === explained) return { found: { removed: 0, unexplained: before }, tooMany: false };
  if ((await countStored(warehouse, table, from)) > tooManyIds)
    return { found: { removed: 0, unexplained: before }, tooMany: true };

  const theirs = new Set<bigint>();
  const query = from === null ? null : createdSince(from);
  for await (const page of allIds(client, table, query)) for (const id of page) theirs.add(id);
  const stored = await storedIds(warehouse, table, from, startedAt);
  const gone = stored.filter((id) => !theirs.has(id));
  const removed = await warehouse.transaction((connection) => removeRecords(connection, table, gone, now()));
  const after = await difference();
  return { found: { removed, unexplained: after === 0 ? null : after }, tooMany: false };
}

/** Shopify forgets checkouts after three months, though they happened: only younger ones can be told to be gone. */
const checkoutsListedMs = 80 * 24 * 3_600_000;

/** From when on Shopify lists all records of a kind; null: it lists all. */
function listedFrom(table: ChangedKind, live: LiveShop, now: Date): Date | null {
  if (table === "orders") return visibleFrom(live, now);
  return table === "abandoned_checkouts" ? new Date(now.getTime() - checkoutsListedMs) : null;
}

function createdSince(from: Date): string {
  return `created_at:>='${from.toISOString()}'`;
}

async function countStored(connection: Connection, table: ChangedKind, from: Date | null): Promise<number> {
  const visible = from === null ? sql`` : sql`WHERE created_at >= ${from}`;
  const [row] = await connection.all(statement<{ records: number }>`
    SELECT CAST(count(*) AS integer) AS records FROM ${sql.table(table)} ${visible}`);
  return row?.records ?? 0;
}

/** Those that were there before the look began: what came since need not be among the ids. */
async function storedIds(
  connection: Connection,
  table: ChangedKind,
  from: Date | null,
  startedAt: Date,
): Promise<bigint[]> {
  const visible = from === null ? sql`` : sql`AND created_at >= ${from}`;
  const rows = await connection.all(statement<{ id: bigint }>`
    SELECT ${idOf(table)} AS id FROM ${sql.table(table)} WHERE created_at < ${startedAt} ${visible}`);
  return rows.map(({ id }) => id);
}
