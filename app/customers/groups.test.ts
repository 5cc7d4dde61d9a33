import { expect, test } from "vitest";

import { explainScores } from "./explain";
import type { ScoringFacts } from "./figures";
import { groupWordings, mapSize } from "./groups";
import { rfmGroupIds } from "./rfmGroups";

test("the eleven groups cover the map, no cell twice", () => {
  const cells = rfmGroupIds.flatMap((group) => {
    const { column, columnSpan, row, rowSpan } = groupWordings[group].place;
    return Array.from({ length: columnSpan * rowSpan }, (_, i) => [
      column + (i % columnSpan),
      row + Math.floor(i / columnSpan),
    ]);
  });
  const whole = Array.from({ length: mapSize.columns * mapSize.rows }, (_, i) => [
    1 + Math.floor(i / mapSize.rows),
    1 + (i % mapSize.rows),
  ]);
  expect(cells.map(String).sort()).toEqual(whole.map(String).sort());
});

test("no wording promises an outcome", () => {
  for (const { advice, meaning } of Object.values(groupWordings)) {
    expect(`${meaning} ${advice}`).not.toMatch(
      /\b(will|boost|increase|guarantee|grow|win back|more sales|revenue)\b/i,
    );
  }
});

const scoring: ScoringFacts = {
  breaksVersion: 1,
  method: "quintiles",
  buyers: 1_000,
  recencyBreaks: [20, 60.4, 120, 300],
  frequencyBreaks: [1, 1, 2, 4],
  monetaryBreaks: [1_000, 2_500.6, 5_000, 9_999],
  levelsPresent: { recency: [1, 2, 3, 4, 5], frequency: [1, 3, 4, 5], monetary: [1, 2, 3, 4, 5] },
};
const dollars = (cents: bigint) => `$${(Number(cents) / 100).toFixed(2)}`;

test("each score is told with the person's figure and the limit behind it", () => {
  const person = { recency: 5, frequency: 4, monetary: 3, daysSinceLastOrder: 12, orders: 3, spend: 3_000n };
  expect(explainScores(person, scoring, dollars)).toEqual({
    recency: "Their last order was 12 days ago; at least a fifth of your buyers ordered within 20 days.",
    frequency: "They placed 3 orders; no more than two fifths of your buyers placed more than 2 orders.",
    monetary: "They spent $30.00; no more than three fifths of your buyers spent more than $25.00.",
  });
});

test("a score of 1 is told by the limit that was missed", () => {
  const person = { recency: 1, frequency: 1, monetary: 1, daysSinceLastOrder: 400, orders: 1, spend: 900n };
  expect(explainScores(person, scoring, dollars)).toEqual({
    recency:
      "Their last order was 400 days ago; at least four fifths of your buyers ordered within 300 days.",
    frequency: "They placed 1 order; no more than four fifths of your buyers placed more than 1 order.",
    monetary: "They spent $9.00; no more than four fifths of your buyers spent more than $10.00.",
  });
});

test("fixed rules and own limits speak of limits, not of other buyers", () => {
  const person = { recency: 4, frequency: 1, monetary: 5, daysSinceLastOrder: 1, orders: 1, spend: 20_000n };
  expect(explainScores(person, { ...scoring, method: "own" }, dollars)).toEqual({
    recency: "Their last order was yesterday; up to 60 days is a 4.",
    frequency: "They placed 1 order; up to 1 order is a 1.",
    monetary: "They spent $200.00; more than $99.99 is a 5.",
  });
});
