import { rm } from "node:fs/promises";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { PoolClient } from "pg";

import { toStagingFault } from "../duckdb/faults";
import { stageJsonLines as stageInDuckdb } from "../duckdb/stageJsonLines.server";
import type { JsonLinesStage, StagedKind, StagedRows, StagedTable } from "../engine";
import { copyFromDuckdb, identifier, type CopiedType } from "./copyFromDuckdb.server";
import { toWarehouseFault } from "./faults";

/** What the DuckDB that reads a file may use, as it spells it. */
export interface ReaderLimits {
  readonly memoryLimit: string;
  readonly threads: number;
}

const types: Record<StagedKind, CopiedType> = {
  id: "bigint",
  key: "text",
  text: "text",
  texts: "text[]",
  time: "timestamp",
  boolean: "boolean",
  integer: "integer",
  bigint: "bigint",
  money: "bigint",
};

/**
 * The port's `stageJsonLines` on PostgreSQL: a DuckDB in memory reads the file as it does for its own warehouses, and what
 * it read is copied over. So a file means the same rows on both engines; parsed in Node, a load takes seven times as long.
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
    await duckdb.run("SET TimeZone = 'UTC'");
    const reports = await stageInDuckdb(duckdb, stage);
    for (const table of stage.tables) await move(duckdb, client, stage.path, table);
    return reports;
  } catch (error) {
    throw toWarehouseFault(shop, toStagingFault(shop, stage.path, error));
  } finally {
    duckdb.disconnectSync();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }
}

async function move(
  duckdb: DuckDBConnection,
  client: PoolClient,
  path: string,
  { into, columns }: StagedTable,
): Promise<void> {
  const name = identifier(into);
  const copied = columns.map((column) => ({ name: column.name, type: types[column.kind] }));
  const declared = copied.map((column) => `${identifier(column.name)} ${column.type}`);
  await client.query(`DROP TABLE IF EXISTS ${name}`);
  await client.query(`CREATE TEMPORARY TABLE ${name} (${declared.join(", ")})`);
  await copyFromDuckdb(duckdb, client, {
    ...{ table: into, into, columns: copied },
    file: `${path}.${into}.csv`,
  });
  await duckdb.run(`DROP TABLE ${name}`);
  // Without it the planner takes a table of millions for one of a few pages.
  await client.query(`ANALYZE ${name}`);
}
