import fc from "fast-check";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { definitionOf, readyMadeSegments } from "~/segments/catalogue/catalogue";
import type { ActiveSegment } from "~/segments/dependencies";
import type { Definition } from "~/segments/language/definition";
import { evaluateAll } from "~/segments/membership/evaluate.server";
import { previewCount } from "~/segments/preview/count.server";
import { groupBy } from "~/segments/testing/facts";
import { definitions } from "~/segments/testing/randomDefinitions";
import { readSegmentStore } from "~/segments/testing/segmentStore";
import { type Vocabulary, vocabularyOf } from "~/segments/testing/vocabulary";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import type { WarehouseTables } from "~/warehouse/tables";

import { type OneStoreTwice, syncOneStoreTwice } from "./oneStoreTwice";

// Which engine a shop is on must not show: the same files give the same rows, and the same rules the same people.

const counting = {
  analysisDate: "2026-11-19",
  timeZone: "America/New_York",
  settings: defaultSettings,
};
const scoredAt = new Date("2026-11-20T17:00:00Z");
const batches = 20;
const perBatch = 100;
/** Every so many definitions, what a preview says is compared, too. */
const previewed = 10;

let both: OneStoreTwice;
let words: Vocabulary;
let customers: number;
beforeAll(async () => {
  both = await syncOneStoreTwice(1_200);
  await onBoth((warehouse) => scoreStore(warehouse, { ...counting, now: scoredAt }));
  const store = await readSegmentStore(both.duckdb, counting);
  words = vocabularyOf(store);
  customers = store.facts.customers.length;
});
afterAll(() => both.close());

async function onBoth<Answer>(
  ask: (warehouse: Warehouse) => Promise<Answer>,
): Promise<{ duckdb: Answer; postgres: Answer }> {
  const [duckdb, postgres] = await Promise.all([ask(both.duckdb), ask(both.postgres)]);
  return { duckdb, postgres };
}

type TableName = keyof WarehouseTables;

interface RowsAsked {
  readonly where?: RawBuilder<unknown>;
  readonly told?: (key: string, value: unknown) => unknown;
}

/** Rows as texts, in no order that an engine could choose. */
async function rowsOf(
  warehouse: Warehouse,
  table: TableName,
  { where = sql`true`, told = asTold }: RowsAsked = {},
): Promise<string[]> {
  const rows = await warehouse.all(statement`SELECT * FROM ${sql.table(table)} WHERE ${where}`);
  return rows.map((row) => JSON.stringify(row, told)).sort();
}

const asTold = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? `${String(value)}n` : value;

/** The engines interpolate in differing last bits. */
const toTwelveDigits = (_key: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(12)) : asTold(_key, value);

/** Resolves to how many rows there are. */
async function expectSameRows(table: TableName, options?: RowsAsked): Promise<number> {
  const { duckdb, postgres } = await onBoth((warehouse) => rowsOf(warehouse, table, options));
  expect(postgres, table).toEqual(duckdb);
  return duckdb.length;
}

describe("one store that was synced into both", () => {
  /** Each must have rows: an empty table is the same everywhere. */
  const filled = [
    "products",
    "collections",
    "product_collections",
    "customers",
    "customer_metafields",
    "customer_tag_events",
    "orders",
    "order_lines",
    "refunds",
    "fulfillments",
    "abandoned_checkouts",
    "abandoned_checkout_lines",
    "customer_metrics",
    "rfm_scores",
  ] as const satisfies readonly TableName[];

  it.each(filled)("has the same rows of %s", async (table) => {
    expect(await expectSameRows(table)).toBeGreaterThan(0);
  });

  it("has the same breaks", async () => {
    // When the two syncs scored them is not the same moment.
    const breaks = (warehouse: Warehouse) =>
      warehouse.all(statement`
        SELECT version, analysis_date, time_zone, settings, method, buyers,
          recency_breaks, frequency_breaks, monetary_breaks, scored_at
        FROM rfm_breaks ORDER BY version DESC LIMIT 1`);
    const { duckdb, postgres } = await onBoth(breaks);
    expect(duckdb).toHaveLength(1);
    expect(postgres).toEqual(duckdb);
  });
});

interface Member {
  segment_id: number;
  customer_id: bigint;
  entered_cause: string;
}

