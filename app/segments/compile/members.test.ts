import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openTestWarehouse } from "~/customers/testing/testWarehouse";
import type { Connection, Warehouse } from "~/warehouse/engine";

import { definition as definitionSchema, type Definition } from "../language/definition";
import { cases } from "../testing/cases";
import { naiveStore } from "../testing/naive";
import { fillScored, type SegmentStore } from "../testing/segmentStore";
import type { CompileContext } from "./context";
import { countMembers, selectMembers } from "./members";
import { thresholdQuery, thresholdsOf } from "./thresholds";

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

const stores = 125;
const definitionsEach = 16;

test("members are those of a plain evaluation, for any definition, store and day", async () => {
  const answers = { everybody: 0, nobody: 0, some: 0 };
  await fc.assert(
    fc.asyncProperty(cases(definitionsEach), async ({ facts, counting, memberships, definitions }) => {
      const store = await fillScored(warehouse, facts, counting, memberships);
      const naive = naiveStore(store);
      for (const definition of definitions) {
        expect(definitionSchema.safeParse(definition).error).toBeUndefined();
        const context = await contextFor(warehouse, store, definition);
        const expected = naive.members(definition);
        const found = await warehouse.all(selectMembers(definition, context));
        expect(ids(found), JSON.stringify(definition)).toEqual(expected);
        expect(await warehouse.all(countMembers(definition, context))).toEqual([
          { members: expected.length },
        ]);
        const all = expected.length === naive.customers.length;
        answers[expected.length === 0 ? "nobody" : all ? "everybody" : "some"]++;
      }
    }),
    { numRuns: stores },
  );
  console.info("answers of random definitions", answers);
  expect(answers.some).toBeGreaterThan((stores * definitionsEach) / 3);
});

function ids(rows: readonly { customer_id: bigint }[]): bigint[] {
  return rows.map(({ customer_id }) => customer_id).sort((a, b) => (a < b ? -1 : 1));
}
