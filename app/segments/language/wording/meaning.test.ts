import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { conditions } from "../../testing/randomDefinitions";
import type { Held, Vocabulary } from "../../testing/vocabulary";
import { canonicalJson } from "../canonical";
import type { Condition, EventCondition, Group, Test } from "../definition";
import { eventIds, propertyOf } from "../events";
import { fieldIds, fieldOf } from "../fields";
import type { ValueType } from "../operators";
import { parseDefinition } from "../parse";
import { all } from "../testing/builders";
import { exampleWords } from "../testing/exampleWords";
import { tagTrees, tagTruths } from "../testing/tagTrees";
import { phraseOf, sentenceOf } from "../wording";

const sentence = (where: Group): string => sentenceOf({ version: 1, where }, exampleWords);

describe("two rules that read the same mean the same", () => {
  test("however groups, choices and exclusions are put together", () => {
    const meaning = new Map<string, boolean[]>();
    let repeated = 0;
    fc.assert(
      fc.property(tagTrees.node, (where) => {
        const group = where.kind === "group" ? where : all(where);
        const text = sentence(group);
        const before = meaning.get(text);
        if (before === undefined) meaning.set(text, tagTruths(group));
        else {
          repeated += 1;
          expect(tagTruths(group), text).toEqual(before);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(repeated).toBeGreaterThan(1_000);
  });

  const valuesOf: Readonly<Record<ValueType, readonly Held[]>> = {
    text: ["Ann", "Ann” or “Bo"],
    choice: [],
    tags: ["vip", "or"],
    reference: ["1", "2", "99"],
    references: ["21", "22", "77"],
    count: [0, 1, 2],
    money: [0, 100, 150],
    days: [1, 30],
    percent: [0, 50],
    decimal: [0, 1, 2.5],
    date: ["2026-01-31", "2026-02-01"],
    boolean: [true],
  };
  const held = (told: { type: ValueType; codes?: string } | undefined): readonly Held[] =>
    told?.codes ? ["DE", "FR"] : valuesOf[told?.type ?? "text"];
  const vocabulary: Vocabulary = {
    today: "2026-02-01",
    ofField: Object.fromEntries(fieldIds.map((id) => [id, held(fieldOf(id))])) as Vocabulary["ofField"],
    ofProperty: (name, property) => {
      const told = propertyOf(name, property);
      return told?.choices ? told.choices.slice(0, 2).map(({ value }) => value) : held(told);
    },
    daysOf: () => ["2026-01-31", "2026-02-01"],
    metafields: [
      { namespace: "a", key: "b.c", values: ["x", 1] },
      { namespace: "a.b", key: "c", values: ["x", 1] },
    ],
  };
  const oneCondition = conditions(vocabulary, { segments: [1, 2, 77] });

  /** The condition without what makes no difference to its meaning. */
  function meaningOf(condition: Condition): string {
    switch (condition.kind) {
      case "attribute":
      case "metafield":
        return canonicalJson({ ...condition, test: plainTest(condition.test) });
      case "event": {
        const filters = condition.filters.map((entry) =>
          canonicalJson({ ...entry, test: plainTest(entry.test) }),
        );
        const canBeMissing = ["average", "lowest", "highest"].includes(condition.measure.aggregate);
        return canonicalJson({
          ...condition,
          filters: filters.sort(),
          test: canBeMissing ? condition.test : neverMissing(condition),
        });
      }
      case "segment":
        return canonicalJson(condition);
    }
  }

  function subjectOf(condition: Condition): string {
    if (condition.kind === "attribute") return condition.field;
    return condition.kind === "event" ? `event ${condition.event}` : condition.kind;
  }

  function plainTest(asked: Test): unknown {
    if (!("texts" in asked) || asked.texts.length !== 1) return asked;
    const [text] = asked.texts;
    const single = {
      is_one_of: "is",
      is_none_of: "is_not",
      has_all: "has_any",
      has_any: "has_any",
      has_none: "has_none",
    };
    return { ...asked, texts: undefined, operator: single[asked.operator], text };
  }

  function neverMissing({ measure, test: asked }: EventCondition): unknown {
    if (asked.operator === "between") return asked;
    const value = asked.amount.kind === "number" ? asked.amount.number : null;
    const { operator } = asked;
    if (measure.aggregate === "count") {
      if ((operator === "at_least" && value === 1) || (operator === "greater" && value === 0)) return "some";
      if (
        (operator === "less" && value === 1) ||
        ((operator === "equals" || operator === "at_most") && value === 0)
      )
        return "none";
    }
    return { operator, amount: asked.amount };
  }

  test("whatever a condition asks", () => {
    const meaning = new Map<string, string>();
    const kinds = new Set<string>();
    let repeated = 0;
    fc.assert(
      fc.property(oneCondition, (condition) => {
        const text = phraseOf(condition, exampleWords);
        const before = meaning.get(text);
        kinds.add(subjectOf(condition));
        if (before === undefined) meaning.set(text, meaningOf(condition));
        else {
          repeated += 1;
          expect(meaningOf(condition), text).toBe(before);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(repeated).toBeGreaterThan(2_000);
    const subjects = [...fieldIds, ...eventIds.map((id) => `event ${id}`), "metafield", "segment"];
    expect([...kinds].sort()).toEqual(subjects.sort());
  });

  test("also where one part of a condition is another's", () => {
    fc.assert(
      fc.property(oneCondition, oneCondition, fc.nat(), (one, other, which) => {
        if (one.kind !== other.kind) return;
        const keys = Object.keys(one).filter((key) => key !== "kind");
        const key = keys[which % keys.length] ?? "not";
        const mixed = { ...one, [key]: other[key as keyof typeof other] };
        const parsed = parseDefinition({ version: 1, where: all(mixed) });
        if (!parsed.ok) return;
        const same = phraseOf(mixed, exampleWords) === phraseOf(one, exampleWords);
        if (same) expect(meaningOf(mixed)).toBe(meaningOf(one));
      }),
      { numRuns: 20_000 },
    );
  });
});
