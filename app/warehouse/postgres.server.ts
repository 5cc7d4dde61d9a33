import { Client, DatabaseError, Pool, type PoolClient } from "pg";

import { timeOf, vacuum } from "~/state/vacuum.server";

import { createPool } from "./duckdb/pool";
import type {
  Connection,
  LoadingConnection,
  Warehouse,
  WarehouseEngine,
  WarehouseStatements,
} from "./engine";
import { WarehouseError } from "./errors";
import { migrate, pendingSteps } from "./migrations/migrate";
import { wrapConnection } from "./postgres/connection.server";
import { toWarehouseFault } from "./postgres/faults";
import { schemaName } from "./postgres/schemaName";
import { stageJsonLines, type ReaderLimits } from "./postgres/stageJsonLines.server";

export interface PostgresOptions {
  /** `postgresql://…`; with Citus, any node. */
  readonly url: string;
  /** Where schemas are made, changed and dropped, if elsewhere: with Citus, the coordinator; by a user with more rights. */
  readonly ddlUrl?: string | undefined;
  /** Connections that this process holds at most. */
  readonly connections: number;
  /** Of the DuckDB that reads downloaded files. */
  readonly reader: ReaderLimits;
}

/** Minutes that one statement may take: of those who look at a page, and of a job. */
const readMinutes = 1;
const writeMinutes = 30;
/** Minutes that a write waits for those before it: longer than a load of millions of orders. */
const waitMinutes = 60;
/** Minutes after which a connection that does nothing in its transaction is cut off, so that no other waits for a process that hangs. */
const idleMinutes = 10;

/** Said once to every transaction. `LOCAL`, so that connections may be shared by a pooler such as PgBouncer. */
const settings = (schema: string): string =>
  `SET LOCAL search_path = "${schema}"; SET LOCAL jit = off; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; ` +
  `SET LOCAL idle_in_transaction_session_timeout = '${String(idleMinutes)}min'; `;

const beginReading = (schema: string): string =>
  `BEGIN READ ONLY; ${settings(schema)}SET LOCAL statement_timeout = '${String(readMinutes)}min'`;

/** The first step's row in the ledger is the lock that a shop's writes take turns by: on Citus, advisory locks hold on one node only. */
const beginWriting = (schema: string): string =>
  `BEGIN; ${settings(schema)}SET LOCAL statement_timeout = '${String(waitMinutes)}min'; ` +
  "SELECT version FROM schema_migrations WHERE version = 1 FOR UPDATE; " +
  `SET LOCAL statement_timeout = '${String(writeMinutes)}min'`;

/**
 * The warehouse engine on PostgreSQL: one schema per shop, open to any number of processes. With Citus, each schema is
 * placed on a node. Writes of a shop take turns, whichever process they come from; reads run beside them and see the last
 * committed state.
 */
