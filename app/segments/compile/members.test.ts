import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { dayBack } from "~/customers/days";
import { statement } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { conditionsOf, type Definition } from "../language/definition";
import { parseDefinition } from "../language/parse";
import { cases } from "../testing/cases";
import type { Fact } from "../testing/facts";
import { naiveStore } from "../testing/naive";
import { fillScored, type SegmentStore } from "../testing/segmentStore";
import type { CompileContext } from "./context";
import { customersFrom } from "./customers";
import { holds } from "./holds";
import { countMembers, membersOf, selectMembers } from "./members";
import { thresholdQuery, thresholdsOf } from "./thresholds";
import { valueOf } from "./values";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

async function contextFor(
  connection: Connection,
  { counting }: SegmentStore,
  definition: Definition,
): Promise<CompileContext> {
  const context = {
    clock: { kind: "day" as const, today: counting.analysisDate },
    timeZone: counting.timeZone,
    settings: counting.settings,
  };
  const thresholds = new Map<string, number | null>();
  for (const spec of thresholdsOf(definition)) {
    const [row] = await connection.all(thresholdQuery(spec, { ...context, thresholds }));
    thresholds.set(spec.key, row?.value ?? null);
  }
  return { ...context, thresholds };
}

/** A smaller store asks other definitions, so that shrinking takes minutes and seldom helps: the definition is told. */
const unshrunk = { endOnFailure: true };

const stores = 125;
const definitionsEach = 16;

test(
  "members are those of a plain evaluation, for any definition and store",
  { timeout: 240_000 },
  async () => {
    const answers = { everybody: 0, nobody: 0, some: 0 };
    await fc.assert(
      fc.asyncProperty(cases(definitionsEach), async ({ facts, counting, memberships, definitions }) => {
        const store = await fillScored(warehouse, facts, counting, memberships);
        const naive = naiveStore(store);
        for (const definition of definitions) {
          expect(parseDefinition(definition)).toMatchObject({ ok: true });
          const context = await contextFor(warehouse, store, definition);
          const expected = naive.members(definition);
          const found = await warehouse.all(selectMembers(definition, context));
          expect(inOrder(found.map(({ customer_id }) => customer_id)), JSON.stringify(definition)).toEqual(
            expected,
          );
          if (definition === definitions[0]) {
            expect(await warehouse.all(countMembers(definition, context))).toEqual([
              { members: expected.length },
            ]);
          }
          const all = expected.length === naive.customers.length;
          answers[expected.length === 0 ? "nobody" : all ? "everybody" : "some"]++;
        }
      }),
      { ...unshrunk, numRuns: stores },
    );
    console.info("answers of random definitions", answers);
    expect(answers.some).toBeGreaterThan((stores * definitionsEach) / 3);
  },
);

test("with days of their own, everybody is told by each of them", { timeout: 240_000 }, async () => {
  const day = fc
    .tuple(fc.integer({ min: -60, max: 400 }), fc.nat())
    .map(([ahead, place]) => ({ ahead, place }));
  const moments = fc.array(day, { minLength: 20, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(cases(10), moments, async ({ facts, counting, memberships, definitions }, chosen) => {
      const store = await fillScored(warehouse, facts, counting, memberships);
      const naive = naiveStore(store);
      const asked = inOrder(
        chosen.flatMap(({ ahead, place }) => {
          const customer = naive.customers[place % naive.customers.length];
          const today = dayBack(counting.analysisDate, { count: -ahead, unit: "days" });
          return customer === undefined ? [] : `${String(customer)} ${today}`;
        }),
      );
      const pairs = asked.map((moment) => {
        const [customer = "", today = ""] = moment.split(" ");
        return { customer: BigInt(customer), today };
      });
      await warehouse.transaction(async (connection) => {
        await connection.run(statement`CREATE TEMP TABLE moments_asked (customer_id bigint, today date)`);
        for (const { customer, today } of pairs) {
          await connection.run(
            statement`INSERT INTO moments_asked VALUES (${customer}, CAST(${today} AS date))`,
          );
        }
        for (const definition of definitions) {
          const context: CompileContext = {
            ...(await contextFor(connection, store, definition)),
            clock: { kind: "moments", relation: "moments_asked" },
          };
          const found = await connection.all(
            statement<{ customer_id: bigint; today: string }>`${membersOf(definition, context)}`,
          );
          const told = found.map(({ customer_id, today }) => `${String(customer_id)} ${today}`);
          const expected = pairs.filter(({ customer, today }) =>
            naive.matches(definition.where, customer, today),
          );
          expect(inOrder(told), JSON.stringify(definition)).toEqual(
            inOrder(expected.map(({ customer, today }) => `${String(customer)} ${today}`)),
          );
        }
        await connection.run(statement`DROP TABLE moments_asked`);
      });
    }),
    { ...unshrunk, numRuns: 50 },
  );
});

test("a condition's own value is the one that a plain evaluation sees", async () => {
  await fc.assert(
    fc.asyncProperty(cases(6), async ({ facts, counting, memberships, definitions }) => {
      const store = await fillScored(warehouse, facts, counting, memberships);
      const naive = naiveStore(store);
      for (const condition of definitions.flatMap(({ where }) => conditionsOf(where))) {
        const context = await contextFor(warehouse, store, {
          version: 1,
          where: { kind: "group", not: false, match: "all", items: [condition] },
        });
        const rows = await warehouse.all(statement<{ id: bigint; value: string | null; answer: boolean }>`
          SELECT c.customer_id AS id, ${valueOf(condition, context)} AS value,
            coalesce(${holds(condition, context)}, false) AS answer
          FROM ${customersFrom([condition], context)}`);
        expect(rows).toHaveLength(naive.customers.length);
        for (const { id, value, answer } of rows) {
          const expected = naive.valueOf(condition, id);
          const told = JSON.stringify(condition);
          if (typeof expected === "number") expect(Number(value), told).toBeCloseTo(expected, 6);
          else expect(value, told).toBe(textOf(expected));
          expect(answer, told).toBe(naive.matches(condition, id));
        }
      }
    }),
    { ...unshrunk, numRuns: 20 },
  );
});

function textOf(value: Fact): string | null {
  if (value === null) return null;
  return typeof value === "object" ? value.join(", ") : String(value);
}

function inOrder<Item extends bigint | string>(items: readonly Item[]): Item[] {
  return [...new Set(items)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
