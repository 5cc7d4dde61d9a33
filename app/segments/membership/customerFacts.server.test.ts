import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";
import { expect, test } from "vitest";

import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";

import { copies, copiesFor } from "./customerFacts.server";

test("what is copied of a shop does not depend on which other shops' databases are open", async () => {
  const directory = await mkdtemp(join(tmpdir(), "quintile-facts-"));
  const engine = createDuckdbEngine({ directory, threads: 2 });
  const warehouse = await engine.open("one.myshopify.com");
  const query = statement`SELECT order_id, customer_id, total FROM ${sql.table(copies.orders)}`;
  const copied = async () =>
    (await copiesFor(warehouse, [query])).map(({ select }) => statement`${select}`.sql);
  const alone = await copied();
  expect(alone.join()).toContain("total");
  await engine.open("two.myshopify.com");
  expect(await copied()).toEqual(alone);
  await engine.close();
  await rm(directory, { recursive: true });
});
