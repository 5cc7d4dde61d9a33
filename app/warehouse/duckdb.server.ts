import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { openDatabase, type Database } from "./duckdb/database.server";
import { brokenBy } from "./duckdb/faults";
import { openInstance, type Instance } from "./duckdb/instance.server";
import { createOnDemand } from "./duckdb/onDemand";
import { type DatabaseFiles, removeFresh, rewriteDatabase } from "./duckdb/rewrite.server";
import { createShared, type Loan } from "./duckdb/shared";
import type { Warehouse, WarehouseEngine, WarehouseStatements } from "./engine";
import { WarehouseError } from "./errors";

export interface DuckdbOptions {
  /** Folder of the database files, one per shop: `<shop>.duckdb`. Made if it is not there. */
  readonly directory: string;
  /** What all shops' databases together may hold in memory before they spill to disk, as DuckDB spells it (`2GB`). */
  readonly memoryLimit?: string;
  /** Threads that the statements of all shops share; all cores by default. */
  readonly threads?: number;
  /** Databases that are open at the same time. */
  readonly openLimit?: number;
  /** How long a database stays open unused, in milliseconds. */
  readonly idleMs?: number;
}

/** A shop's database while it is open, and what it is attached to. */
interface Opened extends Database {
  readonly loan: Loan<Instance>;
  isBroken: boolean;
}

/** What `open` handed out, until the shop is dropped or the engine is closed. */
interface Handle {
  readonly warehouse: Warehouse;
  isGone: boolean;
}

/**
 * The warehouse engine on DuckDB: one file per shop, opened by the first statement that needs it and closed when none has for
 * a while (a second process cannot open it meanwhile). A `Warehouse` is good until its shop is dropped or the engine is
 * closed, whether its database is open or not. After that, statements that it has not begun fail as `Gone`, those within a
 * transaction under way go on, and `open` gives another one.
 *
 * All files are attached to one DuckDB, so that they share one memory and one set of threads. Writes of a shop queue for its
 * one writing connection; reads run beside them and see the last committed state.
 */
export function createDuckdbEngine({
  directory,
  memoryLimit = "2GB",
  threads = availableParallelism(),
  openLimit = 64,
  idleMs = 5 * 60_000,
}: DuckdbOptions): WarehouseEngine {
  const handles = new Map<string, Handle>();
  const instances = createShared(
    () => openInstance({ directory, memoryLimit, threads }),
    (instance) => {
      instance.close();
    },
  );
  const databases = createOnDemand<Opened>({
    limit: openLimit,
    idleMs,
    open,
    close: async (database) => {
      await database.close();
      database.loan.giveBack();
    },
    isBroken: ({ isBroken }) => isBroken,
  });

  async function open(shop: string): Promise<Opened> {
    // Whoever waited for this while the shop was dropped must not make its file again.
    if (!handles.has(shop)) throw gone(shop);
    await mkdir(directory, { recursive: true });
    const files = filesOf(shop, directory);
    await removeFresh(files);
    const loan = await instances.borrow();
    try {
      const database = await openDatabase(loan.resource, shop, files.database);
      return { ...database, loan, isBroken: false };
    } catch (error) {
      noteFault(error, loan);
      loan.giveBack();
      throw error;
    }
  }

  /** Sees to it that what a fault left unusable is opened anew. */
  function noteFault(error: unknown, loan: Loan<Instance>): boolean {
    const broken = brokenBy(error);
    if (broken === "instance") {
      loan.declareBroken();
      void databases.closeAll();
    }
    return broken !== null;
  }

  function createHandle(shop: string): Handle {
    const through = <Result>(work: (warehouse: WarehouseStatements) => Promise<Result>): Promise<Result> => {
      if (handle.isGone) return Promise.reject(gone(shop));
      return databases.use(shop, async (database) => {
        try {
          return await work(database.warehouse);
        } catch (error) {
          database.isBroken ||= noteFault(error, database.loan);
          throw error;
        }
      });
    };
    const warehouse: Warehouse = {
      shop,
      all: (query) => through((open) => open.all(query)),
      async *pages(query) {
        if (handle.isGone) throw gone(shop);
        yield* databases.read(shop, async function* (database) {
          try {
            yield* database.warehouse.pages(query);
          } catch (error) {
            database.isBroken ||= noteFault(error, database.loan);
            throw error;
          }
        });
      },
      run: (query) => through((open) => open.run(query)),
      transaction: (work) => through((open) => open.transaction(work)),
      forgetDeleted: () => (handle.isGone ? Promise.reject(gone(shop)) : rewrite(shop)),
    };
    const handle: Handle = { warehouse, isGone: false };
    return handle;
  }

  /** Deleted rows stay in the file, and no statement of DuckDB's takes them out: all others go into a fresh one. */
  async function rewrite(shop: string): Promise<true> {
    await databases.whileClosed(shop, async () => {
      if (!handles.has(shop)) throw gone(shop);
      const loan = await instances.borrow();
      try {
        const { resource } = loan;
        await resource.sharing.write(() => rewriteDatabase(resource, shop, filesOf(shop, directory)));
      } catch (error) {
        noteFault(error, loan);
        throw error;
      } finally {
        loan.giveBack();
      }
    });
    return true;
  }

  function endHandle(shop: string): void {
    const handle = handles.get(shop);
    if (handle) handle.isGone = true;
    handles.delete(shop);
  }

  return {
    async open(shop) {
      filesOf(shop, directory);
      const handle = handles.get(shop) ?? createHandle(shop);
      handles.set(shop, handle);
      // Opens it, so that what is wrong with it is said here.
      await databases.use(shop, () => Promise.resolve());
      return handle.warehouse;
    },
    async drop(shop) {
      const files = filesOf(shop, directory);
      endHandle(shop);
      await databases.whileClosed(shop, async () => {
        for (const file of Object.values(files)) await rm(file, { force: true });
      });
    },
    reach: () => Promise.resolve(),
    async close() {
      for (const shop of [...handles.keys()]) endHandle(shop);
      await databases.closeAll();
    },
  };
}

function gone(shop: string): WarehouseError {
  return new WarehouseError(shop, "Gone", "its database was deleted, or the app is closing down.");
}

/** The shop becomes a file name, so only a plain domain is let through. */
function filesOf(shop: string, directory: string): DatabaseFiles {
  if (!/^[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62})+$/.test(shop)) {
    throw new WarehouseError(
      "(unnamed shop)",
      "Invalid Shop",
      "the shop is not a plain lower-case domain name.",
    );
  }
  const database = join(directory, `${shop}.duckdb`);
  const fresh = `${database}.fresh`;
  return { database, log: `${database}.wal`, fresh, freshLog: `${fresh}.wal` };
}
