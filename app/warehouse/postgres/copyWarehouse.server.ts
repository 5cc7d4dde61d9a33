import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { Client } from "pg";

import { statement } from "../compile";
import { wrapConnection } from "../duckdb/connection.server";
import { toWarehouseFault as toDuckdbFault } from "../duckdb/faults";
import type { Connection } from "../engine";
import { WarehouseError } from "../errors";
import { pendingSteps } from "../migrations/migrate";
import { copyFromDuckdb, identifier, type CopiedColumn, type CopiedType } from "./copyFromDuckdb.server";
import { toWarehouseFault } from "./faults";
import { schemaName } from "./schemaName";

/** A shop's DuckDB warehouse, open to be read and left as it is. */
export interface SourceWarehouse extends Connection {
  readonly shop: string;
  readonly tables: readonly { readonly name: string; readonly columns: readonly CopiedColumn[] }[];
  readonly duckdb: DuckDBConnection;
  close(): void;
}

const types: Readonly<Partial<Record<string, CopiedType>>> = {
  BIGINT: "bigint",
  INTEGER: "integer",
  DOUBLE: "double precision",
  BOOLEAN: "boolean",
  TIMESTAMP: "timestamp",
  DATE: "date",
  VARCHAR: "text",
  "VARCHAR[]": "text[]",
  "DOUBLE[]": "double precision[]",
};

/**
 * Opens a shop's database file for reading only.
 *
 * @throws {WarehouseError} where a running app has it open, or its schema is not that of this version
 */
export async function openSource(file: string, shop: string): Promise<SourceWarehouse> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" }).catch((error: unknown) => {
    throw toDuckdbFault(shop, error);
  });
  const duckdb = await instance.connect();
  const close = () => {
    duckdb.disconnectSync();
    instance.closeSync();
  };
  try {
    await duckdb.run("SET TimeZone = 'UTC'");
    const connection = wrapConnection(shop, duckdb);
    const lacking = await pendingSteps({ shop, ...connection });
    if (lacking.length > 0) {
      throw new WarehouseError(
        shop,
        "Older Schema",
        "its schema is older than this app; start the app on it once, stop it, and move it then.",
      );
    }
    return { shop, ...connection, tables: await tablesOf(connection, shop), duckdb, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function tablesOf(connection: Connection, shop: string): Promise<SourceWarehouse["tables"]> {
  const rows = await connection.all(
    statement<{ table_name: string; column_name: string; data_type: string }>`
      SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = 'main' AND table_name <> 'schema_migrations'
      ORDER BY table_name, ordinal_position`,
  );
  const tables = new Map<string, CopiedColumn[]>();
  for (const { table_name, column_name, data_type } of rows) {
    const type = types[data_type];
    if (type === undefined) {
      throw new WarehouseError(
        shop,
        "Unsupported Type",
        `${table_name}.${column_name} is of type ${data_type}.`,
      );
    }
    const columns = tables.get(table_name) ?? [];
    columns.push({ name: column_name, type });
    tables.set(table_name, columns);
  }
  return [...tables].map(([name, columns]) => ({ name, columns }));
}

/**
 * Replaces what a shop's warehouse in PostgreSQL holds by what the source holds, in one transaction. Its schema must be there
 * (see `createPostgresEngine(…).open`).
 */
export async function copyWarehouse(source: SourceWarehouse, url: string): Promise<void> {
  const { shop, duckdb, tables } = source;
  const client = new Client({ connectionString: url, application_name: "quintile move" });
  client.on("error", () => undefined);
  const scratch = await mkdtemp(join(tmpdir(), "quintile-move-"));
  try {
    await client.connect();
    await client.query(
      `BEGIN; SET LOCAL search_path = "${schemaName(shop) ?? ""}"; SET LOCAL timezone = 'UTC'`,
    );
    await client.query("SELECT version FROM schema_migrations WHERE version = 1 FOR UPDATE");
    for (const { name, columns } of tables) {
      await client.query(`DELETE FROM ${identifier(name)}`);
      await copyFromDuckdb(duckdb, client, {
        ...{ table: name, into: name, columns },
        file: join(scratch, `${name}.csv`),
      });
      await client.query(`ANALYZE ${identifier(name)}`);
    }
    await client.query("COMMIT");
  } catch (error) {
    throw toWarehouseFault(shop, toDuckdbFault(shop, error));
  } finally {
    await client.end().catch(() => undefined);
    await rm(scratch, { recursive: true, force: true });
  }
}
