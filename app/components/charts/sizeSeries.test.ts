import { expect, test } from "vitest";

import { dayNumber, dayOfNumber, drawnPoints, monthTicks, movesByPeriod } from "./sizeSeries";

test("what was looked back leads up to the first record", () => {
  expect(
    drawnPoints([
      { day: "2026-09-30", members: 4, source: "computed" },
      { day: "2026-10-31", members: 6, source: "computed" },
      { day: "2026-11-03", members: 7, source: "recorded" },
      { day: "2026-11-04", members: 5, source: "recorded" },
    ]).map(({ computed, recorded }) => [computed, recorded]),
  ).toEqual([
    [4, null],
    [6, null],
    [7, 7],
    [null, 5],
  ]);
});

test("an axis is marked where months begin, the last of them always", () => {
  const marks = (from: string, to: string, most: number) =>
    monthTicks(dayNumber(from), dayNumber(to), most).map(dayOfNumber);
  expect(marks("2025-11-30", "2026-03-02", 12)).toEqual([
    "2025-12-01",
    "2026-01-01",
    "2026-02-01",
    "2026-03-01",
  ]);
  expect(marks("2025-11-30", "2026-03-02", 2)).toEqual(["2026-01-01", "2026-03-01"]);
  expect(marks("2026-03-02", "2026-03-20", 12)).toEqual([]);
});

test("moves are added up by days, weeks or months, as long as they are recorded", () => {
  const moves = [
    { day: "2026-11-01", entered: 1, left: 0 },
    { day: "2026-11-02", entered: 2, left: 1 },
    { day: "2026-11-03", entered: 4, left: 0 },
  ];
  const byDay = movesByPeriod(moves, "2026-10-31", "2026-11-04");
  expect(byDay.period).toBe("day");
  expect(byDay.rows.map(({ from, entered, left }) => [from, entered, left])).toEqual([
    ["2026-10-31", 0, 0],
    ["2026-11-01", 1, 0],
    ["2026-11-02", 2, 1],
    ["2026-11-03", 4, 0],
    ["2026-11-04", 0, 0],
  ]);
  // 1 November 2026 is a Sunday.
  const byWeek = movesByPeriod(moves, "2026-09-25", "2026-11-04");
  expect(byWeek.period).toBe("week");
  expect(byWeek.rows.at(0)).toEqual({ from: "2026-09-21", to: "2026-09-27", entered: 0, left: 0 });
  expect(byWeek.rows.slice(-2)).toEqual([
    { from: "2026-10-26", to: "2026-11-01", entered: 1, left: 0 },
    { from: "2026-11-02", to: "2026-11-08", entered: 6, left: 1 },
  ]);
  const byMonth = movesByPeriod(moves, "2026-02-10", "2026-11-04");
  expect(byMonth.period).toBe("month");
  expect(byMonth.rows.at(0)).toMatchObject({ from: "2026-02-01", to: "2026-02-28" });
  expect(byMonth.rows.at(-1)).toEqual({ from: "2026-11-01", to: "2026-11-30", entered: 7, left: 1 });
  expect(byMonth.rows).toHaveLength(10);
});
