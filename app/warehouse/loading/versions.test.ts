import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { statement } from "../compile";
import { createDuckdbEngine } from "../duckdb.server";
import type { WarehouseEngine } from "../engine";
import { loadSnapshot } from "./loadSnapshot.server";
import { customer, line, order, writeSnapshot } from "./testing/bulkRecords";

let folder: string;
let engine: WarehouseEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-versions-"));
  engine = createDuckdbEngine({ directory: join(folder, "warehouse"), threads: 2 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Some records, each in some version; the lines of an order carry its version. */
const file = fc.array(
  fc.record({ id: fc.integer({ min: 1, max: 6 }), version: fc.integer({ min: 1, max: 9 }) }),
  { maxLength: 8 },
);
const at = (version: number) => `2025-01-0${String(version)}T00:00:00Z`;

test("whatever order the versions of records arrive in, the newest of each is what stays", async () => {
  const shop = "versions.myshopify.com";
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
      const warehouse = await engine.open(shop);
      const newest = new Map<number, number>();
      for (const versions of files) {
        for (const { id, version } of versions) newest.set(id, Math.max(version, newest.get(id) ?? 0));
        // Nothing is old enough to be taken for gone: what is left is the guard alone.
        const snapshotStartedAt = new Date("2020-01-01T00:00:00Z");
        const snapshot = await writeSnapshot(
          folder,
          {
            customers: versions.map(({ id, version }) =>
              customer(id, { updatedAt: at(version), note: String(version) }),
            ),
            orders: versions.flatMap(({ id, version }) => [
              line(id * 10, id, { sku: `always` }),
              order(id, { updatedAt: at(version), name: String(version) }),
              line(id * 10 + 1, id, { sku: "also" }),
            ]),
          },
          { snapshotStartedAt },
        );
        await loadSnapshot(warehouse, snapshot);
      }

      const expected = [...newest]
        .sort(([a], [b]) => a - b)
        .map(([id, version]) => ({ id: BigInt(id), version: String(version) }));
      expect(
        await warehouse.all(
          statement`SELECT customer_id AS id, note AS version FROM customers ORDER BY customer_id`,
        ),
      ).toEqual(expected);
      expect(
        await warehouse.all(statement`SELECT order_id AS id, name AS version FROM orders ORDER BY order_id`),
      ).toEqual(expected);
      expect(await warehouse.all(statement`SELECT line_id, sku FROM order_lines ORDER BY line_id`)).toEqual(
        expected.flatMap(({ id }) => [
          { line_id: id * 10n, sku: "always" },
          { line_id: id * 10n + 1n, sku: "also" },
        ]),
      );
      await engine.drop(shop);
    }),
    { numRuns: 40 },
  );
}, 180_000);

test("the lines of an order are those of the version that is kept", async () => {
  const warehouse = await engine.open("lines.myshopify.com");
  const load = async (version: number, lines: number[]) =>
    loadSnapshot(
      warehouse,
      await writeSnapshot(folder, {
        orders: [order(1, { updatedAt: at(version) }), ...lines.map((id) => line(id, 1))],
      }),
    );
  const stored = () =>
    warehouse.all(statement<{ line_id: bigint }>`SELECT line_id FROM order_lines ORDER BY line_id`);

  await load(5, [1, 2]);
  await load(3, [1, 2, 3]);
  expect(await stored()).toEqual([{ line_id: 1n }, { line_id: 2n }]);
  await load(7, [2, 4]);
  expect(await stored()).toEqual([{ line_id: 2n }, { line_id: 4n }]);
});
