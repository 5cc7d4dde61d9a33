import { sql, type CompiledQuery } from "kysely";

import { statement } from "../compile";
import type { Connection } from "../engine";
import { idOf, incoming } from "./mergeStatements";
import type { RecordTable } from "./records";

/** Notes that records are to be asked for; those noted already wait from now on. */
export async function awaitRecords(
  connection: Connection,
  table: RecordTable,
  ids: readonly bigint[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await connection.run(statement`
    DELETE FROM awaited_records
    WHERE kind = ${table} AND id IN (SELECT unnest(CAST(${ids} AS bigint[])))`);
  await connection.run(statement`
    INSERT INTO awaited_records (kind, id, since)
    SELECT CAST(${table} AS text), asked.id, CAST(${now} AS timestamp)
    FROM (SELECT DISTINCT unnest(CAST(${ids} AS bigint[])) AS id) AS asked`);
}

/** What is to be asked for, longest waiting first. */
export function awaitedRecords(
  connection: Connection,
  table: RecordTable,
  limit: number,
): Promise<{ id: bigint; since: Date }[]> {
  return connection.all(statement<{ id: bigint; since: Date }>`
    SELECT id, since FROM awaited_records WHERE kind = ${table} ORDER BY since, id LIMIT ${limit}`);
}

/** How many records of each kind are to be asked for that changed after a time, and since when the first of them. */
export async function countAwaited(
  connection: Connection,
  after: Date = new Date(0),
): Promise<ReadonlyMap<RecordTable, { readonly records: number; readonly since: Date }>> {
  const rows = await connection.all(statement<{ kind: RecordTable; records: number; since: Date }>`
    SELECT kind, CAST(count(*) AS integer) AS records, min(since) AS since FROM awaited_records
    WHERE since > ${after} GROUP BY kind`);
  return new Map(rows.map(({ kind, records, since }) => [kind, { records, since }]));
}

/** Forgets that records are awaited, except those that changed again since they were asked for. */
export async function receivedRecords(
  connection: Connection,
  table: RecordTable,
  { ids, askedAt }: { readonly ids: readonly bigint[]; readonly askedAt: Date },
): Promise<void> {
  await connection.run(statement`
    DELETE FROM awaited_records
    WHERE kind = ${table} AND since <= ${askedAt} AND id IN (SELECT unnest(CAST(${ids} AS bigint[])))`);
}

/** Forgets that the incoming records are awaited, except those that changed again since they were read. */
export function receiveIncoming(table: RecordTable, readAt: Date): CompiledQuery {
  return statement`
    DELETE FROM awaited_records
    WHERE kind = ${table} AND since <= ${readAt}
      AND id IN (SELECT ${idOf(table)} FROM ${sql.table(incoming(table))})`;
}
