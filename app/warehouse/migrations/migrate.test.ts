import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { sql } from "kysely";
import ts from "typescript";
import { afterEach, beforeEach, expect, test } from "vitest";

import { statement } from "../compile";
import { createDuckdbEngine } from "../duckdb.server";
import type { Warehouse, WarehouseEngine } from "../engine";
import { migrate as migrateTo, migrations } from "./migrate";
import type { Migration } from "./migration";

let directory: string;
let engine: WarehouseEngine;
let warehouse: Warehouse;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quintile-migrate-"));
  engine = createDuckdbEngine({ directory });
  warehouse = await engine.open("schema.myshopify.com");
});

afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

/** What each database type arrives as, by the engine port. */
const arrivesAs: Record<string, string> = {
  BIGINT: "bigint",
  INTEGER: "number",
  DOUBLE: "number",
  "DOUBLE[]": "number[]",
  VARCHAR: "string",
  "VARCHAR[]": "string[]",
  BOOLEAN: "boolean",
  TIMESTAMP: "Date",
  DATE: "string",
};

/** Tables, columns and types as `tables.ts` declares them: `orders.customer_id: bigint | null`. */
async function declaredColumns(): Promise<string[]> {
  const path = fileURLToPath(new URL("../tables.ts", import.meta.url));
  const source = ts.createSourceFile(path, await readFile(path, "utf8"), ts.ScriptTarget.Latest, true);
  const interfaces = source.statements.flatMap((node) => (ts.isInterfaceDeclaration(node) ? [node] : []));
  const members = (name: string): [string, string][] =>
    (interfaces.find((node) => node.name.text === name)?.members ?? []).flatMap((node) =>
      ts.isPropertySignature(node) ? [[node.name.getText(), node.type?.getText() ?? ""]] : [],
    );
  return members("WarehouseTables").flatMap(([table, row]) =>
    members(row).map(([column, type]) => `${table}.${column}: ${type}`),
  );
}

test("tables.ts says what the database holds, column by column", async () => {
  const columns = await warehouse.all(
    statement<{ table_name: string; column_name: string; data_type: string; is_nullable: string }>`
      SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
      WHERE table_catalog = current_database() AND table_schema = 'main' AND table_name <> 'schema_migrations'`,
  );
  const stored = columns.map(
    ({ table_name, column_name, data_type, is_nullable }) =>
      `${table_name}.${column_name}: ${arrivesAs[data_type] ?? data_type}${is_nullable === "YES" ? " | null" : ""}`,
  );
  const declared = await declaredColumns();
  expect(declared.length).toBeGreaterThan(80);
  expect(stored.sort()).toEqual(declared.sort());
});

const known = migrations.length;
const first: Migration = {
  version: known + 1,
  name: "first",
  statements: ["CREATE TABLE a (x integer)"],
  keys: [],
};
const second: Migration = {
  version: known + 2,
  name: "second",
  statements: ["ALTER TABLE a ADD COLUMN y text"],
  keys: [],
};

const migrate = (to: Warehouse, added: readonly Migration[]) =>
  migrateTo(to, { withKeys: true, steps: [...migrations, ...added] });

test("each step is applied once, in order", async () => {
  await migrate(warehouse, [first]);
  await migrate(warehouse, [first, second]);
  await migrate(warehouse, [first, second]);
  const applied = await warehouse.all(
    statement`SELECT version, name FROM schema_migrations ORDER BY version`,
  );
  expect(applied.slice(known)).toEqual([
    { version: known + 1, name: "first" },
    { version: known + 2, name: "second" },
  ]);
  await warehouse.run(statement`INSERT INTO a (x, y) VALUES (1, 'one')`);
});

test("a step that fails half-way leaves nothing behind", async () => {
  const broken: Migration = {
    ...second,
    statements: ["CREATE TABLE b (x integer)", "ALTER TABLE nowhere ADD COLUMN y text"],
  };
  await expect(migrate(warehouse, [first, broken])).rejects.toThrow(/nowhere/);
  await expect(warehouse.all(statement`SELECT 1 FROM b`)).rejects.toThrow(/b does not exist/);
  await migrate(warehouse, [first, second]);
});

test("a warehouse of a newer app is refused with what to do", async () => {
  await migrate(warehouse, [first, second]);
  await engine.close();
  await expect(engine.open("schema.myshopify.com")).rejects.toThrow(
    `version ${String(known + 2)} and this app knows ${String(known)}; start the version of the app that wrote it`,
  );
});

test.each([
  [
    "another step in a place",
    "UPDATE schema_migrations SET name = 'branch' WHERE version = 2",
    /step 2 was 2 "branch"/,
  ],
  ["a step left out", "DELETE FROM schema_migrations WHERE version = 2", /step 2 was 3 "sizes"/],
])("%s is refused: what is there is not what later steps build on", async (_name, edit, reason) => {
  await warehouse.run(statement`${sql.raw(edit)}`);
  await engine.close();
  await expect(engine.open("schema.myshopify.com")).rejects.toThrow(reason);
});
