import { expect, test } from "vitest";

import { regionsOf } from "~/segments/sizes/overlap";

import { inAny, inReadingOrder, nameOverlap, regionRule, regionWords } from "./regions";

const overlapOf = (ids: readonly number[]) =>
  nameOverlap(
    regionsOf(ids).map((within, place) => ({ within, customers: 10 ** place, revenue: 0n })),
    ids.map((id) => ({ id, name: `Segment ${String(id)}` })),
  );

test("every part is told by letters, and is a rule of its own", () => {
  const three = overlapOf([5, 7, 9]);
  expect(inReadingOrder(three).map((region) => regionWords(three, region))).toEqual([
    "In all three",
    "In A and B, not in C",
    "In A and C, not in B",
    "In B and C, not in A",
    "Only in A",
    "Only in B",
    "Only in C",
  ]);
  const onlyInB = three.regions.find(({ within }) => within.join() === "7");
  expect(onlyInB && regionRule(three, onlyInB).where.items).toEqual([
    { kind: "segment", not: false, segment: 7 },
    { kind: "segment", not: true, segment: 5 },
    { kind: "segment", not: true, segment: 9 },
  ]);
  const two = overlapOf([5, 7]);
  expect(two.regions.map((region) => regionWords(two, region))).toEqual([
    "Only in A",
    "Only in B",
    "In both",
  ]);
});

test("parts add up to the members of each segment", () => {
  // Only in A, only in B, both.
  const two = overlapOf([5, 7]);
  expect(two.segments.map(({ members }) => members)).toEqual([101, 110]);
  expect(inAny(two)).toBe(111);
});
