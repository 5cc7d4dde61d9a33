import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { scoreRanges } from "./scoreRanges";

describe("scoreRanges", () => {
  it("gives few days the high score", () => {
    expect(scoreRanges([10, 20.5, 40, 90], true)).toEqual([
      { score: 5, from: null, to: 10n, empty: false },
      { score: 4, from: 11n, to: 20n, empty: false },
      { score: 3, from: 21n, to: 40n, empty: false },
      { score: 2, from: 41n, to: 90n, empty: false },
      { score: 1, from: 91n, to: null, empty: false },
    ]);
  });

  it("names scores that nobody can have", () => {
    const ranges = scoreRanges([1, 1, 1, 3], false);
    expect(ranges.filter((range) => range.empty).map((range) => range.score)).toEqual([3, 2]);
  });

  it("holds a value in exactly the range of the score that it earns", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.bigInt({ min: 0n, max: 1200n }),
        fc.boolean(),
        (raw, value, reversed) => {
          const breaks = raw.sort((a, b) => a - b);
          const level = 1 + breaks.filter((limit) => Number(value) > limit).length;
          const holding = scoreRanges(breaks, reversed).filter(
            ({ from, to }) => (from === null || value >= from) && (to === null || value <= to),
          );
          expect(holding.map((range) => range.score)).toEqual([reversed ? 6 - level : level]);
        },
      ),
    );
  });
});
