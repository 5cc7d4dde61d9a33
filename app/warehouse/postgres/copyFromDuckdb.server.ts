import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import type { DuckDBConnection } from "@duckdb/node-api";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** A column that is copied: how PostgreSQL stores it. */
export interface CopiedColumn {
  readonly name: string;
  readonly type: CopiedType;
}

export type CopiedType =
  | "bigint"
  | "integer"
  | "double precision"
  | "boolean"
  | "timestamp"
  | "date"
  | "text"
  | "text[]"
  | "double precision[]";

// PostgreSQL's texts cannot hold the character NUL, which JSON's can.
const withoutNul = (cell: string): string => `replace(${cell}, chr(0), '')`;
const quoted = `concat('"', replace(replace(${withoutNul("item")}, '\\', '\\\\'), '"', '\\"'), '"')`;
const arrayOf = (cell: string, item: string): string =>
  `CASE WHEN ${cell} IS NOT NULL THEN concat('{', array_to_string(list_transform(${cell}, item -> CASE WHEN item IS NULL THEN 'NULL' ELSE ${item} END), ','), '}') END`;

/** How DuckDB writes a cell where its own text is not PostgreSQL's. */
const written: Readonly<Partial<Record<CopiedType, (cell: string) => string>>> = {
  text: withoutNul,
  "text[]": (cell) => arrayOf(cell, quoted),
  "double precision[]": (cell) => arrayOf(cell, "CAST(item AS text)"),
};

/**
 * Copies rows of a DuckDB table into a PostgreSQL table with the same columns, by way of a CSV file: each engine reads and
 * writes at its own speed, and Node moves bytes only.
 *
 * @param from.file is written and removed again
 */
export async function copyFromDuckdb(
  duckdb: DuckDBConnection,
  client: ClientBase,
  {
    table,
    into,
    columns,
    file,
  }: Readonly<{
    table: string;
    into: string;
    columns: readonly CopiedColumn[];
    file: string;
  }>,
): Promise<void> {
  const cells = columns.map(({ name, type }) => {
    const cell = identifier(name);
    return `${written[type]?.(cell) ?? cell} AS ${cell}`;
  });
  try {
    await duckdb.run(
      `COPY (SELECT ${cells.join(", ")} FROM ${identifier(table)}) TO '${file.replaceAll("'", "''")}' ` +
        "(FORMAT csv, HEADER false, FORCE_QUOTE *)",
    );
    const names = columns.map(({ name }) => identifier(name)).join(", ");
    await pipeline(
      createReadStream(file, { highWaterMark: 1024 * 1024 }),
      client.query(copyFrom(`COPY ${identifier(into)} (${names}) FROM STDIN (FORMAT csv)`)),
    );
  } finally {
    // It holds customers.
    await rm(file, { force: true });
  }
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
