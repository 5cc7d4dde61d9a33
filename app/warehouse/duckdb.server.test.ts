import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { statement } from "./compile";
import { createDuckdbEngine } from "./duckdb.server";
import type { Warehouse, WarehouseEngine } from "./engine";
import { WarehouseError } from "./errors";

let directory: string;
let engine: WarehouseEngine;
let warehouse: Warehouse;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quintile-warehouse-"));
  engine = createDuckdbEngine({ directory, threads: 2 });
  warehouse = await engine.open("types.myshopify.com");
});

afterEach(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

test("parameters come back as the values that went in", async () => {
  const day = new Date("2026-02-28T23:59:59.123Z");
  const values = {
    text: "é 😀 \u0000 end",
    whole: 7,
    big: 9_007_199_254_740_993n,
    fraction: 0.1,
    large: 5_000_000_000,
    yes: true,
    nothing: null,
    at: day,
    list: ["a", "b"],
    ids: [1n, 2n],
  };
  const rows = await warehouse.all(
    statement`SELECT ${values.text} AS text, ${values.whole} AS whole, ${values.big} AS big, ${values.fraction} AS fraction,
      ${values.large} AS large, ${values.yes} AS yes, ${values.nothing} AS nothing, ${values.at} AS moment,
      ${values.list} AS list, ${values.ids} AS ids`,
  );
  expect(rows).toEqual([
    {
      text: values.text,
      whole: 7,
      big: 9_007_199_254_740_993n,
      fraction: 0.1,
      large: 5_000_000_000n,
      yes: true,
      nothing: null,
      moment: day,
      list: ["a", "b"],
      ids: [1n, 2n],
    },
  ]);
});

test("column types arrive as the port says", async () => {
  const rows = await warehouse.all(
    statement`SELECT count(*) AS counted, sum(x) AS total, avg(x) AS mean, 1::integer AS whole, 2::smallint AS small,
      date '2026-03-29' AS day, timestamp '2026-03-29 01:30:00' AS moment, timestamptz '2026-03-29 01:30:00+02' AS zoned,
      ['x', NULL] AS texts, ARRAY[0.5::double precision] AS breaks
      FROM (VALUES (1::bigint), (2::bigint)) AS t (x)`,
  );
  expect(rows).toEqual([
    {
      counted: 2n,
      total: 3n,
      mean: 1.5,
      whole: 1,
      small: 2,
      day: "2026-03-29",
      moment: new Date("2026-03-29T01:30:00Z"),
      zoned: new Date("2026-03-28T23:30:00Z"),
      texts: ["x", null],
      breaks: [0.5],
    },
  ]);
});

test("lists bind against bigint columns, empty ones too", async () => {
  const having = (ids: bigint[]) =>
    warehouse.all(
      statement<{
        x: bigint;
      }>`SELECT x FROM (VALUES (1::bigint), (2::bigint)) AS t (x) WHERE x = ANY(${ids})`,
    );
  expect(await having([2n, 9n])).toEqual([{ x: 2n }]);
  expect(await having([])).toEqual([]);
});

test("a type that the port does not carry is refused by name", async () => {
  await expect(warehouse.all(statement`SELECT 1.5::decimal(9, 2) AS price`)).rejects.toThrow(
    /price.*DECIMAL\(9,2\)/,
  );
});

test("more rows than one chunk arrive whole", async () => {
  const rows = await warehouse.all(statement<{ n: bigint }>`SELECT range AS n FROM range(10000) ORDER BY n`);
  expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 10_000 }, (_, n) => BigInt(n)));
});

test("an error names the fault and quotes no cell", async () => {
  await warehouse.run(statement`CREATE TABLE secrets (email text)`);
  await warehouse.run(statement`INSERT INTO secrets VALUES ('ann@example.com')`);
  const failure = warehouse.all(statement`SELECT email::integer AS n FROM secrets`);
  await expect(failure).rejects.toMatchObject({ name: "WarehouseError", kind: "Conversion Error" });
  await expect(failure).rejects.not.toThrow(/ann@/);
  await expect(warehouse.all(statement`SELECT nothing FROM secrets`)).rejects.toThrow(/nothing/);
});