async function membersBySegment(warehouse: Warehouse): Promise<Map<number, Member[]>> {
  const rows = await warehouse.all(
    statement<Member>`
      SELECT segment_id, customer_id, entered_at, entered_cause FROM memberships ORDER BY customer_id`,
  );
  return groupBy(rows, ({ segment_id }) => segment_id);
}

/** Evaluates segments on both engines. Resolves to the members of each, which are the same. */
async function expectSameMembers(
  active: readonly ActiveSegment[],
  now: Date,
): Promise<ReadonlyMap<number, readonly Member[]>> {
  await onBoth((warehouse) => evaluateAll(warehouse, active, { now, fallback: "time" }));
  const { duckdb, postgres } = await onBoth(membersBySegment);
  for (const { id, definition } of active) {
    const [one, other] = [duckdb.get(id) ?? [], postgres.get(id) ?? []];
    expect(other, differenceInWords(definition, one, other)).toEqual(one);
  }
  expect([...postgres.keys()].sort(), "no other segment has members").toEqual([...duckdb.keys()].sort());
  await expectSameRows("past_memberships", { where: sql`left_at = ${now}` });
  await expectSameRows("segment_evaluations");
  await expectSameRows("segment_thresholds", { told: toTwelveDigits });
  return duckdb;
}

function differenceInWords(
  definition: Definition,
  duckdb: readonly Member[],
  postgres: readonly Member[],
): string {
  const without = (some: readonly Member[], others: readonly Member[]) => {
    const ids = new Set(others.map(({ customer_id }) => customer_id));
    return some.flatMap(({ customer_id }) => (ids.has(customer_id) ? [] : [customer_id]));
  };
  return (
    `DuckDB finds ${String(duckdb.length)}, PostgreSQL ${String(postgres.length)}; ` +
    `only DuckDB ${without(duckdb, postgres).slice(0, 5).join(", ")}; ` +
    `only PostgreSQL ${without(postgres, duckdb).slice(0, 5).join(", ")}\n${JSON.stringify(definition)}`
  );
}

async function expectSamePreview(definition: Definition, members: number): Promise<void> {
  const { duckdb, postgres } = await onBoth((warehouse) => previewCount(warehouse, definition));
  expect(postgres, JSON.stringify(definition)).toEqual(duckdb);
  expect(duckdb.members, JSON.stringify(definition)).toBe(members);
}

it("every ready-made segment has the same members and the same preview", async () => {
  const active = readyMadeSegments.map((segment, index) => ({
    id: index + 1,
    definition: definitionOf(segment, {}, { currencyDigits: 2 }),
  }));
  const members = await expectSameMembers(active, scoredAt);
  for (const { id, definition } of active) await expectSamePreview(definition, members.get(id)?.length ?? 0);
  expect(members.size, "ready-made segments with members").toBeGreaterThan(active.length * 0.8);
});

/** Segments 1 to 100, any of which may refer to those before it. */
function manyDefinitions(): fc.Arbitrary<Definition[]> {
  const ids = Array.from({ length: perBatch }, (_, index) => index + 1);
  return fc.tuple(...ids.map((id) => definitions(words, { segments: ids.slice(0, id - 1) })));
}

it(`${String(batches * perBatch)} random definitions have the same members`, async () => {
  const matched = { nobody: 0, some: 0, everybody: 0 };
  let passes = 0;
  await fc.assert(
    fc.asyncProperty(manyDefinitions(), async (rules) => {
      const active = rules.map((definition, index) => ({ id: index + 1, definition }));
      passes += 1;
      const members = await expectSameMembers(active, new Date(scoredAt.getTime() + passes * 60_000));
      for (const { id, definition } of active) {
        const found = members.get(id)?.length ?? 0;
        if (found === 0) matched.nobody += 1;
        else matched[found < customers ? "some" : "everybody"] += 1;
        if (id % previewed === 0) await expectSamePreview(definition, found);
      }
    }),
    {
      numRuns: batches,
      // A batch is too large to shrink or to print: its failure names the definition.
      endOnFailure: true,
      reporter({ failed, seed, errorInstance }) {
        if (failed) throw new Error(`With seed ${String(seed)}:`, { cause: errorInstance });
      },
    },
  );
  console.log("Definitions that match", matched);
  expect(matched.some).toBeGreaterThan((batches * perBatch) / 5);
});