export function createPostgresEngine(options: PostgresOptions): WarehouseEngine {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: "quintile warehouse",
  });
  // A connection that breaks is replaced by the next borrower, and fails the statement that runs on it; unheard, it would
  // end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  // Downloads go as fast as whoever downloads reads: they must not hold all connections.
  const streaming = createPool(
    Array.from({ length: Math.max(1, Math.floor(options.connections / 3)) }, () => null),
  );
  const opened = new Map<string, Promise<Warehouse>>();

  async function borrow(shop: string): Promise<PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw toWarehouseFault(shop, error);
    }
  }

  async function within<Result>(
    shop: string,
    begin: string,
    work: (client: PoolClient) => Promise<Result>,
  ): Promise<Result> {
    const client = await borrow(shop);
    let broken = false;
    try {
      await client.query(begin).catch((error: unknown) => {
        throw isGone(error) ? gone(shop) : error;
      });
      const result = await work(client);
      // Where a statement failed and the work went on regardless, PostgreSQL answers a COMMIT by rolling back, without an error.
      if ((await client.query("COMMIT")).command !== "COMMIT") throw rolledBack(shop);
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => (broken = true));
      throw toWarehouseFault(shop, error);
    } finally {
      client.release(broken);
    }
  }

  function warehouseOf(shop: string, schema: string): Warehouse {
    const reading = <Result>(work: (connection: Connection) => Promise<Result>) =>
      within(shop, beginReading(schema), (client) => work(wrapConnection(shop, client)));
    const writing = <Result>(work: (connection: LoadingConnection) => Promise<Result>) =>
      within(shop, beginWriting(schema), (client) => work(loadingConnection(shop, client, options.reader)));
    async function* pages<Row>(query: Parameters<Connection["pages"]>[0]): AsyncGenerator<Row[], void> {
      const client = await borrow(shop);
      let broken = false;
      try {
        await client.query(beginReading(schema));
        yield* wrapConnection(shop, client).pages(query) as AsyncGenerator<Row[], void>;
      } catch (error) {
        throw toWarehouseFault(shop, error);
      } finally {
        await client.query("ROLLBACK").catch(() => (broken = true));
        client.release(broken);
      }
    }
    return {
      shop,
      all: (query) => reading((connection) => connection.all(query)),
      pages: (query) => streaming.read(() => pages(query)),
      run: (query) => writing((connection) => connection.run(query)),
      transaction: writing,
      async forgetDeleted({ withTexts, withNumbers }) {
        const since = await now(shop);
        const named = (table: string) => `"${schema}"."${table}"`;
        const vacuuming = { rewritten: withTexts.map(named), swept: withNumbers.map(named), since };
        // In its turn: nothing is written meanwhile, so that nobody waits for a lock behind a load that holds the tables.
        return writing(() => vacuum(options.ddlUrl ?? options.url, vacuuming));
      },
    };
  }

  /** By PostgreSQL's clock. */
  async function now(shop: string): Promise<string> {
    const client = await borrow(shop);
    try {
      return await timeOf(client);
    } catch (error) {
      throw toWarehouseFault(shop, error);
    } finally {
      client.release();
    }
  }

  /** Whether a schema has a warehouse that this version of the app can work with as it is. */
  async function isReady(warehouse: Warehouse, schema: string): Promise<boolean> {
    if (!(await exists(warehouse.shop, schema))) return false;
    return (await pendingSteps(warehouse)).length === 0;
  }

  async function exists(shop: string, schema: string): Promise<boolean> {
    try {
      const { rows } = await pool.query<{ ledger: string | null }>("SELECT to_regclass($1)::text AS ledger", [
        `${schema}.schema_migrations`,
      ]);
      return rows[0]?.ledger != null;
    } catch (error) {
      throw toWarehouseFault(shop, error);
    }
  }

  async function prepare(shop: string, schema: string): Promise<Warehouse> {
    const warehouse = warehouseOf(shop, schema);
    if (!(await isReady(warehouse, schema))) {
      await changingSchema(shop, schema, options, async (client) => {
        // Makes the schema one that Citus places on a node; a plain server takes and ignores it.
        await client.query("SET citus.enable_schema_based_sharding TO on");
        await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
        await client.query(`SET search_path = "${schema}"`);
        await migrate(unshared(shop, client), { withKeys: true });
      });
    }
    return warehouse;
  }

  return {
    async open(shop) {
      const schema = schemaOf(shop);
      const known = opened.get(shop);
      // Another process may have dropped it since.
      if (known && (await exists(shop, schema))) return known;
      const warehouse = prepare(shop, schema);
      opened.set(shop, warehouse);
      warehouse.catch(() => opened.delete(shop));
      return warehouse;
    },
    async drop(shop) {
      const schema = schemaOf(shop);
      opened.delete(shop);
      await changingSchema(shop, schema, options, async (client) => {
        await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
      });
    },
    async reach() {
      await pool.query("SELECT 1").catch((error: unknown) => {
        throw toWarehouseFault("every shop", error);
      });
    },
    async close() {
      opened.clear();
      await pool.end();
    },
  };
}

function loadingConnection(shop: string, client: PoolClient, reader: ReaderLimits): LoadingConnection {
  return {
    ...wrapConnection(shop, client),
    stageJsonLines: (stage) => stageJsonLines(shop, client, stage, reader),
  };
}

/** Does what changes a schema, one process after the other, on a connection of its own. */
async function changingSchema(
  shop: string,
  schema: string,
  { url, ddlUrl }: PostgresOptions,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: ddlUrl ?? url, application_name: "quintile schema" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SET timezone = 'UTC'");
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [schema]);
    await work(client);
  } catch (error) {
    throw toWarehouseFault(shop, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A shop's warehouse on a connection that nobody else has. */
function unshared(shop: string, client: Client): WarehouseStatements {
  const connection = wrapConnection(shop, client);
  return {
    shop,
    ...connection,
    async transaction(work) {
      await client.query("BEGIN");
      try {
        const result = await work({
          ...connection,
          stageJsonLines: () => Promise.reject(new Error("A migration loads no files.")),
        });
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => undefined);
        throw error;
      }
    },
  };
}

/** The first step's row is asked for, and there is no such table. */
function isGone(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "42P01";
}

function gone(shop: string): WarehouseError {
  return new WarehouseError(shop, "Gone", "its schema was dropped.");
}

function rolledBack(shop: string): WarehouseError {
  return new WarehouseError(
    shop,
    "Rolled Back",
    "a statement of the transaction had failed; nothing was stored.",
  );
}

function schemaOf(shop: string): string {
  const schema = schemaName(shop);
  if (schema !== null) return schema;
  throw new WarehouseError(
    "(unnamed shop)",
    "Invalid Shop",
    "the shop is not a plain lower-case domain name.",
  );
}
