import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { statement } from "../compile";
import type { Warehouse } from "../engine";
import { openDuckdbWarehouse } from "../testing/duckdbWarehouse";
import { openPostgresWarehouse } from "../testing/postgresWarehouse";
import { stagedTables } from "./columns";
import { loadSnapshot } from "./loadSnapshot.server";
import { bag, customer, line, metafieldOf, order, product, writeSnapshot } from "./testing/bulkRecords";

// A file means the same rows on both engines, whatever stands in it.

let engines: { warehouse: Warehouse; close: () => Promise<void> }[];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-hostile-"));
  engines = await Promise.all([openDuckdbWarehouse(), openPostgresWarehouse()]);
});
afterAll(async () => {
  await Promise.all(engines.map(({ close }) => close()));
  await rm(folder, { recursive: true, force: true });
});

type Files = Parameters<typeof writeSnapshot>[1];

/** What loading the files comes to on DuckDB and on PostgreSQL: every row of every table, or why it is refused. */
async function loaded(files: Files): Promise<Record<string, string[]>[]> {
  const snapshot = await writeSnapshot(folder, files);
  const outcomes: Record<string, string[]>[] = [];
  for (const { warehouse } of engines) {
    try {
      await loadSnapshot(warehouse, snapshot);
      outcomes.push(await rowsOf(warehouse));
    } catch (error) {
      outcomes.push({ refused: [String(error)] });
    }
  }
  return outcomes;
}

async function rowsOf(warehouse: Warehouse): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of Object.keys(stagedTables)) {
    const rows = await warehouse.all(statement`SELECT * FROM ${sql.table(table)}`);
    tables[table] = rows.map((row) => JSON.stringify(row, bigintAsText)).sort();
  }
  return tables;
}

const bigintAsText = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? `${String(value)}n` : value;

const texts = [
  "",
  " ",
  "NULL",
  "null",
  "\\N",
  "\\.",
  "\\",
  "\\\\",
  '"',
  '""',
  "'",
  "a,b",
  "{a}",
  "{}",
  '{"a","b"}',
  "line\nfeed",
  "carriage\r\nreturn",
  "tab\there",
  "\u0000",
  "a\u0000b",
  "\u001f",
  "a\ufeff",
  "👩‍👧",
  "İß",
  "e\u0301",
  "$1",
  "%_",
];

test("texts, and lists of them, of any characters", async () => {
  const [duckdb, postgres] = await loaded({
    products: [product(1)],
    customers: [
      ...texts.map((text, i) =>
        customer(i + 1, { note: text, firstName: text, tags: [text, "plain", text + text] }),
      ),
      customer(900, { note: null, firstName: null, tags: texts }),
      customer(901, { tags: [] }),
      customer(902, { tags: null }),
      ...texts.map((value, i) => metafieldOf(i + 1, { value })),
    ],
    orders: texts.flatMap((text, i) => [
      order(i + 1, { name: text, tags: [text], discountCodes: [text, "10% off"] }),
      line(i + 1, i + 1, { title: text, sku: text }),
    ]),
  });
  expect(duckdb?.customers).toHaveLength(texts.length + 3);
  // The one character that PostgreSQL's texts cannot hold. Taking it out on DuckDB, too, would look through every text of every load.
  expect(postgres).toEqual(withoutNul(duckdb));
});

test("numbers at their limits, and money of more decimals", async () => {
  const limit = "9223372036854775807";
  const amounts = ["0", "-0.00", "-0.005", "0.005", "1.2345", "999999999999.99", "1e3", "-12.345"];
  const [duckdb, postgres] = await loaded({
    customers: [{ ...customer(1), id: `gid://shopify/Customer/${limit}`, numberOfOrders: limit }],
    orders: amounts.map((amount, i) =>
      order(i + 1, { totalPriceSet: bag(amount), netPaymentSet: bag(amount) }),
    ),
  });
  expect(duckdb?.orders).toHaveLength(amounts.length);
  expect(postgres).toEqual(duckdb);
});

function withoutNul(tables: Record<string, string[]> = {}): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map((row) => row.replaceAll("\\u0000", "")).sort(),
    ]),
  );
}

const asLine = (record: unknown): string => `${JSON.stringify(record)}\n`;

test.each([
  ["half a surrogate pair", asLine(customer(1, { note: "SURROGATE" })).replace("SURROGATE", "\\ud83d")],
  ["a list with a null", asLine(customer(1, { tags: ["a", null, "b"] }))],
  ["an empty line between", `${asLine(customer(1))}\n${asLine(customer(2))}`],
  ["a line that is cut off", `${asLine(customer(1))}${asLine(customer(2)).slice(0, 80)}`],
  ["no JSON at all", "<html>\n"],
  ["a list for a record", "[1, 2]\n"],
  ["an id past 64 bits", asLine({ ...customer(1), id: "gid://shopify/Customer/9223372036854775808" })],
  ["an id of letters", asLine({ ...customer(1), id: "gid://shopify/Customer/abc" })],
  ["a record without an id", asLine(customer(1, { id: null }))],
  ["a time that is none", asLine(customer(1, { createdAt: "yesterday" }))],
  ["a time with an offset", asLine(customer(1, { createdAt: "2025-03-30T02:30:00+02:00" }))],
  ["money that is none", asLine(customer(1, { amountSpent: { amount: "much" } }))],
  ["money past 64 bits", asLine(customer(1, { amountSpent: { amount: "99999999999999999.00" } }))],
  ["a number for a text", asLine(customer(1, { note: 5 }))],
  ["an object for a text", asLine(customer(1, { note: { a: 1 } }))],
  ["a text for a list", asLine(customer(1, { tags: "a,b" }))],
])("%s comes to the same, taken or refused", async (_what, customers) => {
  const [duckdb, postgres] = await loaded({ customers });
  expect(postgres).toEqual(duckdb);
});
