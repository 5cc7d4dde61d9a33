import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";

/**
 * Brings the state database up to this version of the app, by the rules of `prisma migrate deploy` and with its ledger
 * (`_prisma_migrations`), so that either can continue where the other stopped. The CLI itself is not used at run time
 * because it downloads its engine.
 */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex, as Prisma records it. */
  readonly checksum: string;
}

/** The database cannot be brought up to this version of the app; says why and what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** Reads `prisma/<provider>/migrations`, oldest first. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * Applies what is missing, in one transaction with its entries in the ledger. Whoever comes second waits for the first,
 * then finds nothing to do. Needs an adapter whose statements all run on one connection, closed afterwards.
 *
 * @returns the names of the migrations it applied.
 * @throws {MigrationError} where the database is newer than the app, a migration was edited after it was applied, or
 * another tool's attempt stopped half-way.
 */
export async function applyMigrations(
  adapter: SqlDriverAdapter,
  migrations: readonly Migration[],
): Promise<string[]> {
  const dialect = adapter.provider === "postgres" ? postgresql : sqlite;
  await runAll(adapter, dialect.begin);
  try {
    await runAll(adapter, [dialect.createLedger]);
    const missing = missingMigrations(await readLedger(adapter), migrations);
    for (const migration of missing) {
      await runAll(adapter, statements(migration.sql));
      await runAll(adapter, [dialect.ledgerEntry(migration)]);
    }
    await runAll(adapter, ["COMMIT"]);
    return missing.map(({ name }) => name);
  } catch (error) {
    await runAll(adapter, ["ROLLBACK"]).catch(() => undefined);
    throw error;
  }
}

interface LedgerEntry {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** What the ledger lacks; a pure function of the two. */
export function missingMigrations(
  ledger: readonly LedgerEntry[],
  migrations: readonly Migration[],
): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of ledger) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationError(
        `The state database holds the migration "${name}", which this version of the app does not know. ` +
          "Start the newer version that wrote it, or restore the database from before it.",
      );
    }
    if (!finished) {
      throw new MigrationError(
        `The migration "${name}" stopped half-way. Restore the state database, or mark it with \`prisma migrate resolve\`.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(
        `The migration "${name}" was edited after it was applied. Restore its file, and write a new migration instead.`,
      );
    }
  }
  const applied = new Set(ledger.map(({ name }) => name));
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Prisma ends every statement at the end of a line. The drivers take one statement at a time. */
function statements(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

async function runAll(adapter: SqlDriverAdapter, sqls: readonly string[]): Promise<void> {
  for (const sql of sqls) await adapter.executeRaw({ sql, args: [], argTypes: [] });
}

async function readLedger(adapter: SqlDriverAdapter): Promise<LedgerEntry[]> {
  const sql =
    "SELECT migration_name, checksum, CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END FROM _prisma_migrations " +
    "WHERE rolled_back_at IS NULL ORDER BY started_at";
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows.map(([name, checksum, finished]) => ({
    name: String(name),
    checksum: String(checksum),
    finished: Number(finished) === 1,
  }));
}

interface Dialect {
  readonly begin: readonly string[];
  /** As Prisma's own schema engine spells it. */
  readonly createLedger: string;
  readonly ledgerEntry: (migration: Migration) => string;
}

const insertEntry = (migration: Migration, now: string): string =>
  "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) " +
  `VALUES ('${randomUUID()}', '${migration.checksum}', '${migration.name}', ${now}, ${now}, 1)`;

const sqlite: Dialect = {
  // Off before the transaction, where alone it can be switched: redefining a table drops it, which would cascade.
  begin: ["PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE"],
  createLedger: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "checksum" TEXT NOT NULL,
    "finished_at" DATETIME,
    "migration_name" TEXT NOT NULL,
    "logs" TEXT,
    "rolled_back_at" DATETIME,
    "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
  )`,
  // Milliseconds since 1970, which is how Prisma's engine writes times into SQLite.
  ledgerEntry: (migration) => insertEntry(migration, "CAST(unixepoch('subsec') * 1000 AS INTEGER)"),
};

const postgresql: Dialect = {
  // 72707369 is the lock that Prisma's own engine takes.
  begin: ["BEGIN", "SELECT pg_advisory_xact_lock(72707369)"],
  createLedger: `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`,
  ledgerEntry: (migration) => insertEntry(migration, "clock_timestamp()"),
};
