import { expect, test } from "vitest";

import { dayBack } from "./days";

test.each([
  ["2024-03-01", 1, "days", "2024-02-29"],
  ["2024-01-01", 366, "days", "2022-12-31"],
  ["2024-03-31", 1, "months", "2024-02-29"],
  ["2023-03-31", 1, "months", "2023-02-28"],
  ["2024-05-31", 6, "months", "2023-11-30"],
  ["2024-02-29", 12, "months", "2023-02-28"],
  ["2024-02-29", 48, "months", "2020-02-29"],
  ["2024-01-15", 13, "months", "2022-12-15"],
  ["2024-07-31", 0, "months", "2024-07-31"],
] as const)("%s less %i %s is %s", (day, count, unit, expected) => {
  expect(dayBack(day, { count, unit })).toBe(expected);
});
