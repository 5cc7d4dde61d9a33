import { randomUUID } from "node:crypto";

import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";

import { statement } from "./compile";
import type { Warehouse, WarehouseEngine } from "./engine";
import { createPostgresEngine } from "./postgres.server";
import { schemaName } from "./postgres/schemaName";

const engineOf = (url = inject("postgresUrl"), connections = 6) =>
  createPostgresEngine({ url, connections, reader: { memoryLimit: "512MB", threads: 1 } });

let engine: WarehouseEngine;
/** Another process, as far as the database can tell. */
let other: WarehouseEngine;
let shop: string;
let admin: Client;

beforeAll(async () => {
  admin = new Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
});
afterAll(() => admin.end());
beforeEach(() => {
  engine = engineOf();
  other = engineOf();
  shop = `engine-${randomUUID()}.myshopify.com`;
});
afterEach(async () => {
  await engine.drop(shop);
  await Promise.all([engine.close(), other.close()]);
});

const addTitle = (id: number) =>
  statement`INSERT INTO collections (collection_id, title) VALUES (${BigInt(id)}, 'x')`;
const titles = statement<{ rows: bigint }>`SELECT count(*) AS rows FROM collections`;

describe("a schema", () => {
  test("has a name of its own however long or alike the shops' names are", () => {
    const long = "a".repeat(60);
    const names = [
      `${long}a.myshopify.com`,
      `${long}b.myshopify.com`,
      "a-b.myshopify.com",
      "a.b.myshopify.com",
    ];
    const schemas = names.map(schemaName);
    expect(new Set(schemas).size).toBe(names.length);
    for (const schema of schemas) expect(schema).toMatch(/^shop_[a-z0-9_]{1,58}$/);
    for (const bad of ["", "Shop.myshopify.com", 'a".myshopify.com', "a;b.com", "localhost"]) {
      expect(schemaName(bad)).toBeNull();
    }
  });

  test("is made once, by however many processes ask at the same time, with a key on every table", async () => {
    await Promise.all([engine.open(shop), other.open(shop), engine.open(shop), other.open(shop)]);
    const { rows } = await admin.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c
       WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'
         AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')`,
      [schemaName(shop)],
    );
    expect(rows).toEqual([]);
  });

  test("that another process dropped is Gone to who holds it, and made anew for who opens it", async () => {
    const warehouse = await engine.open(shop);
    await warehouse.run(addTitle(1));
    await other.drop(shop);
    await expect(warehouse.run(addTitle(2))).rejects.toMatchObject({ kind: "Gone" });
    expect(await (await engine.open(shop)).all(titles)).toEqual([{ rows: 0n }]);
  });

  test("holds what is its shop's only", async () => {
    const neighbour = `neighbour-${randomUUID()}.myshopify.com`;
    await (await engine.open(shop)).run(addTitle(1));
    expect(await (await engine.open(neighbour)).all(titles)).toEqual([{ rows: 0n }]);
    await engine.drop(neighbour);
  });
});

