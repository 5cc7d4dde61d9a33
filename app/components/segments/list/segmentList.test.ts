import { expect, test } from "vitest";

import type { SegmentSummary } from "~/segments/overview/overview";

import { addressOf, listed, type ListState, readListState, viewTotals } from "./segmentList";

const plain: SegmentSummary = {
  id: 1,
  name: "VIP",
  description: "",
  advice: null,
  readyMade: null,
  topic: "own",
  definition: null,
  unreadable: null,
  active: true,
  updatedAt: "2026-11-01T00:00:00Z",
  updatedBy: null,
  count: null,
  updating: false,
};
const counted = (members: number) => ({ members, evaluatedAt: "", evaluatedOn: "" });

const segments = [
  {
    segment: { ...plain, id: 1, readyMade: "vip", topic: "purchases" as const, count: counted(40) },
    rule: "in the top 20%",
  },
  {
    segment: { ...plain, id: 2, name: "Group 10", active: false, updatedAt: "2026-11-03T00:00:00Z" },
    rule: null,
  },
  {
    segment: {
      ...plain,
      id: 3,
      name: "group 9",
      description: "For Berlin",
      count: counted(3),
      updatedAt: "2026-11-02T00:00:00Z",
    },
    rule: "live in Potsdam",
  },
];

const idsFor = (address: string) =>
  listed(segments, readListState(new URLSearchParams(address))).map(({ segment }) => segment.id);

test("a list is sorted either way, with those that have no number last", () => {
  expect(idsFor("")).toEqual([2, 3, 1]);
  expect(idsFor("direction=ascending")).toEqual([1, 3, 2]);
  expect(idsFor("sort=members")).toEqual([1, 3, 2]);
  expect(idsFor("sort=members&direction=ascending")).toEqual([3, 1, 2]);
  // As people count, without regard to case.
  expect(idsFor("sort=name")).toEqual([3, 2, 1]);
});

test("search looks at names, descriptions and rules; views and types narrow further", () => {
  expect(idsFor("search=BERLIN")).toEqual([3]);
  expect(idsFor("search=potsdam")).toEqual([3]);
  expect(idsFor("search=%20group%20")).toEqual([2, 3]);
  expect(idsFor("search=group&view=off")).toEqual([2]);
  expect(idsFor("view=ready_made")).toEqual([1]);
  expect(idsFor("kind=purchases,rfm")).toEqual([1]);
  expect(idsFor("kind=own")).toEqual([2, 3]);
  expect(viewTotals(segments.map(({ segment }) => segment))).toEqual({
    all: 3,
    active: 2,
    off: 1,
    own: 2,
    ready_made: 1,
  });
});

test("what an address says wrong is the default, and what it says right is said again", () => {
  const nothing = readListState(new URLSearchParams());
  const wrong = `view=constructor&sort=<b>&direction=up&kind=toString,,&search=${"x".repeat(1_000)}`;
  expect(readListState(new URLSearchParams(wrong))).toEqual(nothing);
  const state: ListState = {
    view: "off",
    search: "a & b",
    kinds: ["own", "reach"],
    sort: "name",
    direction: "descending",
  };
  const said = Object.entries(addressOf(state)).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  );
  expect(readListState(new URLSearchParams(said))).toEqual(state);
  expect(Object.values(addressOf(nothing))).toEqual([null, null, null, null, null]);
});
