import { expect, test } from "vitest";

import type { SegmentVersion } from "~/segments/activity/activity";
import type { Definition } from "~/segments/language/definition";
import type { Words } from "~/segments/language/words";

import { versionChanges } from "./versionChanges";

const words: Words = {
  money: String,
  number: String,
  date: (day) => day,
  country: (code) => code,
  product: () => undefined,
  variant: () => undefined,
  collection: () => undefined,
  segment: () => undefined,
};

function cities(...names: string[]): Definition {
  const items = names.map((text) => ({
    kind: "attribute" as const,
    not: false,
    field: "city" as const,
    test: { operator: "is" as const, text },
  }));
  return { version: 1, where: { kind: "group", not: false, match: "all", items } };
}

const first: SegmentVersion = {
  version: 1,
  name: "Berliners",
  description: "",
  definition: cities("Berlin"),
  madeAt: "2026-11-01T00:00:00Z",
  madeBy: null,
};

test("says what was renamed, described and asked otherwise", () => {
  const second = { ...first, name: "Capital", description: "For the fair.", definition: cities("Bonn") };
  const [renamed, described, ...rule] = versionChanges(second, first, words);
  expect(renamed).toBe("Renamed from “Berliners” to “Capital”.");
  expect(described).toBe("The description was changed.");
  expect(rule.join(" ")).toContain("Berlin");
  expect(rule.join(" ")).toContain("Bonn");
});

test("is silent about what stayed", () => {
  expect(versionChanges({ ...first, version: 2 }, first, words)).toEqual([]);
});

test("does not compare what cannot be read", () => {
  expect(versionChanges({ ...first, definition: null }, first, words)).toEqual([
    "What changed in the rule cannot be told, as one of the two versions cannot be read.",
  ]);
});
