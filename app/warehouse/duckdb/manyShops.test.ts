import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { statement } from "../compile";
import { createDuckdbEngine, type DuckdbOptions } from "../duckdb.server";
import type { Connection, JsonLinesStage, WarehouseEngine } from "../engine";

let directory: string;
let engine: WarehouseEngine;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quintile-shops-"));
});
afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

const start = (options: Partial<DuckdbOptions>) => {
  engine = createDuckdbEngine({ directory, threads: 2, ...options });
};
const one = "one.myshopify.com";
const two = "two.myshopify.com";
const fileOf = (shop: string) => join(directory, `${shop}.duckdb`);

const make = (connection: Connection) => connection.run(statement`CREATE TABLE t (x integer)`);
const add = (connection: Connection, x: number) => connection.run(statement`INSERT INTO t VALUES (${x})`);
const sum = async (connection: Connection) =>
  (await connection.all(statement<{ n: bigint }>`SELECT CAST(sum(x) AS bigint) AS n FROM t`))[0]?.n;
const setting = async (connection: Connection, name: string) =>
  (await connection.all(statement<{ value: string }>`SELECT current_setting(${name})::text AS value`))[0]
    ?.value;
const attached = async (connection: Connection) =>
  (
    await connection.all(
      statement<{
        shop: string;
      }>`SELECT database_name AS shop FROM duckdb_databases() WHERE path IS NOT NULL`,
    )
  ).map(({ shop }) => shop);

