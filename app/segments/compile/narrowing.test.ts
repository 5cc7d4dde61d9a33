import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { Definition, EventCondition, Node } from "../language/definition";
import { segmentContext } from "../membership/context.server";
import { type Case, cases } from "../testing/cases";
import { naiveStore } from "../testing/naive";
import { fillScored } from "../testing/segmentStore";
import { selectMembers } from "./members";
import { narrow } from "./narrowing";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

/** Many of these stores' customers bought one of the products. */
const products = ["1", "2", "3", "4"];
const bought = fc
  .record({ not: fc.boolean(), texts: fc.subarray(products, { minLength: 1 }), least: fc.nat({ max: 2 }) })
  .map(({ not, texts, least }): EventCondition => ({
    ...{ kind: "event", not, event: "purchased", window: { kind: "ever" } },
    filters: [{ property: "product", test: { operator: "is_one_of", texts } }],
    measure: { aggregate: "count" },
    test: { operator: "at_least", amount: { kind: "number", number: least } },
  }));

async function expectTrue(
  { facts, counting, memberships, definitions }: Case,
  first: readonly EventCondition[],
) {
  const store = await fillScored(warehouse, facts, counting, memberships);
  const naive = naiveStore(store);
  let narrowed = 0;
  for (const [i, { where }] of definitions.entries()) {
    const product = first[i % first.length];
    if (!product) continue;
    const city = facts.customers[i % facts.customers.length]?.city;
    const fromThere: Node[] =
      city && i % 2 === 0
        ? [{ kind: "attribute", not: false, field: "city", test: { operator: "is", text: city } }]
        : [];
    const definition: Definition = {
      version: 1,
      where: { kind: "group", not: false, match: "all", items: [product, where, ...fromThere] },
    };
    const context = await segmentContext(warehouse, [definition]);
    if (narrow(definition.where, context)) narrowed++;
    const found = await warehouse.all(selectMembers(definition, context));
    expect(
      found.map(({ customer_id }) => Number(customer_id)).sort((a, b) => a - b),
      JSON.stringify(definition),
    ).toEqual(naive.members(definition).map(Number));
  }
  return narrowed;
}

test("finding a few first leaves out nobody who matches", { timeout: 120_000 }, async () => {
  let narrowed = 0;
  await fc.assert(
    fc.asyncProperty(cases(12), fc.array(bought, { minLength: 4, maxLength: 8 }), async (store, first) => {
      narrowed += await expectTrue(store, first);
    }),
    { endOnFailure: true, numRuns: 12 },
  );
  expect(narrowed).toBeGreaterThan(10);
});
