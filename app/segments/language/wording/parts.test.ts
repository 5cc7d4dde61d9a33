import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { definitions } from "../../testing/randomDefinitions";
import { conditionsOf, type Definition, type Group, type Node } from "../definition";
import { nodeAt, type NodePath } from "../nodePath";
import { all, any, bought, city, lastDays, not, segment, spentOver, tagged } from "../testing/builders";
import { exampleVocabulary } from "../testing/exampleVocabulary";
import { exampleWords } from "../testing/exampleWords";
import { phraseOf, sentenceOf, sentenceParts } from "../wording";

const partsOf = (where: Group) =>
  sentenceParts({ version: 1, where }, exampleWords).map(({ text, path }) => (path ? [text, path] : text));

test("the parts of a sentence say one condition each, and nothing in between", () => {
  expect(
    partsOf(all(bought("1"), spentOver(20_000, lastDays(30)), not(tagged("has_any", "wholesale")))),
  ).toEqual([
    "Customers who ",
    ["bought “Massage”", [0]],
    " and ",
    ["spent over $200 in the last 30 days", [1]],
    ", except those ",
    ["tagged “wholesale”", [2]],
    ".",
  ]);
  expect(
    partsOf(all(all(any(city("is", "Berlin"), any(not(bought("1")), all(bought("2"), segment(1))))))),
  ).toEqual([
    "Customers who either ",
    ["live in “Berlin”", [0, 0, 0]],
    " or ",
    ["are not among those who bought “Massage”", [0, 0, 1, 0]],
    " or (",
    ["bought “Facial”", [0, 0, 1, 1, 0]],
    " and ",
    ["are in the segment “VIP”", [0, 0, 1, 1, 1]],
    ").",
  ]);
  expect(partsOf(all())).toEqual(["All customers."]);
});

describe("of any definition", () => {
  const random = definitions(exampleVocabulary, { segments: [1, 2, 77] });

  function pathsOf(node: Node, path: NodePath = []): NodePath[] {
    return node.kind === "group"
      ? node.items.flatMap((item, place) => pathsOf(item, [...path, place]))
      : [path];
  }

  test("every condition is one part that says it, and leads to it", () => {
    let relative = 0;
    fc.assert(
      fc.property(random, (definition: Definition) => {
        const parts = sentenceParts(definition, exampleWords);
        expect(parts.map(({ text }) => text).join("")).toBe(sentenceOf(definition, exampleWords));
        const byPath = new Map(parts.flatMap(({ text, path }) => (path ? [[String(path), text]] : [])));
        const paths = pathsOf(definition.where);
        expect(parts.filter(({ path }) => path).length).toBe(paths.length);
        expect([...byPath.keys()].sort()).toEqual(paths.map(String).sort());
        expect(paths.map((path) => nodeAt(definition, path))).toEqual(conditionsOf(definition.where));
        for (const path of paths) {
          const condition = nodeAt(definition, path);
          if (condition?.kind === "group" || !condition) throw new Error("A path leads to no condition.");
          const wanted = phraseOf({ ...condition, not: false }, exampleWords);
          const text = byPath.get(String(path)) ?? "";
          if (text === wanted.replace(/^are /, "") && text !== wanted) relative += 1;
          else expect([wanted, phraseOf(condition, exampleWords)]).toContain(text);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(relative).toBeGreaterThan(0);
  });

  test("no part is empty, and words in between are one part", () => {
    fc.assert(
      fc.property(random, (definition: Definition) => {
        const parts = sentenceParts(definition, exampleWords);
        expect(parts.every(({ text }) => text !== "")).toBe(true);
        expect(parts.some(({ path }, at) => at > 0 && !path && !parts[at - 1]?.path)).toBe(false);
      }),
    );
  });
});

test("a path that leads nowhere", () => {
  const definition: Definition = { version: 1, where: all(city("is", "Berlin")) };
  expect(nodeAt(definition, [])).toBe(definition.where);
  expect([[1], [0, 0], [-1]].map((path) => nodeAt(definition, path))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
