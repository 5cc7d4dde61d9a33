import type { DuckDBConnection } from "@duckdb/node-api";

import { statement } from "../compile";
import type { LoadingConnection, WarehouseStatements } from "../engine";
import { migrate } from "../migrations/migrate";
import { wrapConnection } from "./connection.server";
import { toWarehouseFault } from "./faults";
import type { Instance } from "./instance.server";
import { createPool, type Pool } from "./pool";

/** Statements of one shop that read at the same time; two connections already overlap 1.6 times on two cores. */
const readers = 4;
/** Results of one shop that are handed on page by page at the same time, as fast as whoever downloads them reads. */
const streams = 2;

/** One shop's database while it is open. */
export interface Database {
  readonly warehouse: WarehouseStatements;
  /** Statements under way are finished first. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a shop's database file, makes it where it is not there, and brings its schema up to this code's: a database that
 * was closed may have been opened by another version of the app since.
 *
 * @throws {WarehouseError} where that cannot be done
 */
export async function openDatabase(instance: Instance, shop: string, file: string): Promise<Database> {
  const connections = await Promise.all(
    Array.from({ length: 1 + readers + streams }, () => instance.connect()),
  );
  const [writer] = connections as [DuckDBConnection, ...DuckDBConnection[]];
  const name = `"${shop}"`;
  try {
    await writer.run(`ATTACH '${file.replaceAll("'", "''")}' AS ${name}`);
  } catch (error) {
    for (const connection of connections) connection.disconnectSync();
    throw toWarehouseFault(shop, error);
  }
  for (const connection of connections) await connection.run(`USE ${name}`);

  const ports = connections.map((connection) => wrapConnection(shop, connection));
  const writing = createPool(ports.slice(0, 1));
  const reading = createPool(ports.slice(1, 1 + readers));
  const streaming = createPool(ports.slice(1 + readers));
  const { sharing, loads } = instance;

  const warehouse: WarehouseStatements = {
    shop,
    all: (query) => reading.use((port) => sharing.read(() => port.all(query))),
    pages: (query) => streaming.read((port) => port.pages(query)),
    run: (query) => writing.use((port) => sharing.write(() => port.run(query))),
    transaction: (work) => writing.use((port) => sharing.write(() => inTransaction(port, loads, work))),
  };

  async function close(): Promise<void> {
    await Promise.all([writing.drain(), reading.drain(), streaming.drain()]);
    for (const connection of connections) connection.disconnectSync();
    // On a connection of its own: one that has used a database which broke cannot turn away from it. Detaching writes what is
    // in the log to the file, and lets go of both even where it cannot: the next opening reads the log.
    const last = await instance.connect();
    await last.run(`DETACH ${name}`).catch(() => undefined);
    last.disconnectSync();
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
  loads: Pool<unknown>,
  work: (connection: LoadingConnection) => Promise<Result>,
): Promise<Result> {
  await connection.run(statement`BEGIN TRANSACTION`);
  const ending = new AbortController();
  try {
    const result = await work(loadingInTurn(connection, loads, ending.signal));
    await connection.run(statement`COMMIT`);
    return result;
  } catch (error) {
    // A failed COMMIT has already rolled back; then there is nothing left to undo.
    await connection.run(statement`ROLLBACK`).catch(() => undefined);
    throw error;
  } finally {
    ending.abort();
  }
}

/** A transaction's connection that, from the first file that it reads to the transaction's end, has a turn among those who load. */
function loadingInTurn(
  connection: LoadingConnection,
  loads: Pool<unknown>,
  ending: AbortSignal,
): LoadingConnection {
  let turn: Promise<void> | undefined;
  const takeTurn = () =>
    new Promise<void>((taken) => {
      void loads.use(
        () =>
          new Promise<void>((over) => {
            ending.addEventListener("abort", () => {
              over();
            });
            taken();
          }),
      );
    });
  return {
    ...connection,
    async stageJsonLines(stage) {
      await (turn ??= takeTurn());
      return connection.stageJsonLines(stage);
    },
  };
}
