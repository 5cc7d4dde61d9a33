import { expect, test } from "vitest";

import { type Condition, type Definition, limits, type Node } from "../language/definition";
import { group, inSegment, where } from "../membership/testing/members";
import { withRulesInPlace } from "./rulesInPlace";

const tagged = (text: string): Condition => ({
  ...{ kind: "attribute", not: false, field: "tags" },
  test: { operator: "has_any", texts: [text] },
});
const rules = (all: Record<number, Definition>) => (id: number) => all[id] ?? null;

test("rules stand in place of segments, and of those that they speak of", () => {
  const ruleOf = rules({
    1: where(tagged("one"), inSegment(2, true)),
    2: { version: 1, where: { ...group("any", tagged("two")), not: true } },
  });
  expect(withRulesInPlace(where(tagged("own"), group("any", inSegment(1, true))), ruleOf)).toEqual(
    where(
      tagged("own"),
      group("any", {
        ...group("all", tagged("one"), group("any", tagged("two"))),
        not: true,
      }),
    ),
  );
});

test("a segment without a rule stays, and so does one that comes round in a circle", () => {
  const ruleOf = rules({ 1: where(inSegment(2)), 2: where(inSegment(1), tagged("two")) });
  expect(withRulesInPlace(where(inSegment(9), inSegment(1)), ruleOf)).toEqual(
    where(inSegment(9), group("all", group("all", inSegment(1), tagged("two")))),
  );
});

test("the same rule may stand twice, until the whole would be too large", () => {
  const many = where(...Array.from({ length: 200 }, (_, i) => tagged(String(i))));
  const ruleOf = rules({ 1: many });
  const { items } = withRulesInPlace(where(inSegment(1), inSegment(1), inSegment(1)), ruleOf).where;
  expect(items.map(({ kind }) => kind)).toEqual(["group", "group", "segment"]);
});

test("neither looks into more tables nor nests deeper than a definition may", () => {
  const lookups = where(...Array.from({ length: 60 }, (_, i) => inSegment(100 + i)));
  const twice = withRulesInPlace(where(inSegment(1), inSegment(1)), rules({ 1: lookups })).where.items;
  expect(twice.map(({ kind }) => kind)).toEqual(["group", "segment"]);

  const chain: Record<number, Definition> = {};
  for (let id = 1; id <= 80; id++) chain[id] = where(inSegment(id + 1));
  let depth = 0;
  let node: Node | undefined = withRulesInPlace(where(inSegment(1)), rules(chain)).where;
  for (; node?.kind === "group"; node = node.items[0]) depth++;
  expect(depth).toBe(limits.depth);
});
