import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { definitions } from "../testing/randomDefinitions";
import type { Condition, Definition, Group, Node } from "./definition";
import { differenceOf, keyOf } from "./difference";
import { differenceWording } from "./differenceWording";
import {
  all,
  any,
  attribute,
  bought,
  city,
  compare,
  event,
  filter,
  lastDays,
  metafield,
  not,
  segment,
  spentOver,
  tagged,
} from "./testing/builders";
import { exampleVocabulary } from "./testing/exampleVocabulary";
import { exampleWords } from "./testing/exampleWords";
import { tagLeaves, tagTrees, tagTruths } from "./testing/tagTrees";
import { sentenceOf } from "./wording";

const definition = (where: Group): Definition => ({ version: 1, where });
const told = (before: Group, after: Group, words = exampleWords) =>
  differenceWording(differenceOf(definition(before), definition(after)), words);

const berlin = city("is", "Berlin");
const paris = city("is", "Paris");
const vip = tagged("has_any", "vip");
const wholesale = tagged("has_any", "wholesale");
const joined = "How the conditions are joined was changed.";

/** Each read as English by a person before it was put here. */
const examples: readonly (readonly [before: Group, after: Group, sentences: readonly string[]])[] = [
  [all(vip), all(vip, berlin), ["Added: live in “Berlin”."]],
  [all(vip, berlin), all(berlin), ["Removed: are tagged “vip”."]],
  [all(), all(berlin), ["Added: live in “Berlin”."]],
  [
    all(spentOver(20_000, lastDays(30)), berlin),
    all(berlin, spentOver(30_000, lastDays(30))),
    ["Changed: spent over $200 in the last 30 days → spent over $300 in the last 30 days."],
  ],
  // The most alike are paired, whatever their order.
  [
    all(spentOver(20_000, lastDays(30)), bought("1"), bought("2")),
    all(bought("2"), event("purchased", { filters: [filter("vendor", { operator: "is", text: "Acme" })] })),
    [
      "Removed: spent over $200 in the last 30 days.",
      "Changed: bought “Massage” → bought a product from the vendor “Acme”.",
    ],
  ],
  [all(berlin), all(berlin, not(wholesale)), ["Left out now: those tagged “wholesale”."]],
  [all(berlin, not(all(wholesale))), all(berlin), ["No longer left out: those tagged “wholesale”."]],
  [all(berlin, vip), all(not(berlin), vip), ["Left out now, asked for before: those who live in “Berlin”."]],
  [
    all(not(segment(1)), vip),
    all(segment(1), vip),
    ["Asked for now, left out before: those in the segment “VIP”."],
  ],
  [
    all(vip, not(bought("1"))),
    all(vip, not(bought("2"))),
    ["Changed among those left out: those who bought “Massage” → those who bought “Facial”."],
  ],
  [
    all(berlin, vip),
    all(not(paris), vip),
    ["Changed: live in “Berlin” → are not among those who live in “Paris”."],
  ],
  [all(berlin, vip), any(berlin, vip), [joined]],
  // Who need not be tagged any more is not told as if a condition was added.
  [all(vip), any(vip, berlin), ["Added as one way in: live in “Berlin”.", joined]],
  [
    all(any(berlin, paris, not(vip)), segment(1)),
    all(any(berlin, paris), segment(1)),
    ["Removed as one way in: are not among those tagged “vip”."],
  ],
  [
    all(any(berlin, all(vip, segment(1))), segment(2)),
    all(any(all(berlin, vip), segment(1)), segment(2)),
    [joined],
  ],
  [any(), all(), [joined]],
  [all(berlin, not(any())), all(berlin, any()), [joined]],
  [
    all(segment(1)),
    all(segment(2)),
    ["Added: are in the segment “Friends of the house”.", "Removed: are in the segment “VIP”."],
  ],
  [
    all(metafield("text", { operator: "is", text: "XL" })),
    all(metafield("text", { operator: "is", text: "L" })),
    ["Changed: have the attribute “facts.size” set to “XL” → have the attribute “facts.size” set to “L”."],
  ],
];

test.each(examples)("%#", (before, after, sentences) => {
  expect(told(before, after)).toEqual(sentences);
  expect(differenceOf(definition(before), definition(after)).same).toBe(false);
});

/** Ways to write down the same. */
const same: readonly (readonly [one: Group, other: Group])[] = [
  [all(berlin, vip), all(vip, berlin)],
  [all(berlin, vip), all(all(berlin), any(vip))],
  [all(berlin, vip, segment(1)), all(all(berlin, all(vip)), segment(1))],
  [all(berlin, berlin), any(berlin)],
  [not(any(berlin, vip)), all(not(berlin), not(vip))],
  [all(berlin, not(all(vip, paris))), all(any(not(paris), not(vip)), berlin)],
  [all(berlin, not(any())), all(berlin, all())],
  [all(berlin), all(attribute("city", { operator: "is_one_of", texts: ["Berlin"] }))],
  [
    all(attribute("city", { operator: "is_one_of", texts: ["Rome", "Berlin"] })),
    all(attribute("city", { operator: "is_one_of", texts: ["Berlin", "Rome"] })),
  ],
];

