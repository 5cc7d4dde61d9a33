import { expect, test } from "vitest";

import { emptyScores } from "./emptyScores";

const all = [1, 2, 3, 4, 5];

test("names the scores that nobody has", () => {
  expect(emptyScores({ recency: all, frequency: [1, 4, 5], monetary: [1, 2, 3, 5] })).toEqual([
    "Nobody has frequency 2 or 3, value 4: customers who are alike share a score.",
  ]);
  expect(emptyScores({ recency: [5], frequency: all, monetary: all })).toEqual([
    "Nobody has recency 1, 2, 3 or 4: customers who are alike share a score.",
  ]);
});

test("says nothing where every score is there, or none", () => {
  expect(emptyScores({ recency: all, frequency: all, monetary: all })).toEqual([]);
  expect(emptyScores({ recency: [], frequency: [], monetary: [] })).toEqual([]);
});
