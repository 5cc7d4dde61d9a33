import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

export const providers = ["sqlite", "postgresql"] as const;
export type Provider = (typeof providers)[number];

const here = path.dirname(fileURLToPath(import.meta.url));
export const migrationsFolder = (provider: Provider): string => path.join(here, provider, "migrations");

/**
 * The SQL that leads from a provider's migrations to the models: empty where they say the same. The migrations are
 * applied to an empty scratch database of the real kind (libsql; PGlite, which is PostgreSQL in WebAssembly).
 */
export async function missingSql(provider: Provider): Promise<string> {
  await loadEngine();
  const files = await modelFiles(provider);
  const scratch = await scratchDatabase[provider]();
  try {
    const engine = await bindings.SchemaEngine.new(
      { datamodels: files.map(({ path, content }) => [path, content]) },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(scratch.factory),
    );
    const result = await engine.diff({
      from: { tag: "migrations", ...(await migrationList(provider)) },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.exitCode === 0 ? "" : (result.stdout ?? "");
  } finally {
    await scratch.close();
  }
}

let engineLoaded: Promise<void> | undefined;

/** The engine is WebAssembly; instantiated once and by hand, because tsx's loader does not import `.wasm`. */
function loadEngine(): Promise<void> {
  return (engineLoaded ??= instantiateEngine());
}

async function instantiateEngine(): Promise<void> {
  const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(file.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
}

interface Scratch {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

const scratchDatabase: Record<Provider, () => Promise<Scratch>> = {
  sqlite: async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "quintile-drift-"));
    const adapter = new PrismaLibSql({ url: `file:${path.join(folder, "scratch.db")}`, intMode: "bigint" });
    return {
      factory: emptyAsItsOwnShadow(adapter, runWholeScripts),
      close: () => rm(folder, { recursive: true }),
    };
  },

  postgresql: async () => {
    const database = await PGlite.create();
    const server = new PGLiteSocketServer({ db: database, port: 0 });
    await server.start();
    const pool = new pg.Pool({
      connectionString: `postgresql://postgres@${server.getServerConn()}/postgres`,
      max: 1,
    });
    readInternalCharAsText(pool);
    const adapter = new PrismaPg(pool);
    return {
      factory: emptyAsItsOwnShadow(adapter),
      close: async () => {
        await pool.end();
        await server.stop();
        await database.close();
      },
    };
  },
};

/** The scratch database is empty to begin with, so it serves as the shadow database itself. */
function emptyAsItsOwnShadow(
  factory: SqlDriverAdapterFactory,
  amend: (adapter: SqlDriverAdapter) => void = () => undefined,
): SqlMigrationAwareDriverAdapterFactory {
  const connect = async () => {
    const adapter = await factory.connect();
    amend(adapter);
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    connectToShadowDb: connect,
  };
}

/** The engine hands a whole migration to `executeRaw`, of which libsql runs the first statement only. */
function runWholeScripts(adapter: SqlDriverAdapter): void {
  const executeRaw = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return executeRaw(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
}

/** PostgreSQL's catalogue uses the type `"char"` (OID 18), which adapter-pg 7.10 does not know: read as text (OID 25). */
function readInternalCharAsText(pool: pg.Pool): void {
  const query = pool.query.bind(pool) as (...input: unknown[]) => Promise<pg.QueryResult>;
  pool.query = async (...input: unknown[]) => {
    const result = await query(...input);
    for (const field of result.fields) if (field.dataTypeID === 18) field.dataTypeID = 25;
    return result;
  };
}

async function modelFiles(provider: Provider): Promise<{ path: string; content: string }[]> {
  const models = (await readdir(path.join(here, "models")))
    .sort()
    .map((name) => path.join(here, "models", name));
  const files = [path.join(here, provider, "base.prisma"), ...models];
  return Promise.all(files.map(async (file) => ({ path: file, content: await readFile(file, "utf8") })));
}

async function migrationList(provider: Provider): Promise<bindings.MigrationList> {
  const baseDir = migrationsFolder(provider);
  const names = (await readdir(baseDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return {
    baseDir,
    lockfile: { path: "./migration_lock.toml", content: `provider = "${provider}"\n` },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names
        .map((entry) => entry.name)
        .sort()
        .map(async (name) => ({
          path: name,
          migrationFile: {
            path: "migration.sql",
            content: {
              tag: "ok" as const,
              value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
            },
          },
        })),
    ),
  };
}
