import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { statement } from "../compile";
import { createDuckdbEngine } from "../duckdb.server";
import type { Warehouse, WarehouseEngine } from "../engine";

const shop = "erased.myshopify.com";
const child = fileURLToPath(new URL("./testing/rewriteOnAndOn.ts", import.meta.url));
const tables = { withTexts: ["customers"], withNumbers: [] };
let directory: string;
let engine: WarehouseEngine;
let warehouse: Warehouse;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quintile-rewrite-"));
  engine = createDuckdbEngine({ directory, threads: 2 });
  // Keeps the one DuckDB that both are attached to, and with it the setting below, while the other is closed.
  const beside = await engine.open("beside.myshopify.com");
  await beside.run(statement`SET GLOBAL force_compression = 'uncompressed'`);
  warehouse = await engine.open(shop);
});
afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

const mark = "zdenka.quxwell";
async function filesWith(text: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const found = names.map(async (entry) => {
    if (!entry.isFile()) return [];
    const content = await readFile(join(entry.parentPath, entry.name), "latin1");
    return content.includes(text) ? [entry.name] : [];
  });
  return (await Promise.all(found)).flat().sort();
}

/** Somebody in every five thousand. */
async function fill(rows = 40_000): Promise<void> {
  await warehouse.run(statement`
    INSERT INTO collections (collection_id, title)
    SELECT i, CASE WHEN i % 5000 = 7 THEN concat(${mark}, '.', i, '@example.com') ELSE concat('Somebody ', i) END
    FROM generate_series(1, ${rows}) AS t(i)`);
}

const checkpoint = statement`CHECKPOINT`;
const forget = statement`DELETE FROM collections WHERE starts_with(title, ${mark})`;
const sizes = async (of: Warehouse) =>
  of.all(statement`SELECT count(*) AS rows, CAST(sum(collection_id) AS bigint) AS ids FROM collections`);
const schema = (of: Warehouse) =>
  of.all(statement`
    SELECT table_name, sql FROM duckdb_tables() WHERE database_name = current_database() ORDER BY table_name`);
const ledger = (of: Warehouse) => of.all(statement`SELECT * FROM schema_migrations ORDER BY version`);

test("nothing of deleted rows is left in any file, neither of those in the log nor of those in the database", async () => {
  await fill();
  expect(await filesWith(mark)).toEqual([`${shop}.duckdb.wal`]);
  await warehouse.run(checkpoint);
  expect(await filesWith(mark)).toEqual([`${shop}.duckdb`]);
  await warehouse.run(forget);
  await warehouse.run(checkpoint);
  // What it is for: DuckDB leaves them there.
  expect(await filesWith(mark)).toEqual([`${shop}.duckdb`]);
  const before = [await sizes(warehouse), await schema(warehouse), await ledger(warehouse)];

  expect(await warehouse.forgetDeleted(tables)).toBe(true);
  expect(await filesWith(mark)).toEqual([]);
  expect([await sizes(warehouse), await schema(warehouse), await ledger(warehouse)]).toEqual(before);
  expect((await filesWith("Somebody 39999")).length).toBe(1);
});

test("rows that are replaced and never reached the database file are gone from the log as well", async () => {
  await fill();
  await warehouse.run(statement`UPDATE collections SET title = 'x' WHERE starts_with(title, ${mark})`);
  expect(await filesWith(mark)).toEqual([`${shop}.duckdb.wal`]);
  await warehouse.forgetDeleted(tables);
  expect(await filesWith(mark)).toEqual([]);
});

test("keys stay keys, and what is written afterwards is kept, also when it is opened anew", async () => {
  await fill(100);
  await warehouse.forgetDeleted(tables);
  await expect(warehouse.run(statement`INSERT INTO schema_migrations VALUES (1, 'again')`)).rejects.toThrow(
    "Constraint Error",
  );
  await expect(
    warehouse.run(statement`INSERT INTO collections (collection_id, title) VALUES (1, NULL)`),
  ).rejects.toThrow("Constraint Error");
  await fill(100);
  await engine.close();
  engine = createDuckdbEngine({ directory });
  expect(await sizes(await engine.open(shop))).toEqual([{ rows: 200n, ids: 10_100n }]);
});

