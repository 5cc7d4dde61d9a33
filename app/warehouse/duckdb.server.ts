import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { statement } from "./compile";
import { wrapConnection } from "./duckdb/connection.server";
import { toWarehouseFault } from "./duckdb/faults";
import { createPool } from "./duckdb/pool";
import { createSharing } from "./duckdb/sharing";
import type { LoadingConnection, Warehouse, WarehouseEngine } from "./engine";
import { WarehouseError } from "./errors";
import { migrate } from "./migrations/migrate";

export interface DuckdbOptions {
  /** Folder of the database files, one per shop: `<shop>.duckdb`. Made if it is not there. */
  readonly directory: string;
  /** What one shop's database may hold in memory before it spills to disk, as DuckDB spells it (`2GB`). */
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** Statements of one shop that read at the same time; two connections already overlap 1.6 times on two cores. */
const readers = 4;
/** Results of one shop that are handed on page by page at the same time, as fast as whoever downloads them reads. */
const streams = 2;

/**
 * The warehouse engine on DuckDB: one file per shop, held open by this process (a second process cannot open it).
 * Writes of a shop queue for its one writing connection; reads run beside them and see the last committed state.
 */
export function createDuckdbEngine(options: DuckdbOptions): WarehouseEngine {
  const opened = new Map<string, Promise<OpenWarehouse>>();

  return {
    async open(shop) {
      let warehouse = opened.get(shop);
      if (!warehouse) {
        warehouse = openWarehouse(shop, options);
        opened.set(shop, warehouse);
        warehouse.catch(() => opened.delete(shop));
      }
      return (await warehouse).warehouse;
    },
    async drop(shop) {
      const paths = pathsOf(shop, options.directory);
      await (await opened.get(shop))?.close();
      opened.delete(shop);
      for (const path of Object.values(paths)) await rm(path, { recursive: true, force: true });
    },
    reach: () => Promise.resolve(),
    async close() {
      const all = [...opened.values()];
      opened.clear();
      for (const warehouse of await Promise.allSettled(all)) {
        if (warehouse.status === "fulfilled") await warehouse.value.close();
      }
    },
  };
}

interface OpenWarehouse {
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

async function openWarehouse(shop: string, options: DuckdbOptions): Promise<OpenWarehouse> {
  const paths = pathsOf(shop, options.directory);
  await mkdir(options.directory, { recursive: true });
  // What a killed process spilled is of no use to anyone.
  await rm(paths.spill, { recursive: true, force: true });
  const instance = await DuckDBInstance.create(paths.database, settings(options, paths.spill)).catch(
    (error: unknown) => {
      throw toWarehouseFault(shop, error);
    },
  );
  const connections = await Promise.all(
    Array.from({ length: 1 + readers + streams }, () => instance.connect()),
  );
  for (const connection of connections) await connection.run("SET TimeZone = 'UTC'");

  const wrapped = connections.map((connection) => ({
    duckdb: connection,
    port: wrapConnection(shop, connection),
  }));
  const writing = createPool(wrapped.slice(0, 1));
  const reading = createPool(wrapped.slice(1, 1 + readers));
  const streaming = createPool(wrapped.slice(1 + readers));

  const control = await instance.connect();
  const sharing = createSharing({
    threads: threadsOf(options),
    setThreads: (threads) => control.run(`SET threads = ${String(threads)}`),
  });

  const warehouse: Warehouse = {
    shop,
    all: (query) => reading.use(({ port }) => sharing.read(() => port.all(query))),
    pages: (query) => streaming.read(({ port }) => port.pages(query)),
    run: (query) => writing.use(({ port }) => sharing.write(() => port.run(query))),
    transaction: (work) => writing.use(({ port }) => sharing.write(() => inTransaction(port, work))),
  };

  async function close(): Promise<void> {
    await Promise.all([writing.drain(), reading.drain(), streaming.drain()]);
    // Closing checkpoints too, but on the event loop. What a failed one leaves in the log is read at the next opening.
    await wrapped[0]?.duckdb.run("CHECKPOINT").catch(() => undefined);
    control.disconnectSync();
    for (const { duckdb } of wrapped) duckdb.disconnectSync();
    instance.closeSync();
  }

  try {
    await migrate(warehouse, { withKeys: false });
  } catch (error) {
    await close();
    throw error;
  }
  return { warehouse, close };
}

async function inTransaction<Result>(
  connection: LoadingConnection,
  work: (connection: LoadingConnection) => Promise<Result>,
): Promise<Result> {
  await connection.run(statement`BEGIN TRANSACTION`);
  try {
    const result = await work(connection);
    await connection.run(statement`COMMIT`);
    return result;
  } catch (error) {
    // A failed COMMIT has already rolled back; then there is nothing left to undo.
    await connection.run(statement`ROLLBACK`).catch(() => undefined);
    throw error;
  }
}

function threadsOf({ threads }: DuckdbOptions): number {
  return threads ?? availableParallelism();
}

function settings(options: DuckdbOptions, spill: string): Record<string, string> {
  return {
    memory_limit: options.memoryLimit ?? "2GB",
    threads: String(threadsOf(options)),
    // A long statement lets others have a turn on the threads, and lets go of them when there are to be fewer.
    scheduler_process_partial: "true",
    temp_directory: spill,
    // Nothing here relies on the order rows were inserted in; without it, loading runs in parallel in bounded memory.
    preserve_insertion_order: "false",
    // json, icu and core_functions are built in; anything else would be downloaded at run time.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  };
}

/** The shop becomes a file name, so only a plain domain is let through. */
function pathsOf(shop: string, directory: string): { database: string; log: string; spill: string } {
  if (!/^[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62})+$/.test(shop)) {
    throw new WarehouseError(
      "(unnamed shop)",
      "Invalid Shop",
      "the shop is not a plain lower-case domain name.",
    );
  }
  const database = join(directory, `${shop}.duckdb`);
  return { database, log: `${database}.wal`, spill: `${database}.spill` };
}
