import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Warehouse } from "~/warehouse/engine";

import { countMembers } from "../compile/members";
import { type Condition, type Definition, type Group, type Node } from "../language/definition";
import { all, any, attribute, city, compare, not } from "../language/testing/builders";
import { segmentContext } from "../membership/context.server";
import { openBothEngines } from "../testing/bothEngines";
import { cases } from "../testing/cases";
import { type NaiveStore, naiveStore } from "../testing/naive";
import { fillScored, type SegmentStore } from "../testing/segmentStore";
import { previewFunnel } from "./funnel.server";
import type { NodePath } from "../language/nodePath";

let warehouses: readonly Warehouse[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouses, close } = await openBothEngines());
}, 120_000);
afterAll(() => close());

const rule = (where: Group): Definition => ({ version: 1, where });

describe("a funnel", () => {
  it("counts the rule up to each node, as that rule by itself is counted", { timeout: 240_000 }, async () => {
    let withoutValue = 0;
    await fc.assert(
      fc.asyncProperty(cases(6), async ({ facts, counting, memberships, definitions }) => {
        for (const warehouse of warehouses) {
          const store = await fillScored(warehouse, facts, counting, memberships);
          const naive = naiveStore(store);
          for (const definition of definitions) {
            const { where } = definition;
            const expected = nodesOf(where).map(({ path, node }) => ({
              path,
              after: naive.members(rule(prefix(where, path, "with"))).length,
              withoutValue: asksOfMissing(node) ? missingOf(store, naive, where, path, node) : null,
            }));
            const { steps } = await previewFunnel(warehouse, definition);
            expect(steps).toEqual(expected);
            withoutValue += expected.filter((step) => (step.withoutValue ?? 0) > 0).length;
            const last = steps?.filter(({ path }) => path.length === 1).at(-1);
            if (last) expect(last.after).toBe(naive.members(definition).length);
            for (const { path, after } of steps ?? []) {
              const upTo = rule(prefix(where, path, "with"));
              const context = await segmentContext(warehouse, [upTo]);
              expect(await warehouse.all(countMembers(upTo, context))).toEqual([{ members: after }]);
            }
          }
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
    expect(withoutValue).toBeGreaterThan(0);
  });

  it("is not made of a rule of very many nodes", async () => {
    const [warehouse] = warehouses;
    if (!warehouse) throw new Error("No warehouse.");
    const buyers = compare("orders", "at_least", 1);
    expect(await previewFunnel(warehouse, rule(all(...Array<Node>(51).fill(buyers))))).toEqual({
      steps: null,
    });
    expect(await previewFunnel(warehouse, rule(all(...Array<Node>(101).fill(any()))))).toEqual({
      steps: null,
    });
    const { steps } = await previewFunnel(warehouse, rule(all(...Array<Node>(50).fill(buyers))));
    expect(steps).toHaveLength(50);
    expect(await previewFunnel(warehouse, rule(all()))).toEqual({ steps: [] });
  });
});

describe("the rule up to a node", () => {
  it("is what the tests above take it for", () => {
    const berlin = city("is", "Berlin");
    const buyers = compare("orders", "at_least", 1);
    const known = attribute("zip", { operator: "has_value" });
    const where = all(berlin, not(any(buyers, all(known, berlin))), known);
    expect(prefix(where, [1], "with")).toEqual(all(berlin, not(any(buyers, all(known, berlin)))));
    expect(prefix(where, [1, 1, 0], "with")).toEqual(all(berlin, not(any(buyers, all(known)))));
    expect(prefix(where, [1, 1, 1], "without")).toEqual(all(berlin, not(any(buyers, all(known)))));
    expect(prefix(where, [1, 0], "without")).toEqual(all(berlin));
    expect(prefix(any(berlin), [0], "without")).toEqual(all());
  });
});

function nodesOf(group: Group, path: NodePath = []): { path: NodePath; node: Node }[] {
  return group.items.flatMap((node, place) => {
    const own = { path: [...path, place], node };
    return node.kind === "group" ? [own, ...nodesOf(node, own.path)] : [own];
  });
}

/** The rule up to a node, with it or without; a group that would be empty without it is left out. */
function prefix(where: Group, path: NodePath, end: "with" | "without"): Group {
  return cut(where, path, end) ?? all();
}

function cut(group: Group, [place = 0, ...rest]: NodePath, end: "with" | "without"): Group | null {
  const node = group.items[place];
  const last =
    node?.kind === "group" && rest.length > 0 ? cut(node, rest, end) : end === "with" ? node : null;
  const items = [...group.items.slice(0, place), ...(last ? [last] : [])];
  return items.length === 0 ? null : { ...group, items };
}

function asksOfMissing(node: Node): node is Condition {
  if (node.kind === "group" || node.kind === "segment" || !("missing" in node.test)) return false;
  return node.kind !== "event" || ["average", "lowest", "highest"].includes(node.measure.aggregate);
}

function missingOf(
  { facts }: SegmentStore,
  naive: NaiveStore,
  where: Group,
  path: NodePath,
  condition: Condition,
): number {
  const hasNone = (customer: bigint) => {
    if (condition.kind !== "metafield") return naive.valueOf(condition, customer) === null;
    const { namespace, key, as } = condition;
    const row = facts.metafields.find(
      (field) => field.customer_id === customer && field.namespace === namespace && field.key === key,
    );
    return as === "decimal" ? (row?.value_number ?? null) === null : row === undefined;
  };
  return naive.members(rule(prefix(where, path, "without"))).filter(hasNone).length;
}