test("a transaction is seen whole or not at all, and readers go on beside it", async () => {
  await warehouse.run(statement`CREATE TABLE t (x integer)`);
  const count = async () =>
    (await warehouse.all(statement<{ n: bigint }>`SELECT count(*) AS n FROM t`))[0]?.n;

  await expect(
    warehouse.transaction(async (connection) => {
      await connection.run(statement`INSERT INTO t VALUES (1)`);
      expect(await count()).toBe(0n);
      throw new Error("stop");
    }),
  ).rejects.toThrow("stop");
  expect(await count()).toBe(0n);

  const changed = await warehouse.transaction((connection) =>
    connection.run(statement`INSERT INTO t VALUES (1), (2)`),
  );
  expect(changed).toBe(2);
  expect(await count()).toBe(2n);
});

test("writing transactions of one shop queue", async () => {
  await warehouse.run(statement`CREATE TABLE t (x integer)`);
  await warehouse.run(statement`INSERT INTO t VALUES (0)`);
  await Promise.all(
    Array.from({ length: 20 }, () =>
      warehouse.transaction(async (connection) => {
        const [row] = await connection.all(statement<{ x: number }>`SELECT x FROM t`);
        await connection.run(statement`UPDATE t SET x = ${(row?.x ?? 0) + 1}`);
      }),
    ),
  );
  expect(await warehouse.all(statement`SELECT x FROM t`)).toEqual([{ x: 20 }]);
});

test("a warehouse keeps its rows over a restart, and is gone once dropped", async () => {
  await warehouse.run(statement`CREATE TABLE t (x integer)`);
  await engine.close();
  engine = createDuckdbEngine({ directory });
  const again = await engine.open("types.myshopify.com");
  expect(await again.all(statement`SELECT count(*) AS n FROM t`)).toEqual([{ n: 0n }]);
  await engine.drop("types.myshopify.com");
  const fresh = await engine.open("types.myshopify.com");
  await expect(fresh.all(statement`SELECT count(*) AS n FROM t`)).rejects.toThrow(/t does not exist/);
});

test("only a domain name may become a file name", async () => {
  for (const shop of ["../etc/passwd", "a/b.myshopify.com", "UPPER.myshopify.com", "", "x"]) {
    await expect(engine.open(shop)).rejects.toThrow(/plain lower-case domain/);
  }
});

test("two callers opening at once get the same warehouse", async () => {
  const [a, b] = await Promise.all([engine.open("one.myshopify.com"), engine.open("one.myshopify.com")]);
  expect(a).toBe(b);
});

test("pages show the state at which they began, however long they are read, and hold nobody up", async () => {
  await warehouse.run(statement`CREATE TABLE numbers AS SELECT number FROM range(10000) AS numbers (number)`);
  const seen: bigint[] = [];
  let pages = 0;
  for await (const page of warehouse.pages(statement<{ number: bigint }>`SELECT number FROM numbers`)) {
    pages += 1;
    if (pages === 1) await warehouse.run(statement`DELETE FROM numbers`);
    seen.push(...page.map(({ number }) => number));
  }
  expect(pages).toBeGreaterThan(1);
  expect(seen.sort((a, b) => Number(a - b))).toEqual(
    Array.from({ length: 10_000 }, (_, number) => BigInt(number)),
  );
  expect(await warehouse.all(statement`SELECT number FROM numbers`)).toEqual([]);
});

test("pages that are left early give their connection back", async () => {
  const query = statement<{ number: bigint }>`SELECT number FROM range(100000) AS numbers (number)`;
  for (let round = 0; round < 10; round++) {
    for await (const page of warehouse.pages(query)) {
      expect(page.length).toBeGreaterThan(0);
      break;
    }
  }
  await expect(warehouse.pages(statement`SELECT error('no') FROM range(3)`).next()).rejects.toThrow(
    WarehouseError,
  );
  let rows = 0;
  for await (const page of warehouse.pages(query)) rows += page.length;
  expect(rows).toBe(100_000);
});