/** Something that goes on until it is ended. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

test("a warehouse goes on when its database was closed for another's", async () => {
  start({ openLimit: 1 });
  const [first, second] = [await engine.open(one), await engine.open(two)];
  for (const warehouse of [first, second]) await make(warehouse);
  for (const x of [1, 2, 3]) {
    await add(first, x);
    await add(second, 10 * x);
    expect(await attached(second)).toEqual([two]);
  }
  expect([await sum(first), await sum(second)]).toEqual([6n, 60n]);
  expect(await engine.open(one)).toBe(first);
});

test("a database that nobody uses is closed after a while, its log written to its file, and opened again when asked", async () => {
  start({ idleMs: 1 });
  const warehouse = await engine.open(one);
  await make(warehouse);
  await vi.waitFor(() => {
    expect(existsSync(`${fileOf(one)}.wal`)).toBe(false);
  }, 10_000);
  await add(warehouse, 7);
  expect(await sum(warehouse)).toBe(7n);
});

test("a transaction or a result that is being read keeps its database open, and the next shop waits", async () => {
  start({ openLimit: 1, idleMs: 1 });
  const first = await engine.open(one);
  await make(first);
  const ending = gate();
  const transaction = first.transaction(async (connection) => {
    await add(connection, 1);
    await ending.passed;
    await add(connection, 2);
  });
  let isOpen = false;
  const second = engine.open(two).then((warehouse) => {
    isOpen = true;
    return warehouse;
  });
  expect(await first.all(statement`SELECT x FROM t`)).toEqual([]);
  expect(isOpen).toBe(false);
  ending.open();
  await transaction;
  await make(await second);
  expect(await sum(first)).toBe(3n);

  const pages = first.pages(statement<{ n: bigint }>`SELECT range AS n FROM range(10000)`);
  const seen = [...((await pages.next()).value ?? [])];
  const waiting = add(await second, 5);
  for await (const page of pages) seen.push(...page);
  expect(new Set(seen.map(({ n }) => n)).size).toBe(10_000);
  await waiting;
  expect(await sum(await second)).toBe(5n);
});

test("deleting a shop waits for what is under way; then its warehouse is gone, and opening gives an empty one", async () => {
  start({});
  const former = await engine.open(one);
  await make(former);
  const ending = gate();
  let isCommitted = false;
  const transaction = former
    .transaction(async (connection) => {
      await ending.passed;
      await add(connection, 1);
      await expect(former.all(statement`SELECT 1 AS one`)).rejects.toMatchObject({ kind: "Gone" });
    })
    .then(() => (isCommitted = true));
  const dropped = engine.drop(one).then(() => {
    expect(isCommitted).toBe(true);
    expect(existsSync(fileOf(one))).toBe(false);
  });
  const later = engine.open(one);
  ending.open();
  await Promise.all([transaction, dropped]);
  await expect(sum(await later)).rejects.toThrow(/t does not exist/);
  await expect(sum(former)).rejects.toMatchObject({ name: "WarehouseError", kind: "Gone" });
  await expect(former.pages(statement`SELECT 1 AS one`).next()).rejects.toMatchObject({ kind: "Gone" });
  expect(await engine.open(one)).not.toBe(former);
});

test("a statement that waited while its shop was deleted does not make the file again", async () => {
  start({ openLimit: 1 });
  const [first, second] = [await engine.open(one), await engine.open(two)];
  const ending = gate();
  const busy = second.transaction(() => ending.passed);
  const waiting = expect(make(first)).rejects.toMatchObject({ kind: "Gone" });
  const dropped = engine.drop(one);
  ending.open();
  await Promise.all([busy, waiting, dropped]);
  expect(await readdir(directory)).not.toContain(`${one}.duckdb`);
});

test("all shops share one memory and one set of threads, and what they do not fit into is on disk", async () => {
  start({ memoryLimit: "48MB" });
  const shops = [one, two, "three.myshopify.com"];
  const warehouses = await Promise.all(shops.map((shop) => engine.open(shop)));
  for (const warehouse of warehouses) {
    await warehouse.run(
      statement`CREATE TABLE numbers AS SELECT range AS n, hash(range) AS h FROM range(2000000)`,
    );
  }
  const total = statement<{ n: bigint; distinct_hashes: bigint }>`
    SELECT CAST(sum(n) AS bigint) AS n, count(DISTINCT h) AS distinct_hashes FROM numbers`;
  for (const warehouse of warehouses) {
    expect(await warehouse.all(total)).toEqual([{ n: 1_999_999_000_000n, distinct_hashes: 2_000_000n }]);
  }
  for (const warehouse of warehouses) {
    expect(await setting(warehouse, "memory_limit")).toBe("45.7 MiB");
    expect(await setting(warehouse, "threads")).toBe("2");
    const [held] = await warehouse.all(
      statement<{
        bytes: bigint;
      }>`SELECT CAST(sum(memory_usage_bytes) AS bigint) AS bytes FROM duckdb_memory()`,
    );
    expect(held?.bytes).toBeGreaterThan(0n);
    expect(held?.bytes).toBeLessThanOrEqual(48_000_000n);
  }
});

test("in little memory shops load one after the other, and nobody else waits for them", async () => {
  start({ memoryLimit: "512MB" });
  const [first, second] = [await engine.open(one), await engine.open(two)];
  const path = join(directory, "lines.jsonl");
  await writeFile(path, '{"id":"gid://shopify/Product/1"}\n');
  const stage: JsonLinesStage = {
    path,
    moneyDigits: 2,
    tables: [
      {
        into: "incoming",
        rows: "roots",
        columns: [{ name: "id", path: ["id"], kind: "id", missing: "refuse" }],
      },
    ],
  };
  const told: string[] = [];
  const ending = gate();
  const loading = gate();
  const loads = [
    first.transaction(async (connection) => {
      await connection.stageJsonLines(stage);
      await connection.stageJsonLines(stage);
      loading.open();
      await ending.passed;
      told.push("first loaded");
    }),
    loading.passed.then(() =>
      second.transaction(async (connection) => {
        await connection.stageJsonLines(stage);
        told.push("second loaded");
      }),
    ),
  ];
  await loading.passed;
  const third = await engine.open("three.myshopify.com");
  await make(third);
  await third.transaction((connection) => add(connection, 1));
  expect(await second.all(statement`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  told.push("others served");
  ending.open();
  await Promise.all(loads);
  // One that fails gives its turn back, too.
  await expect(
    first.transaction((connection) => connection.stageJsonLines({ ...stage, path: `${path}.gone` })),
  ).rejects.toThrow();
  await second.transaction((connection) => connection.stageJsonLines(stage));
  expect(told).toEqual(["others served", "first loaded", "second loaded"]);
});

test("a database whose file could not be written is opened anew, and others do not notice", async () => {
  start({});
  const [first, second] = [await engine.open(one), await engine.open(two)];
  for (const warehouse of [first, second]) await make(warehouse);
  await add(first, 1);
  await second.run(statement`SET debug_checkpoint_abort = 'before_header'`);
  await expect(first.run(statement`CHECKPOINT`)).rejects.toThrow(/invalidated/);
  await second.run(statement`SET debug_checkpoint_abort = 'none'`);
  await add(second, 2);
  await add(first, 3);
  expect([await sum(first), await sum(second)]).toEqual([4n, 2n]);
});

test("any use of more shops than may be open loses nothing", async () => {
  const shops = Array.from({ length: 5 }, (_, place) => `shop-${String(place)}.myshopify.com`);
  const step = fc.record({
    shop: fc.nat({ max: shops.length - 1 }),
    action: fc.constantFrom("add", "add in a transaction", "read", "pages", "drop"),
    after: fc.nat({ max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      start({ openLimit: 2, idleMs: 1 });
      const added = shops.map(() => 0);
      // Those of one shop one after the other, so that it is known what they come to; the shops side by side.
      await Promise.all(
        shops.map(async (shop, place) => {
          await make(await engine.open(shop));
          await add(await engine.open(shop), 0);
          for (const { action, after } of steps.filter((each) => each.shop === place)) {
            const warehouse = await engine.open(shop);
            if (after > 0) await new Promise((resolve) => setTimeout(resolve, after));
            if (action === "add") await add(warehouse, 1);
            if (action === "add in a transaction") await warehouse.transaction((within) => add(within, 1));
            if (action.startsWith("add")) added[place] = (added[place] ?? 0) + 1;
            if (action === "pages") {
              for await (const page of warehouse.pages(statement`SELECT range FROM range(5000)`)) {
                expect(page.length).toBeGreaterThan(0);
              }
            }
            if (action === "drop") {
              await engine.drop(shop);
              added[place] = 0;
              await make(await engine.open(shop));
              await add(await engine.open(shop), 0);
            }
            const current = await engine.open(shop);
            expect(await sum(current)).toBe(BigInt(added[place] ?? 0));
            expect((await attached(current)).length).toBeLessThanOrEqual(2);
          }
          await engine.drop(shop);
        }),
      );
      await engine.close();
    }),
    { numRuns: 8 },
  );
});
