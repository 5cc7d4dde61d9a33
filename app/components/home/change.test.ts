import { describe, expect, it } from "vitest";

import { createFormat } from "../format";
import { changeSentence, monthBefore, pointsSentence, sparklinePoints } from "./change";

const format = createFormat({ locale: "en-US", currency: "USD", currencyDigits: 2, timeZone: "UTC" });

describe("monthBefore", () => {
  it("is the last but one; the last is the present", () => {
    const months = [
      { month: "2026-05", value: 1 },
      { month: "2026-06", value: 2 },
      { month: "2026-07", value: 3 },
    ];
    expect(monthBefore(months)).toEqual({ month: "2026-06", value: 2 });
    expect(monthBefore(months.slice(2))).toBeNull();
  });
});

describe("sentences of change", () => {
  it("says more, less and the same", () => {
    expect(changeSentence({ difference: 312, words: "312" }, "2026-06", format)).toBe(
      "312 more than at the end of June 2026",
    );
    expect(changeSentence({ difference: -2, words: "2" }, "2026-06", format)).toBe(
      "2 fewer than at the end of June 2026",
    );
    expect(changeSentence({ difference: -5n, words: "$0.05" }, "2026-06", format)).toBe(
      "$0.05 less than at the end of June 2026",
    );
    expect(changeSentence({ difference: 0n, words: "$0.00" }, "2026-06", format)).toBe(
      "The same as at the end of June 2026",
    );
  });

  it("speaks of rates in points, and calls a difference too small to see the same", () => {
    const before = { month: "2026-06", value: 0.31 };
    expect(pointsSentence(0.322, before, format)).toBe("1.2 points higher than at the end of June 2026");
    expect(pointsSentence(0.3, before, format)).toBe("1 point lower than at the end of June 2026");
    expect(pointsSentence(0.3102, before, format)).toBe("The same as at the end of June 2026");
  });
});

describe("sparklinePoints", () => {
  it("spans the box from the lowest to the highest value", () => {
    expect(sparklinePoints([10, 30, 20])).toEqual([
      { x: 0, y: 90 },
      { x: 50, y: 10 },
      { x: 100, y: 50 },
    ]);
  });

  it("draws a flat line through the middle, also for one value", () => {
    expect(sparklinePoints([7, 7]).map((point) => point.y)).toEqual([50, 50]);
    expect(sparklinePoints([7])).toEqual([{ x: 50, y: 50 }]);
  });
});
