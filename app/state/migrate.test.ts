import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { PrismaLibSql } from "@prisma/adapter-libsql";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openState } from "./client.server";
import { applyMigrations, MigrationError, missingMigrations, readMigrations } from "./migrate.server";

let folder: string;
let adapter: SqlDriverAdapter;
const opened: SqlDriverAdapter[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "quintile-migrate-"));
  await cp("prisma/sqlite/migrations", path.join(folder, "migrations"), { recursive: true });
  adapter = await connect();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.dispose()));
  await rm(folder, { recursive: true });
});

async function connect(): Promise<SqlDriverAdapter> {
  const url = `file:${path.join(folder, "state.db")}`;
  const connected = await new PrismaLibSql({ url, intMode: "bigint", timeout: 5_000 }).connect();
  opened.push(connected);
  return connected;
}

async function migration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, "migrations", name), { recursive: true });
  await writeFile(path.join(folder, "migrations", name, "migration.sql"), sql);
}

const all = () => readMigrations(path.join(folder, "migrations"));

async function rows(sql: string): Promise<unknown[][]> {
  return (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
}

test("applies what is missing in order, once, and enters name and SHA-256 in Prisma's ledger", async () => {
  await migration(
    "20990101000000_more",
    "CREATE TABLE more (a TEXT);\n\nINSERT INTO more VALUES ('x; y');\n",
  );
  const names = (await all()).map(({ name }) => name);
  expect(names.at(-1)).toBe("20990101000000_more");
  expect(await applyMigrations(adapter, await all())).toEqual(names);
  expect(await applyMigrations(adapter, await all())).toEqual([]);
  expect(await rows("SELECT a FROM more")).toEqual([["x; y"]]);
  // sha256sum of the file's text above.
  expect(
    await rows(
      "SELECT checksum, applied_steps_count, finished_at IS NULL FROM _prisma_migrations WHERE migration_name LIKE '%more'",
    ),
  ).toEqual([["79c58540d9869539f3ecd64088ccfc347d2d61276f53b61702a0585b5218cad1", "1", "0"]]);
});

test("two processes starting at the same time apply each migration once", async () => {
  const url = `file:${path.join(folder, "state.db")}`;
  const script = `import { openState } from "./app/state/client.server.ts"; await openState(${JSON.stringify(url)});`;
  const start = () =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script]);
  await Promise.all([start(), start()]);
  const shipped = await readMigrations("prisma/sqlite/migrations");
  expect(await rows("SELECT migration_name FROM _prisma_migrations")).toEqual(
    shipped.map(({ name }) => [name]),
  );
});

test("a migration that fails leaves nothing behind", async () => {
  await migration("20990101000000_broken", "CREATE TABLE half (a TEXT);\nINSERT INTO nowhere VALUES (1);\n");
  await expect(applyMigrations(adapter, await all())).rejects.toThrow();
  expect(await rows("SELECT name FROM sqlite_master")).toEqual([]);
});

test("redefining a table keeps the rows that refer to it", async () => {
  await migration(
    "20990101000000_tables",
    "CREATE TABLE parent (id TEXT PRIMARY KEY);\n" +
      "CREATE TABLE child (parent TEXT REFERENCES parent(id) ON DELETE CASCADE);\n" +
      "INSERT INTO parent VALUES ('a');\nINSERT INTO child VALUES ('a');\n",
  );
  // The form in which Prisma redefines a table of SQLite.
  await migration(
    "20990102000000_redefine",
    "PRAGMA foreign_keys=OFF;\nCREATE TABLE new_parent (id TEXT PRIMARY KEY, name TEXT);\n" +
      "INSERT INTO new_parent (id) SELECT id FROM parent;\nDROP TABLE parent;\n" +
      "ALTER TABLE new_parent RENAME TO parent;\nPRAGMA foreign_keys=ON;\n",
  );
  await applyMigrations(adapter, await all());
  expect(await rows("SELECT parent FROM child")).toEqual([["a"]]);
});

test("a segment from before versions has itself as its first one, and keeps what it refers to", async () => {
  const migrations = await all();
  const versions = migrations.findIndex(({ name }) => name.endsWith("_segment_versions"));
  await applyMigrations(adapter, migrations.slice(0, versions));
  const statements = [
    `INSERT INTO "Shop" ("domain", "installedAt", "authorizedAt", "settings") VALUES ('a', '2026-11-01', '2026-11-01', '{}')`,
    ...[1, 2].map(
      (id) =>
        `INSERT INTO "Segment" ("id", "shop", "name", "description", "definition", "settings", "createdAt", "createdBy", "updatedAt")
         VALUES (${String(id)}, 'a', 'It''s ${String(id)}', 'For', '{"version":1}', '{"days":45}', '2026-11-01', '7', '2026-11-02')`,
    ),
    `INSERT INTO "SegmentReference" ("fromId", "toId") VALUES (2, 1)`,
  ];
  for (const sql of statements) await adapter.executeRaw({ sql, args: [], argTypes: [] });
  await applyMigrations(adapter, migrations);
  expect(await rows(`SELECT "fromId", "toId" FROM "SegmentReference"`)).toEqual([["2", "1"]]);
  expect(await rows(`SELECT "id", "name", "version", "createdBy", "updatedBy" FROM "Segment"`)).toEqual([
    ["1", "It's 1", "1", "7", null],
    ["2", "It's 2", "1", "7", null],
  ]);
  expect(
    await rows(`SELECT "segmentId", "version", "name", "description", "definition", "settings", "madeAt", "madeBy"
      FROM "SegmentVersion" WHERE "segmentId" = 2`),
  ).toEqual([["2", "1", "It's 2", "For", '{"version":1}', '{"days":45}', "2026-11-02", "7"]]);
  expect(await rows(`SELECT "segmentId", "at", "by", "kind", "version" FROM "SegmentActivity"`)).toEqual([
    ["1", "2026-11-01", "7", "created", "1"],
    ["2", "2026-11-01", "7", "created", "1"],
  ]);
});

test("refuses a database that is newer than the app, a migration edited since, and one that stopped half-way", () => {
  const known = { name: "1_init", sql: "", checksum: "aa" };
  const ledger = { name: "1_init", checksum: "aa", finished: true };
  expect(missingMigrations([ledger], [known, { ...known, name: "2_more" }])).toMatchObject([
    { name: "2_more" },
  ]);
  const refusal = (entry: Partial<typeof ledger>) => () =>
    missingMigrations([{ ...ledger, ...entry }], [known]);
  expect(refusal({ name: "9_later" })).toThrow(MigrationError);
  expect(refusal({ name: "9_later" })).toThrow(/does not know. Start the newer version/);
  expect(refusal({ checksum: "bb" })).toThrow(/was edited after it was applied/);
  expect(refusal({ finished: false })).toThrow(/stopped half-way/);
});

test("an opened state database survives a crash: write-ahead log, and every commit on the disk", async () => {
  const db = await openState(`file:${path.join(folder, "opened.db")}`);
  expect(await db.$queryRawUnsafe("PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
  await db.$transaction([db.lease.deleteMany()]);
  // 2 is FULL; on the connection that follows a transaction too, which the driver opens anew.
  expect(await db.$queryRawUnsafe("PRAGMA synchronous")).toEqual([{ synchronous: 2n }]);
  expect(await db.$queryRawUnsafe("PRAGMA busy_timeout")).toEqual([{ timeout: 5000n }]);
  await db.$disconnect();
});