test("whoever reads and writes meanwhile waits, and nothing of it is lost", async () => {
  await warehouse.run(statement`CREATE TABLE t (n integer)`);
  await fill(5_000);
  const reading = warehouse.pages(
    statement<{ collection_id: bigint }>`SELECT collection_id FROM collections`,
  );
  let pages = (await reading.next()).value?.length ?? 0;
  const rewritings = [1, 2, 3].map(() => warehouse.forgetDeleted(tables));
  const others = Array.from({ length: 30 }, async (_, n) => {
    await sleep(n * 5);
    await warehouse.transaction((connection) => connection.run(statement`INSERT INTO t VALUES (${n})`));
    return (await sizes(warehouse))[0];
  });
  await sleep(50);
  for await (const page of reading) pages += page.length;
  expect(pages).toBe(5_000);
  expect(
    new Set((await Promise.all(others)).map((row) => JSON.stringify(row, (_, v) => String(v)))).size,
  ).toBe(1);
  expect(await Promise.all(rewritings)).toEqual([true, true, true]);
  const [stored] = await warehouse.all(statement<{ n: bigint }>`SELECT count(DISTINCT n) AS n FROM t`);
  expect(stored?.n).toBe(30n);
});

test("a warehouse that is dropped meanwhile is not made again, and a half-made file goes with it", async () => {
  await fill(100);
  const [dropped, rewritten] = await Promise.allSettled([engine.drop(shop), warehouse.forgetDeleted(tables)]);
  expect(dropped.status).toBe("fulfilled");
  expect(rewritten).toMatchObject({ status: "rejected", reason: { kind: "Gone" } });
  await writeFile(join(directory, `${shop}.duckdb.fresh`), "half");
  await engine.drop(shop);
  expect((await readdir(directory)).filter((name) => name.startsWith(shop))).toEqual([]);
});

test("what a rewriting that was broken off left behind goes when the database is opened", async () => {
  await fill(100);
  await engine.close();
  for (const end of ["fresh", "fresh.wal"])
    await writeFile(join(directory, `${shop}.duckdb.${end}`), "left behind");
  engine = createDuckdbEngine({ directory });
  expect(await sizes(await engine.open(shop))).toEqual([{ rows: 100n, ids: 5_050n }]);
  expect(await filesWith("left behind")).toEqual([]);
});

/** A store of rows that need room, in a file that no process has open. */
async function leaveStore(rows: number): Promise<void> {
  await warehouse.run(statement`CREATE TABLE t (n integer NOT NULL, note text)`);
  await warehouse.run(statement`
    INSERT INTO t SELECT 0, CAST(sin(i) AS text) FROM generate_series(1, ${rows}) AS s(i)`);
  await engine.close();
}

test(
  "killed anywhere, it leaves a whole database with every row that was stored",
  { timeout: 120_000 },
  async () => {
    await leaveStore(60_000);
    let stored = 0;
    for (const delay of [0, 5, 12, 25, 40, 60, 90, 130]) {
      const input = JSON.stringify({ directory, shop, once: false });
      const process_ = spawn(process.execPath, ["--import", "tsx", child, input], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const exited = once(process_, "exit");
      let told = "";
      process_.stdout.on("data", (data: Buffer) => (told += data.toString()));
      // Into the second rewriting, so that one has been gone through.
      while (!told.includes("2\n")) await sleep(2);
      await sleep(delay);
      process_.kill("SIGKILL");
      await exited;
      const acknowledged = told.trim().split("\n").length;

      engine = createDuckdbEngine({ directory });
      const [row] = await (
        await engine.open(shop)
      ).all(
        statement<{ rows: bigint; kept: bigint }>`
        SELECT count(*) AS rows, count(*) FILTER (WHERE note = 'kept') AS kept FROM t`,
      );
      await engine.close();
      const kept = Number(row?.kept);
      expect(Number(row?.rows) - kept).toBe(60_000);
      // One more may have been stored and not told any more.
      expect([stored + acknowledged, stored + acknowledged + 1]).toContain(kept);
      stored = kept;
      expect((await readdir(directory)).filter((name) => name.includes("fresh"))).toEqual([]);
    }
  },
);

test("on a full disk it says so, and the database goes on as it was", async () => {
  await leaveStore(400_000);
  const input = JSON.stringify({ directory, shop, once: true });
  // No file may become larger than 2 MB.
  const script = `trap '' XFSZ; ulimit -f 4096; exec "$0" --import tsx "$1" "$2"`;
  const { stdout, stderr } = spawnSync("/bin/bash", ["-c", script, process.execPath, child, input], {
    encoding: "utf8",
  });
  expect(stdout + stderr).toMatch(
    /^WarehouseError: Warehouse of erased\.myshopify\.com: .*Error.*\n400000 rows\n$/s,
  );
  expect((await readdir(directory)).filter((name) => name.includes("fresh"))).toEqual([]);
  engine = createDuckdbEngine({ directory });
  warehouse = await engine.open(shop);
  expect(await warehouse.forgetDeleted(tables)).toBe(true);
  expect(await warehouse.all(statement`SELECT count(*) AS n FROM ${sql.table("t")}`)).toEqual([
    { n: 400_000n },
  ]);
});
