import fc from "fast-check";

import { type Condition, type Definition, definitionVersion } from "../../language/definition";
import { fieldOf } from "../../language/fields";
import { conditions, type Range } from "../../testing/randomDefinitions";
import type { Vocabulary } from "../../testing/vocabulary";

/** Rules of one group, of conditions that speak of today: time changes their answers more often than most. */
export function timely(words: Vocabulary, range: Range = {}): fc.Arbitrary<Definition> {
  const items = fc.array(conditions(words, range).filter(speaksOfToday), { minLength: 1, maxLength: 3 });
  return fc.record({
    version: fc.constant(definitionVersion),
    where: fc.record({
      kind: fc.constant("group" as const),
      not: fc.boolean(),
      match: fc.constantFrom("all", "any"),
      items,
    }),
  });
}

function speaksOfToday(condition: Condition): boolean {
  switch (condition.kind) {
    case "attribute":
      return fieldOf(condition.field).comesTo !== undefined || "period" in condition.test;
    case "metafield":
      return "period" in condition.test;
    case "event":
      return "period" in condition.window;
    case "segment":
      return true;
  }
}
