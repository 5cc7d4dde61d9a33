import fc from "fast-check";
import { expect, test } from "vitest";

import { readWords } from "../segmentWords";
import { definitions } from "../testing/randomDefinitions";
import type { Definition, Group } from "./definition";
import { nameFor } from "./naming";
import {
  all,
  any,
  attribute,
  bought,
  city,
  compare,
  lastDays,
  not,
  segment,
  spentOver,
  tagged,
} from "./testing/builders";
import { exampleVocabulary } from "./testing/exampleVocabulary";
import { exampleWords } from "./testing/exampleWords";

const named = (where: Group, words = exampleWords) => nameFor({ version: 1, where }, words);
const berlin = city("is", "Berlin");
const wholesale = tagged("has_any", "wholesale");

const examples: readonly (readonly [where: Group, name: string])[] = [
  [all(), "All customers"],
  [any(), "Nobody"],
  [not(all()), "Nobody"],
  [all(berlin), "Berlin"],
  [all(berlin, compare("spend", "greater", 20_000)), "Berlin, spent over $200"],
  [all(not(wholesale), berlin, bought("1")), "Berlin, bought Massage, except tagged wholesale"],
  [all(not(wholesale), not(segment(1))), "All except tagged wholesale or VIP"],
  [not(any(wholesale, segment(1))), "All except tagged wholesale or VIP"],
  [any(berlin, all(bought("1"), not(bought("2")))), "Berlin or bought Massage and not bought Facial"],
  [all(any(berlin, city("is", "Paris")), compare("orders", "equals", 0)), "Berlin or Paris, no orders"],
  // Up to three conditions, as many as there is room for.
  [
    all(berlin, bought("1"), compare("orders", "at_least", 2), segment(1)),
    "Berlin, bought Massage, at least 2 orders, …",
  ],
  [any(berlin, city("is", "Paris"), segment(1), segment(2)), "Berlin or Paris or VIP or …"],
  [
    all(berlin, spentOver(20_000, lastDays(30)), not(wholesale)),
    "Berlin, spent over $200 in the last 30 days, …",
  ],
  [
    all(attribute("city", { operator: "is_one_of", texts: ["Berlin", "Paris", "Rome", "Bonn"] })),
    "Berlin or 3 more",
  ],
  [
    all(attribute("email", { operator: "has_value" }), attribute("note", { operator: "has_no_value" })),
    "With an email, no note",
  ],
  [all(attribute("rfm_group", { operator: "is", text: "champions" })), "Champions"],
  [
    all(city("is", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch on Anglesey")),
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch…",
  ],
];

test.each(examples)("%#: %j", (where, name) => {
  expect(named(where)).toBe(name);
});

test.each([
  ["line\nbreaks\tand\u0000controls", "Line breaks andcontrols"],
  ["\u202Eright to left", "Right to left"],
  ["  spaces   ", "Spaces"],
  ["שלום", "שלום"],
  ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
  ["</script>", "</script>"],
  ["“quoted”", "Quoted"],
  ["a\u2060\u0301", "á"],
  ["i\u0307stanbul", "İstanbul"],
  ["half \uD800 of a character", "Half of a character"],
  // Nothing that could be seen.
  ["\u200B\u2060", "New segment"],
  ["\u3164", "New segment"],
  [`a${"\u0301".repeat(200)}`, "New segment"],
  ["👩‍👩‍👧‍👦".repeat(20), `${"👩‍👩‍👧‍👦".repeat(5)}…`],
])("of the value %j", (value, name) => {
  expect(named(all(city("is", value)))).toBe(name);
});

test("any name can be saved as it is", () => {
  const hostile = fc.string({ unit: "binary", maxLength: 300 });
  const names = fc.func(hostile);
  const random = definitions(exampleVocabulary, { segments: [1, 2, 77] });
  const value = fc.string({ unit: "binary", minLength: 1, maxLength: 255 });
  const spoken = fc.oneof(
    random,
    fc.tuple(value, value).map(([a, b]): Definition => ({
      version: 1,
      where: all(city("is", a), not(tagged("has_any", b))),
    })),
  );
  fc.assert(
    fc.property(spoken, names, fc.boolean(), (definition, name, isHostile) => {
      const words = isHostile
        ? { ...exampleWords, product: name, variant: name, collection: name, segment: name, country: name }
        : exampleWords;
      const proposed = nameFor(definition, words);
      expect(proposed.length).toBeLessThanOrEqual(60);
      expect(readWords({ name: proposed, description: "" })).toEqual({
        ok: true,
        words: { name: proposed, description: "" },
      });
    }),
    { numRuns: 3_000 },
  );
});