describe("writes of a shop", () => {
  test("take turns between processes, and see what the one before wrote; reads do not wait", async () => {
    const [here, there] = [await engine.open(shop), await other.open(shop)];
    const told: string[] = [];
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const first = here.transaction(async (connection) => {
      await connection.run(addTitle(1));
      begun();
      await held;
      told.push("first");
    });
    await isBegun;
    const second = there.transaction(async (connection) => {
      told.push(`second sees ${String((await connection.all(titles))[0]?.rows)}`);
    });
    expect(await there.all(titles)).toEqual([{ rows: 0n }]);
    letGo();
    await Promise.all([first, second]);
    expect(told).toEqual(["first", "second sees 1"]);
  });

  test("that fail leave nothing behind, and the next one goes on", async () => {
    const warehouse = await engine.open(shop);
    await expect(
      warehouse.transaction(async (connection) => {
        await connection.run(addTitle(1));
        throw new Error("enough");
      }),
    ).rejects.toThrow("enough");
    await warehouse.run(addTitle(2));
    expect(await warehouse.all(titles)).toEqual([{ rows: 1n }]);
  });

  test("in which a fault was passed over are refused, not taken for stored", async () => {
    const warehouse = await engine.open(shop);
    const passingOver = warehouse.transaction(async (connection) => {
      await connection.run(addTitle(1));
      await connection.run(addTitle(1)).catch(() => undefined);
    });
    await expect(passingOver).rejects.toMatchObject({ kind: "Rolled Back" });
    expect(await warehouse.all(titles)).toEqual([{ rows: 0n }]);
  });

  test("do not wait for a process that was cut off in the middle of one", async () => {
    const [here, there] = [await engine.open(shop), await other.open(shop)];
    const first = here.transaction(async (connection) => {
      await connection.run(addTitle(1));
      await admin.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE c.relname = 'collections' AND c.relnamespace = $1::regnamespace AND l.mode = 'RowExclusiveLock'`,
        [schemaName(shop)],
      );
      await connection.run(addTitle(2));
    });
    await expect(first).rejects.toMatchObject({ name: "WarehouseUnavailableError" });
    await there.run(addTitle(3));
    expect(await here.all(titles)).toEqual([{ rows: 1n }]);
  });
});

test("a statement names its fault without the values in it", async () => {
  const warehouse = await engine.open(shop);
  await warehouse.run(addTitle(1));
  const again = await warehouse.run(addTitle(1)).catch((error: unknown) => error);
  expect(String(again)).toMatch(/23505 \(its values are not shown\)/);
  const secret = await warehouse
    .all(statement`SELECT CAST(${"secret@example.com"} AS bigint)`)
    .catch((error: unknown) => error);
  expect(String(secret)).toMatch(/22P02/);
  expect(String(secret)).not.toMatch(/secret/);
});

test("a download that its reader leaves gives its connection back", async () => {
  const small = engineOf(inject("postgresUrl"), 3);
  const warehouse = await small.open(shop);
  for (let round = 0; round < 5; round++) {
    for await (const page of warehouse.pages(
      statement<{ n: number }>`SELECT n FROM generate_series(1, 10000) AS t (n)`,
    )) {
      expect(page[0]).toEqual({ n: 1 });
      break;
    }
  }
  await small.close();
});

test("a server that is not there is said to be away, by every way in", async () => {
  const away = engineOf("postgresql://nobody@127.0.0.1:1/none");
  const unavailable = { name: "WarehouseUnavailableError" };
  await expect(away.open(shop)).rejects.toMatchObject(unavailable);
  await expect(away.drop(shop)).rejects.toMatchObject(unavailable);
  await expect(away.reach()).rejects.toMatchObject(unavailable);
  await away.close();
});

describe("rows that are deleted", () => {
  const mark = "zdenka.quxwell";
  const tables = { withTexts: ["collections"], withNumbers: ["product_collections"] };
  const texts = statement`
    INSERT INTO collections (collection_id, title)
    SELECT i, concat(CASE WHEN i % 100 = 7 THEN CAST(${mark} AS text) ELSE 'somebody' END, ' ', CAST(i AS text))
    FROM generate_series(1, 2000) AS t(i)`;
  const deletion = statement`DELETE FROM collections WHERE starts_with(title, ${mark})`;

  /** Whether the files of the shop's tables, or what PostgreSQL notes of their values, hold the mark. */
  async function isAnywhere(): Promise<boolean> {
    const schema = schemaName(shop);
    await admin.query("CHECKPOINT");
    const { rows } = await admin.query<{ found: boolean }>(
      `SELECT bool_or(position($2::bytea IN pg_read_binary_file(pg_relation_filepath(c.oid))) > 0) AS found
       FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND pg_relation_filepath(c.oid) IS NOT NULL`,
      [schema, mark],
    );
    const noted = await admin.query(
      "SELECT 1 FROM pg_stats WHERE schemaname = $1 AND pg_stats::text LIKE concat('%', $2::text, '%')",
      [schema, mark],
    );
    return rows[0]?.found === true || noted.rows.length > 0;
  }

  /** Other tests use the same database, and what they read is waited for, too. */
  const forgotten = (warehouse: Warehouse) =>
    expect.poll(() => warehouse.forgetDeleted(tables), { timeout: 20_000 }).toBe(true);

  test("are in no file of the shop's tables any more, nor in what is noted of their values", async () => {
    const warehouse = await engine.open(shop);
    await warehouse.run(texts);
    await admin.query(`ANALYZE "${schemaName(shop) ?? ""}".collections`);
    await warehouse.run(deletion);
    await admin.query(`VACUUM "${schemaName(shop) ?? ""}".collections`);
    // What it is for: PostgreSQL leaves them there.
    expect(await isAnywhere()).toBe(true);
    await forgotten(warehouse);
    expect(await isAnywhere()).toBe(false);
    expect(await warehouse.all(titles)).toEqual([{ rows: 1_980n }]);
  });

  test("are waited with while somebody reads what was there before, of whichever shop, and nobody waits for that", async () => {
    const warehouse = await engine.open(shop);
    await warehouse.run(texts);
    const elsewhere = await other.open(`beside-${shop}`);
    const reading = elsewhere.pages(statement<{ i: number }>`SELECT i FROM generate_series(1, 9000) AS t(i)`);
    await reading.next();
    await warehouse.run(deletion);
    expect(await warehouse.forgetDeleted(tables)).toBe(false);
    expect(await isAnywhere()).toBe(true);
    await reading.return(undefined);
    await forgotten(warehouse);
    expect(await isAnywhere()).toBe(false);
    await other.drop(`beside-${shop}`);
  });

  test("are waited with where a table is in use for longer than others can wait", async () => {
    const warehouse = await engine.open(shop);
    await warehouse.run(texts);
    await warehouse.run(deletion);
    await admin.query(`BEGIN; LOCK TABLE "${schemaName(shop) ?? ""}".collections IN ACCESS SHARE MODE`);
    try {
      expect(await warehouse.forgetDeleted(tables)).toBe(false);
    } finally {
      await admin.query("ROLLBACK");
    }
    expect(await warehouse.all(titles)).toEqual([{ rows: 1_980n }]);
    await forgotten(warehouse);
  });
});
