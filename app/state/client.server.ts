import { mkdir } from "node:fs/promises";
import path from "node:path";

import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";

import { environment } from "./environment.server";
import { ErasingSqlite } from "./erasingSqlite.server";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client";
import { PrismaClient as SqliteClient } from "./generated/sqlite/client";
import { applyMigrations, readMigrations } from "./migrate.server";

/** The client of the state database. Both providers' clients come from one set of models, so one type serves. */
export type State = SqliteClient;

export interface Origin {
  readonly provider: "sqlite" | "postgresql";
  /** As it was opened by. */
  readonly url: string;
}

/** Kept on a client, so that whatever is made of it has it too. */
const originKey = Symbol("origin");

/** Which database a client is of. */
export function originOf(db: State): Origin {
  return (db as State & { readonly [originKey]: Origin })[originKey];
}

function marked(db: State, origin: Origin): State {
  return Object.defineProperty(db, originKey, { value: origin });
}

/** How long a statement waits for another process that is writing (SQLite), in milliseconds. */
const busyTimeoutMs = 5_000;

/** How long a statement waits for a free connection, and how long it may take (PostgreSQL), in milliseconds. */
const connectionTimeoutMs = 10_000;
const statementTimeoutMs = 30_000;
/**
 * Waits for a connection, but as good as for ever for its end (the longest that a timer takes). When that limit passes Prisma
 * rolls back beside the statement that is under way, which then is carried out after the rollback and stays: of 60
 * transactions that ran out of time 26 left a row behind (https://github.com/prisma/orm/issues/29762). One noted a ready-made
 * segment as given that was never made.
 */
const transactionOptions = { maxWait: connectionTimeoutMs, timeout: 2 ** 31 - 1 };

/** After how long a transaction in which nothing happens is ended by PostgreSQL, in milliseconds: the process hangs. */
const idleTransactionMs = 60_000;

/**
 * Opens a state database and brings it up to this version of the app.
 *
 * @param url `file:<path>` for SQLite, `postgresql://…` for PostgreSQL.
 * @param options.connections to PostgreSQL that are held at most.
 * @throws {MigrationError} where that cannot be done.
 */
export async function openState(url: string, { connections = 10 } = {}): Promise<State> {
  return url.startsWith("file:") ? openSqlite(url) : openPostgresql(url, connections);
}

/** Minimal, because the longer forms quote what was to be written. */
const errorFormat = "minimal";

const registry = globalThis as { quintileState?: Promise<State> };

/** The process's state database, opened on first use. Survives the reloads of a development server. */
export function state(): Promise<State> {
  registry.quintileState ??= openState(databaseUrl(), {
    connections: environment().DATABASE_CONNECTIONS,
  }).catch((error: unknown) => {
    delete registry.quintileState;
    throw error;
  });
  return registry.quintileState;
}

/** Closes the process's state database, where it is open. */
export async function closeState(): Promise<void> {
  const opened = await registry.quintileState?.catch(() => undefined);
  await opened?.$disconnect();
}

/** Which database the process's state is in. */
export function stateProvider(): "sqlite" | "postgresql" {
  return databaseUrl().startsWith("file:") ? "sqlite" : "postgresql";
}

function databaseUrl(): string {
  const { DATABASE_URL, DATA_DIR } = environment();
  return DATABASE_URL ?? `file:${path.resolve(DATA_DIR, "state.db")}`;
}

async function openSqlite(url: string): Promise<State> {
  await mkdir(path.dirname(url.slice("file:".length)), { recursive: true });
  const adapter = new ErasingSqlite({ url, intMode: "bigint", timeout: busyTimeoutMs });
  // WAL is a property of the file, so it is set once. synchronous=FULL is libsql's default on every connection: with
  // WAL, a commit is on the disk when it returns.
  await migrate(adapter, "sqlite", ["PRAGMA journal_mode = WAL"]);
  return marked(new SqliteClient({ adapter, errorFormat, transactionOptions }), { provider: "sqlite", url });
}

async function openPostgresql(url: string, connections: number): Promise<State> {
  // A pool of one: everything on one connection, as a transaction spread over single statements needs.
  const address = { connectionString: url, connectionTimeoutMillis: connectionTimeoutMs };
  await migrate(new PrismaPg({ ...address, max: 1 }), "postgresql", []);
  const adapter = new PrismaPg({
    ...address,
    max: connections,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    application_name: "quintile state",
  });
  const client = new PostgresqlClient({ adapter, errorFormat, transactionOptions }) as unknown as State;
  return marked(client, { provider: "postgresql", url });
}

async function migrate(
  factory: SqlDriverAdapterFactory,
  provider: Origin["provider"],
  preparation: readonly string[],
): Promise<void> {
  const adapter = await factory.connect();
  try {
    for (const sql of preparation) await adapter.executeRaw({ sql, args: [], argTypes: [] });
    await applyMigrations(adapter, await readMigrations(path.resolve("prisma", provider, "migrations")));
  } finally {
    await adapter.dispose();
  }
}
