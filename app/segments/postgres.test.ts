import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { defaultSettings } from "~/customers/settings";
import { statement } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

import { definitionOf, readyMadeSegments } from "./catalogue/catalogue";
import { membersOf } from "./compile/members";
import type { ActiveSegment } from "./dependencies";
import { explainCustomers } from "./explain/explain.server";
import { countNearMisses } from "./explain/nearMisses.server";
import type { Definition } from "./language/definition";
import { exportMembers } from "./members/export.server";
import { segmentMembers } from "./members/members.server";
import { segmentContext } from "./membership/context.server";
import {
  evaluateAll,
  evaluateSegments,
  rescoreAndEvaluateCustomers,
  scoreAndEvaluateAll,
} from "./membership/evaluate.server";
import { previewCount } from "./preview/count.server";
import { previewFunnel } from "./preview/funnel.server";
import { previewPeople } from "./preview/people.server";
import { type Case, cases } from "./testing/cases";
import { fillScored } from "./testing/segmentStore";

// One text of SQL is meant for two engines: here both answer it.

let duckdb: Warehouse;
let postgres: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  const [one, other] = await Promise.all([openDuckdbWarehouse(), openPostgresWarehouse()]);
  duckdb = one.warehouse;
  postgres = other.warehouse;
  close = async () => {
    await Promise.all([one.close(), other.close()]);
  };
}, 120_000);
afterAll(() => close());

const readyMade = readyMadeSegments.map((segment) => definitionOf(segment, {}, { currencyDigits: 2 }));

/** What both engines answer, the same: PostgreSQL's as expected, being the other. */
async function expectSame(ask: (warehouse: Warehouse) => Promise<unknown>): Promise<unknown> {
  const [one, other] = [asJson(await ask(duckdb)), asJson(await ask(postgres))];
  expect(one).toEqual(other);
  return one;
}

/** Without how long it took. Numbers that are told as texts differ in their zeros ("3.0"), averages in their last bits. */
function asJson(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => {
      if (key === "milliseconds") return 0;
      if (typeof value === "bigint") return String(value);
      if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
      const number = key === "value" && typeof value === "string" && value !== "" ? Number(value) : value;
      return typeof number === "number" && !Number.isNaN(number) ? Number(number.toPrecision(12)) : value;
    }),
  ) as unknown;
}

async function fillBoth({ facts, counting, memberships }: Case): Promise<void> {
  await expectSame(async (warehouse) => {
    const { metrics, scores } = await fillScored(warehouse, facts, counting, memberships);
    const byCustomer = (a: { customer_id: bigint }, b: { customer_id: bigint }) =>
      Number(a.customer_id - b.customer_id);
    return { metrics: [...metrics].sort(byCustomer), scores: [...scores].sort(byCustomer) };
  });
}

async function membersIn(warehouse: Connection, definition: Definition): Promise<bigint[]> {
  const context = await segmentContext(warehouse, [definition]);
  const rows = await warehouse.all(statement<{ customer_id: bigint }>`
    SELECT customer_id FROM (${membersOf(definition, context)}) members ORDER BY customer_id`);
  return rows.map(({ customer_id }) => customer_id);
}

test("both engines find the same members", { timeout: 120_000 }, async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(cases(15), async (store) => {
      await fillBoth(store);
      for (const definition of [...readyMade, ...store.definitions]) {
        const members = await expectSame((warehouse) => membersIn(warehouse, definition));
        if (Array.isArray(members) && members.length > 0) found++;
      }
    }),
    { endOnFailure: true, numRuns: 5 },
  );
  expect(found).toBeGreaterThan(50);
});

test("both engines keep members, explain, preview and list them alike", { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(cases(8), expectSameEverywhere), { endOnFailure: true, numRuns: 1 });
});

async function expectSameEverywhere(store: Case): Promise<void> {
  await fillBoth({ ...store, memberships: [] });
  const random = store.definitions.filter(({ where }) => !JSON.stringify(where).includes('"segment"'));
  const active: ActiveSegment[] = [...readyMade, ...random].map((definition, i) => ({
    id: i + 1,
    definition,
  }));
  const ids = store.facts.customers.map(({ customer_id }) => customer_id);
  const now = new Date("2026-11-24T00:00:00Z");

  await expectSame((warehouse) => evaluateAll(warehouse, active, { now, fallback: "time" }));
  await expectSame((warehouse) =>
    evaluateSegments(warehouse, active.slice(4), [1, 20], { now, cause: "definition" }),
  );
  await expectSame((warehouse) =>
    rescoreAndEvaluateCustomers(warehouse, active, [...ids.slice(0, 8), 999n], { now, cause: "edit" }),
  );
  await expectSame((warehouse) =>
    scoreAndEvaluateAll(warehouse, active, {
      ...store.counting,
      analysisDate: "2025-08-01",
      now: new Date("2026-11-25T00:00:00Z"),
      fallback: "time",
    }),
  );
  for (const table of ["memberships", "past_memberships"]) {
    await expectSame((warehouse) =>
      warehouse.all(
        statement`SELECT * FROM ${sql.table(table)} ORDER BY segment_id, customer_id, entered_at`,
      ),
    );
  }
  for (const { id, definition } of active) {
    await expectSame(async (warehouse) => [
      await previewPeople(warehouse, definition),
      await previewCount(warehouse, definition, (id % 9) + 12),
      await previewFunnel(warehouse, definition),
      await countNearMisses(warehouse, definition, await segmentContext(warehouse, [definition])),
      await segmentMembers(warehouse, {
        ...{ segmentId: id, sort: "name", direction: "descending", search: "o" },
        ...{ page: 1, pageSize: 10 },
      }),
      await csvOf(warehouse, id, store.counting.timeZone),
    ]);
    await expectSame(async (warehouse) =>
      [...(await explainCustomers(warehouse, definition, ids.slice(0, 6), active))].sort((a, b) =>
        Number(a[0] - b[0]),
      ),
    );
  }
}

test("a percentile among the buyers of many things can be kept", async () => {
  // Of letters that cannot be compressed.
  const letters = (i: number) => Array.from({ length: 15 }, (_, j) => Math.sin(i + 1e4 * j).toString(36));
  const texts = Array.from({ length: 500 }, (_, i) => letters(i).join("").slice(0, 200));
  const definition: Definition = {
    version: 1,
    where: {
      kind: "group",
      not: false,
      match: "all",
      items: [
        {
          kind: "event",
          not: false,
          event: "purchased",
          window: { kind: "ever" },
          filters: [{ property: "title", test: { operator: "is_none_of", texts, missing: "include" } }],
          measure: { aggregate: "sum", property: "quantity" },
          test: { operator: "at_least", amount: { kind: "percentile", percentile: 50, of: "buyers" } },
        },
      ],
    },
  };
  await expectSame((warehouse) =>
    scoreAndEvaluateAll(warehouse, [{ id: 1, definition }], {
      analysisDate: "2026-01-01",
      timeZone: "UTC",
      settings: defaultSettings,
      now: new Date("2026-01-01T12:00:00Z"),
      fallback: "time",
    }),
  );
});

async function csvOf(warehouse: Connection, segment: number, timeZone: string): Promise<string> {
  let csv = "";
  for await (const piece of exportMembers(warehouse, segment, { currency: "USD", timeZone })) csv += piece;
  return csv;
}
