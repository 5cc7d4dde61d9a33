import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { begunFrom, combined, negated, nextChangeOf, timelineOf, type Timeline } from "./timeline";

const days = ["2024-02-28", "2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01"] as const;
const answers = fc.array(fc.boolean(), { minLength: 1 + days.length, maxLength: 1 + days.length });

/** From an answer for today and one for each of the days. */
function lineOf([today = false, ...later]: readonly boolean[]): Timeline {
  return timelineOf(
    today,
    days.map((on, i) => ({ on, holds: later[i] ?? false })),
  );
}

/** The answers again, each day by itself. */
function answersOf({ today, turns }: Timeline): boolean[] {
  return [today, ...days.map((day) => today !== (turns.filter((turn) => turn <= day).length % 2 === 1))];
}

describe("timelines", () => {
  it("keep the answer of every day", () => {
    fc.assert(
      fc.property(answers, (given) => {
        expect(answersOf(lineOf(given))).toEqual(given);
      }),
    );
  });

  it("combine and negate as the answers of each day do", () => {
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 4 }), (items) => {
        const lines = items.map(lineOf);
        const each = [today, ...days].map((_, i) => items.map((item) => item[i] ?? false));
        expect(answersOf(combined("all", lines))).toEqual(each.map((a) => a.every(Boolean)));
        expect(answersOf(combined("any", lines))).toEqual(each.map((a) => a.some(Boolean)));
        expect(answersOf(negated(combined("all", lines)))).toEqual(each.map((a) => !a.every(Boolean)));
      }),
    );
  });

  it("change next on the first day with another answer than today's", () => {
    fc.assert(
      fc.property(answers, (given) => {
        const [today = false, ...later] = given;
        const first = later.findIndex((answer) => answer !== today);
        const on = days[first];
        expect(nextChangeOf(lineOf(given))).toEqual(on === undefined ? null : { on, to: !today });
      }),
    );
  });

  it("hold to a stored answer that is out of date until the rule turns away from it", () => {
    const rule = { today: true, turns: ["2024-02-28", "2024-03-01"] };
    expect(nextChangeOf(begunFrom(true, rule))).toEqual({ on: "2024-02-28", to: false });
    expect(nextChangeOf(begunFrom(false, rule))).toEqual({ on: "2024-03-01", to: true });
  });
});

const today = "2024-02-27";
