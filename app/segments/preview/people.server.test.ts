import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";

import type { Group, Node } from "../language/definition";
import { all, compare } from "../language/testing/builders";
import { openBothEngines } from "../testing/bothEngines";
import { cases } from "../testing/cases";
import { naiveStore } from "../testing/naive";
import { fillScored, type SegmentStore } from "../testing/segmentStore";
import { previewCustomer } from "./customer.server";
import { previewPeople } from "./people.server";
import type { NodePath } from "../language/nodePath";
import type { PreviewPerson } from "./preview";

let warehouses: readonly Warehouse[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouses, close } = await openBothEngines());
}, 120_000);
afterAll(() => close());

test("five members and five who miss by one condition are shown with what is known of them", async () => {
  let misses = 0;
  await fc.assert(
    fc.asyncProperty(cases(4), async ({ facts, counting, memberships, definitions }) => {
      for (const warehouse of warehouses) {
        const store = await fillScored(warehouse, facts, counting, memberships);
        const naive = naiveStore(store);
        for (const { where, version } of definitions) {
          const missing = naive.customers
            .filter((id) => !naive.matches(where, id))
            .map((id) => ({
              id,
              paths: pathsOf(where).filter((path) => naive.matches(turnedAt(where, path), id)),
            }))
            .filter(({ paths }) => paths.length > 0);
          misses += missing.length;
          const shown = await previewPeople(warehouse, { where, version });
          expect(shown).toEqual({
            members: naive
              .members({ where, version })
              .reverse()
              .slice(0, 5)
              .map((id) => personOf(store, id)),
            nearMisses: missing
              .slice(0, 5)
              .map(({ id, paths }) => ({ ...personOf(store, id), misses: paths })),
            nearMissCount: missing.length,
          });
        }
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
  expect(misses).toBeGreaterThan(20);
});

test("near misses are not looked for in a rule of very many conditions", async () => {
  for (const warehouse of warehouses) {
    const where = all(...Array<Node>(51).fill(compare("orders", "at_least", 1)));
    expect(await previewPeople(warehouse, { version: 1, where })).toMatchObject({
      nearMisses: null,
      nearMissCount: null,
    });
  }
});

test("one customer is explained by a rule that is not saved, and one who is not there is not", async () => {
  await fc.assert(
    fc.asyncProperty(cases(3), async ({ facts, counting, memberships, definitions }) => {
      for (const warehouse of warehouses) {
        const store = await fillScored(warehouse, facts, counting, memberships);
        const naive = naiveStore(store);
        const id = naive.customers.at(-1) ?? 0n;
        for (const definition of definitions) {
          const { customer, explanation } = await previewCustomer(warehouse, definition, id, []);
          expect(customer).toEqual(personOf(store, id));
          expect(explanation?.holds).toBe(naive.matches(definition.where, id));
          expect(explanation?.items.map(({ holds }) => holds)).toEqual(
            definition.where.items.map((item) => naive.matches(item, id)),
          );
          expect(await previewCustomer(warehouse, definition, 10n ** 15n, [])).toEqual({
            customer: null,
            explanation: null,
          });
        }
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
});

function personOf({ facts, metrics, scores }: SegmentStore, id: bigint): PreviewPerson {
  const customer = facts.customers.find(({ customer_id }) => customer_id === id);
  const figures = metrics.find(({ customer_id }) => customer_id === id);
  const score = scores.find(({ customer_id }) => customer_id === id);
  return {
    customerId: String(id),
    name: customer?.display_name ?? null,
    email: customer?.email ?? null,
    orders: figures?.orders ?? 0,
    spend: String(figures?.spend ?? 0n),
    lastOrderOn: figures?.last_order_on ?? null,
    group: (score?.rfm_group ?? null) as PreviewPerson["group"],
  };
}

function pathsOf(group: Group): NodePath[] {
  return group.items.flatMap((item, place) =>
    item.kind === "group" ? pathsOf(item).map((path) => [place, ...path]) : [[place]],
  );
}

/** The tree with the condition at a path the other way. */
function turnedAt(group: Group, [place, ...rest]: NodePath): Group {
  const items = group.items.map((item, i) => {
    if (i !== place) return item;
    return item.kind === "group" ? turnedAt(item, rest) : { ...item, not: !item.not };
  });
  return { ...group, items };
}
