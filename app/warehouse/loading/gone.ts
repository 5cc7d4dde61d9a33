import { sql, type CompiledQuery } from "kysely";

import { statement } from "../compile";
import { idOf, incoming } from "./mergeStatements";
import type { RecordTable } from "./records";

/** Leaves out what Shopify said is gone: what comes in was true before that. */
export function dropGone(table: RecordTable): CompiledQuery {
  return statement`
    DELETE FROM ${sql.table(incoming(table))}
    WHERE ${idOf(table)} IN (SELECT id FROM gone_records WHERE kind = ${table})`;
}

/** Remembers that records are gone, and since when. */
export function noteGone(table: RecordTable, ids: readonly bigint[], at: Date): CompiledQuery {
  return statement`
    INSERT INTO gone_records (kind, id, gone_at)
    SELECT CAST(${table} AS text), gone.id, CAST(${at} AS timestamp)
    FROM (SELECT DISTINCT unnest(CAST(${ids} AS bigint[])) AS id) AS gone
    WHERE gone.id NOT IN (SELECT id FROM gone_records WHERE kind = ${table})`;
}

/** Forgets what has been gone for so long that nobody speaks of it any more. */
export function forgetGone(before: Date): CompiledQuery {
  return statement`DELETE FROM gone_records WHERE gone_at < ${before}`;
}
