import { createHash } from "node:crypto";

import { sql } from "kysely";

import { activeSegments, listSegments } from "~/segments/segmentStore.server";
import { checksumOf } from "~/warehouse/checksum.server";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";

import { fingerprintOf, tables } from "../../tests/sync/harness";

/** What a shop's segments came to. */
export interface Memberships {
  readonly evaluated: number;
  /** Of each segment by name, a fingerprint of its members. */
  readonly members: Readonly<Record<string, string>>;
  readonly past: number;
}

export type TableSums = Readonly<Record<string, string>>;

/** What a shop's tables hold, as this engine tells it: quick, and comparable with shops on the same engine only. */
export function toldByEngine(warehouse: Warehouse): Promise<TableSums> {
  return fingerprintOf(warehouse);
}

/** The same row by row as the app reads it, comparable whichever engine keeps it. */
export async function toldByRows(warehouse: Warehouse): Promise<TableSums> {
  const sums: Record<string, string> = {};
  for (const table of tables) {
    const [row] = await warehouse.all(
      statement<Record<string, unknown>>`SELECT * FROM ${sql.table(table)} LIMIT 1`,
    );
    const columns = Object.keys(row ?? {}).sort();
    if (columns.length === 0) {
      sums[table] = "nothing";
      continue;
    }
    const { rows, checksum } = await checksumOf(warehouse, table, columns);
    sums[table] = `${String(rows)} rows, ${checksum}`;
  }
  return sums;
}

/** By name, because a segment has another number in each shop. */
export async function membershipsOf(warehouse: Warehouse): Promise<Memberships> {
  const segments = await listSegments(warehouse.shop);
  const active = new Set((await activeSegments(warehouse.shop)).segments.map(({ id }) => id));
  const rows = await warehouse.all(statement<{ id: number; members: string }>`
    SELECT segment_id AS id, string_agg(CAST(customer_id AS text), ' ' ORDER BY customer_id) AS members
    FROM memberships GROUP BY segment_id`);
  const found = new Map(rows.map(({ id, members }) => [id, createHash("md5").update(members).digest("hex")]));
  const [evaluated] = await warehouse.all(
    statement<{ segments: bigint }>`SELECT count(*) AS segments FROM segment_evaluations`,
  );
  const [past] = await warehouse.all(
    statement<{ stays: bigint }>`SELECT count(*) AS stays FROM past_memberships`,
  );
  return {
    evaluated: Number(evaluated?.segments ?? 0n),
    members: Object.fromEntries(
      segments.filter(({ id }) => active.has(id)).map(({ id, name }) => [name, found.get(id) ?? "nobody"]),
    ),
    past: Number(past?.stays ?? 0n),
  };
}

/** Memberships that are there twice, and stays of one customer in one segment that overlap. */
export async function impossibleStays(warehouse: Warehouse): Promise<number> {
  const [twice] = await warehouse.all(statement<{ stays: bigint }>`
    SELECT count(*) AS stays FROM (
      SELECT segment_id FROM memberships GROUP BY segment_id, customer_id HAVING count(*) > 1
    ) AS twice`);
  const [overlapping] = await warehouse.all(statement<{ stays: bigint }>`
    SELECT count(*) AS stays
    FROM past_memberships AS past
    JOIN (
      SELECT segment_id, customer_id, entered_at FROM memberships
      UNION ALL
      SELECT segment_id, customer_id, entered_at FROM past_memberships
    ) AS other ON other.segment_id = past.segment_id AND other.customer_id = past.customer_id
    WHERE other.entered_at > past.entered_at AND other.entered_at < past.left_at`);
  return Number(twice?.stays ?? 0n) + Number(overlapping?.stays ?? 0n);
}
