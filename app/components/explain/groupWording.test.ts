import { expect, test } from "vitest";

import { groupWording } from "./groupWording";

test.each<["all" | "any", boolean, number, string]>([
  ["all", false, 2, "All of these must be true:"],
  ["any", false, 2, "Any one of these is enough:"],
  ["all", false, 1, "This must be true:"],
  ["any", false, 1, "This must be true:"],
  ["all", true, 2, "They must not match all of these together:"],
  ["any", true, 2, "They must not match any of these:"],
  ["any", true, 1, "This must not be true:"],
  // By the language, "all" of nothing is everybody and "any" of nothing nobody; "not" turns each round.
  ["all", false, 0, "It asks nothing, so everybody matches."],
  ["any", false, 0, "Nobody matches it."],
  ["all", true, 0, "Nobody matches it."],
  ["any", true, 0, "It asks nothing, so everybody matches."],
])("a group of %s, excluded %s, with %d items", (match, not, count, words) => {
  expect(groupWording({ match, not, items: Array.from({ length: count }) })).toBe(words);
});
