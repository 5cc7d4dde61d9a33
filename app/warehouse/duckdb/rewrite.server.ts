import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

import type { DuckDBConnection } from "@duckdb/node-api";

import { WarehouseError } from "../errors";
import { toWarehouseFault } from "./faults";
import type { Instance } from "./instance.server";

/** The files of a shop's database. */
export type DatabaseFiles = Readonly<Record<"database" | "log" | "fresh" | "freshLog", string>>;

/**
 * Replaces a database file by a fresh one with the same tables and rows, and nothing of those that were deleted. The database
 * must be closed, and stay so meanwhile. Whenever the process dies, there is one of the two files whole under the database's
 * name: the fresh one gets it when it is on the disk, and both are without a log then.
 *
 * @throws {WarehouseError} where that cannot be done; then the database is as it was
 */
export async function rewriteDatabase(instance: Instance, shop: string, files: DatabaseFiles): Promise<void> {
  try {
    await removeFresh(files);
    await copyInto(instance, shop, files);
    for (const log of [files.log, files.freshLog]) {
      if (await isThere(log))
        throw new WarehouseError(shop, "Open Log", "its log could not be written to its file.");
    }
    await flush(files.fresh);
    await rename(files.fresh, files.database);
    await flush(dirname(files.database));
  } catch (error) {
    await removeFresh(files).catch(() => undefined);
    throw toWarehouseFault(shop, error);
  }
}

/** What a rewriting that was broken off has left behind. */
export async function removeFresh({ fresh, freshLog }: DatabaseFiles): Promise<void> {
  for (const file of [fresh, freshLog]) await rm(file, { force: true });
}

async function copyInto(instance: Instance, shop: string, { database, fresh }: DatabaseFiles): Promise<void> {
  const [from, to] = [`"${shop}"`, `"${shop} fresh"`];
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${quoted(database)} AS ${from}`);
    await connection.run(`ATTACH ${quoted(fresh)} AS ${to}`);
    await connection.run(`COPY FROM DATABASE ${from} TO ${to}`);
    await connection.run(`CHECKPOINT ${to}`);
    const [before, after] = [await sizesOf(connection, shop), await sizesOf(connection, `${shop} fresh`)];
    if (before !== after)
      throw new WarehouseError(shop, "Copy Differs", "its copy has other rows than it has.");
  } finally {
    // Writes what is in their logs to the files.
    for (const name of [from, to]) await connection.run(`DETACH ${name}`).catch(() => undefined);
    connection.disconnectSync();
  }
}

/** The tables of a database and how many rows each has, in one line. */
async function sizesOf(connection: DuckDBConnection, name: string): Promise<string> {
  const tables = await connection.runAndReadAll(
    "SELECT table_name FROM duckdb_tables() WHERE database_name = $1 ORDER BY table_name",
    [name],
  );
  const sizes: string[] = [];
  for (const [table] of tables.getRows()) {
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM "${name}"."${String(table)}"`);
    sizes.push(`${String(table)} ${String(counted.getRows()[0]?.[0])}`);
  }
  return sizes.join(", ");
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Resolves once what was written to a file, or which files a folder has, outlives the machine's power. */
async function flush(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
