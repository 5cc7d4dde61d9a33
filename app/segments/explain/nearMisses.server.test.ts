import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { countings } from "~/customers/testing/randomStores";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { conditionsOf, type Condition, type Definition, type Group, type Node } from "../language/definition";
import { segmentContext } from "../membership/context.server";
import { naiveStore } from "../testing/naive";
import { definitions } from "../testing/randomDefinitions";
import { segmentFacts } from "../testing/randomFacts";
import { fillScored } from "../testing/segmentStore";
import { vocabularyOf } from "../testing/vocabulary";
import { countNearMisses, listNearMisses, nearMissLimit, TooManyConditionsError } from "./nearMisses.server";

let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

describe("near misses", () => {
  it("are those who would match with one condition turned round", { timeout: 120_000 }, async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(segmentFacts, countings, fc.gen(), async (facts, counting, g) => {
        const store = await fillScored(warehouse, facts, counting);
        const naive = naiveStore(store);
        for (let i = 0; i < 8; i += 1) {
          const definition = g(definitions, vocabularyOf(store), {});
          const turned = conditionsOf(definition.where).map((_, place) => turnedRound(definition, place));
          const misses = naive.customers
            .filter((customer) => !naive.matches(definition.where, customer))
            .map((customerId) => ({
              customerId,
              conditions: turned.flatMap(({ where }, place) =>
                naive.matches(where, customerId) ? [place] : [],
              ),
            }))
            .filter(({ conditions }) => conditions.length > 0);
          found += misses.length;

          const context = await segmentContext(warehouse, [definition]);
          const all = { after: null, limit: 1_000 };
          expect(await listNearMisses(warehouse, definition, context, all)).toEqual(misses);
          expect(await countNearMisses(warehouse, definition, context)).toEqual({
            byCondition: turned.map(
              (_, place) => misses.filter((miss) => miss.conditions.includes(place)).length,
            ),
            customers: misses.length,
          });
          const last = misses.at(-2)?.customerId ?? null;
          for (const condition of turned.keys()) {
            const page = { after: last, limit: 2, condition };
            expect(await listNearMisses(warehouse, definition, context, page)).toEqual(
              misses
                .filter(
                  (miss) => miss.conditions.includes(condition) && (last === null || miss.customerId > last),
                )
                .slice(0, 2),
            );
          }
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
    expect(found).toBeGreaterThan(100);
  });

  it("are not looked for in a rule of too many conditions", async () => {
    const condition: Condition = {
      kind: "attribute",
      not: false,
      field: "tax_exempt",
      test: { operator: "is_true" },
    };
    const items = Array.from({ length: nearMissLimit + 1 }, () => condition);
    const definition: Definition = { version: 1, where: { kind: "group", not: false, match: "all", items } };
    const context = await segmentContext(warehouse, [definition]);
    await expect(countNearMisses(warehouse, definition, context)).rejects.toThrow(TooManyConditionsError);
    items.pop();
    expect(await countNearMisses(warehouse, definition, context)).toMatchObject({ customers: 0 });
  });
});

/** The definition with `not` of one condition set or taken away. */
function turnedRound(definition: Definition, place: number): Definition {
  let seen = 0;
  function turn(node: Group): Group;
  function turn(node: Node): Node;
  function turn(node: Node): Node {
    if (node.kind === "group") return { ...node, items: node.items.map((item) => turn(item)) };
    seen += 1;
    return seen === place + 1 ? { ...node, not: !node.not } : node;
  }
  return { ...definition, where: turn(definition.where) };
}