test.each(same)("the same in other words: %#", (one, other) => {
  expect(told(one, other)).toEqual([]);
  const difference = differenceOf(definition(one), definition(other));
  expect(difference).toMatchObject({ same: true, connectives: false, added: [], removed: [], changed: [] });
});

describe("what looks alike", () => {
  const words = { ...exampleWords, product: (id: string) => (id === "9" ? undefined : "Soap") };

  test("records of one name are told by their numbers", () => {
    expect(told(all(bought("1")), all(bought("2")), words)).toEqual([
      "Changed: bought “Soap (no. 1)” → bought “Soap (no. 2)”.",
    ]);
    expect(told(all(bought("1", "9")), all(bought("1", "9"), bought("2")), words)).toEqual([
      "Added: bought “Soap (no. 2)”.",
    ]);
    expect(told(all(bought("1"), vip), all(bought("1")), words)).toEqual(["Removed: are tagged “vip”."]);
  });

  test.each([
    ["a space at the end", "Berlin "],
    ["a character that is not seen", "Ber\u200Blin"],
    ["letters written another way", "Ｂerlin"],
  ])("values that differ in %s", (_, text) => {
    expect(told(all(berlin), all(city("is", text)))).toEqual([
      `Changed: live in “Berlin” → live in “${text}”. It looks like another condition, but is written with other spaces or letters.`,
    ]);
  });
});

describe("of any two definitions", () => {
  const random = definitions(exampleVocabulary, { segments: [1, 2] });
  const signed = ({ not: isNot, ...condition }: Condition) =>
    `${isNot ? "not " : ""}${keyOf({ ...condition, not: false })}`;

  /** The conditions with their sign in the end, found by walking down. */
  function signs(node: Node, turned = false): string[] {
    const isNot = node.not !== turned;
    return node.kind === "group"
      ? node.items.flatMap((item) => signs(item, isNot))
      : [signed({ ...node, not: isNot })];
  }

  test("what was asked, less what was removed, with what was added, is what is asked", () => {
    fc.assert(
      fc.property(random, random, (before, after) => {
        const { added, removed, changed, kept, connectives, same } = differenceOf(before, after);
        const of = (asked: readonly { condition: Condition }[]) =>
          asked.map(({ condition }) => signed(condition));
        const stayed = kept.map(signed);
        const sorted = (texts: readonly string[]) => [...new Set(texts)].sort();
        expect([...stayed, ...of(removed), ...of(changed.map((pair) => pair.before))].sort()).toEqual(
          sorted(signs(before.where)),
        );
        expect([...stayed, ...of(added), ...of(changed.map((pair) => pair.after))].sort()).toEqual(
          sorted(signs(after.where)),
        );
        const isSilent = added.length + removed.length + changed.length === 0 && !connectives;
        expect(isSilent).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  test("one is the same as itself, in whatever order its groups are written", () => {
    const reversed = (node: Node): Node =>
      node.kind === "group" ? { ...node, items: node.items.map(reversed).reverse() } : node;
    fc.assert(
      fc.property(random, (one) => {
        const other = reversed(one.where);
        if (other.kind !== "group") throw new Error("A group is a group.");
        expect(differenceOf(one, definition(other)).same).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("those that are the same have the same members", () => {
    const seen: Group[] = [];
    let found = 0;
    fc.assert(
      fc.property(tagTrees.group, (where) => {
        for (const other of seen.slice(-20)) {
          const { same: isSame } = differenceOf(definition(where), definition(other));
          const reads = (group: Group) => sentenceOf(definition(group), exampleWords);
          if (isSame) {
            found += 1;
            expect(tagTruths(where)).toEqual(tagTruths(other));
          } else expect(reads(where)).not.toBe(reads(other));
        }
        seen.push(where);
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  test("whom a sentence says is left out is left out", () => {
    fc.assert(
      fc.property(tagTrees.group, tagTrees.group, (before, after) => {
        const sentences = told(before, after);
        for (const [at, leaf] of tagLeaves.entries()) {
          const those = `those tagged “${["a", "b", "c"][at] ?? ""}”`;
          if (!sentences.some((text) => text.startsWith("Left out now") && text.includes(those))) continue;
          const tagged = tagTruths(leaf);
          expect(tagTruths(after).filter((isMember, tags) => isMember && tagged[tags])).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("the largest definitions are compared at once", () => {
    const many = (step: number) =>
      all(...Array.from({ length: 450 }, (_, n) => compare("spend", "greater", n * 2 + step)));
    const difference = differenceOf(definition(many(0)), definition(many(1)));
    expect(difference.changed).toHaveLength(450);
  });
});
