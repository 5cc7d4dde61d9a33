import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { toStagingFault } from "../duckdb/faults";
import { stageJsonLines as stageInDuckdb } from "../duckdb/stageJsonLines.server";
import type { JsonLinesStage, StagedKind, StagedRows, StagedTable } from "../engine";
import { toWarehouseFault } from "./faults";

/** What the DuckDB that reads a file may use, as it spells it. */
export interface ReaderLimits {
  readonly memoryLimit: string;
  readonly threads: number;
}

/** How a cell of a kind is stored, and how it is written into the CSV that PostgreSQL copies in. */
interface Column {
  readonly type: string;
  csv(cell: string): string;
}

const asIs = (cell: string): string => cell;
// PostgreSQL's texts cannot hold the character NUL, which JSON's can.
const withoutNul = (cell: string): string => `replace(${cell}, chr(0), '')`;
const arrayItem = `CASE WHEN item IS NULL THEN 'NULL' ELSE concat('"', replace(replace(${withoutNul("item")}, '\\', '\\\\'), '"', '\\"'), '"') END`;

const columns: Record<StagedKind, Column> = {
  id: { type: "bigint", csv: asIs },
  key: { type: "text", csv: withoutNul },
  text: { type: "text", csv: withoutNul },
  texts: {
    type: "text[]",
    csv: (cell) => `concat('{', array_to_string(list_transform(${cell}, item -> ${arrayItem}), ','), '}')`,
  },
  time: { type: "timestamp", csv: asIs },
  boolean: { type: "boolean", csv: asIs },
  integer: { type: "integer", csv: asIs },
  bigint: { type: "bigint", csv: asIs },
  money: { type: "bigint", csv: asIs },
};

/**
 * The port's `stageJsonLines` on PostgreSQL: a DuckDB in memory reads the file as it does for its own warehouses and
 * writes each table as CSV beside it, which PostgreSQL copies in. So a file means the same rows on both engines, and Node
 * moves bytes only: parsed in Node, a load takes seven times as long.
 */
export async function stageJsonLines(
  shop: string,
  client: PoolClient,
  stage: JsonLinesStage,
  { memoryLimit, threads }: ReaderLimits,
): Promise<StagedRows[]> {
  const spill = `${stage.path}.spill`;
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: spill,
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const duckdb = await instance.connect();
  try {
    const reports = await read(shop, duckdb, stage);
    for (const table of stage.tables) await move(shop, duckdb, client, stage.path, table);
    return reports;
  } finally {
    duckdb.disconnectSync();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }
}

async function read(shop: string, duckdb: DuckDBConnection, stage: JsonLinesStage): Promise<StagedRows[]> {
  try {
    await duckdb.run("SET TimeZone = 'UTC'");
    return await stageInDuckdb(duckdb, stage);
  } catch (error) {
    throw toStagingFault(shop, stage.path, error);
  }
}

async function move(
  shop: string,
  duckdb: DuckDBConnection,
  client: PoolClient,
  path: string,
  table: StagedTable,
): Promise<void> {
  const csv = `${path}.${table.into}.csv`;
  const name = identifier(table.into);
  const cells = table.columns.map(
    ({ name, kind }) => `${columns[kind].csv(identifier(name))} AS ${identifier(name)}`,
  );
  const types = table.columns.map(({ name, kind }) => `${identifier(name)} ${columns[kind].type}`);
  try {
    try {
      await duckdb.run(
        `COPY (SELECT ${cells.join(", ")} FROM ${name}) TO '${csv.replaceAll("'", "''")}' (FORMAT csv, HEADER false, FORCE_QUOTE *)`,
      );
      await duckdb.run(`DROP TABLE ${name}`);
    } catch (error) {
      throw toStagingFault(shop, path, error);
    }
    try {
      await client.query(`DROP TABLE IF EXISTS ${name}`);
      await client.query(`CREATE TEMPORARY TABLE ${name} (${types.join(", ")})`);
      await pipeline(
        createReadStream(csv, { highWaterMark: 1024 * 1024 }),
        client.query(copyFrom(`COPY ${name} FROM STDIN (FORMAT csv)`)),
      );
      // Without it the planner takes a table of millions for one of a few pages.
      await client.query(`ANALYZE ${name}`);
    } catch (error) {
      throw toWarehouseFault(shop, error);
    }
  } finally {
    // It holds customers.
    await rm(csv, { force: true });
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
