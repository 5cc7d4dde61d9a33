import { expect, test } from "vitest";

import { endOfShopDay } from "./shopDays";

test.each([
  ["2026-01-31", "UTC", "2026-02-01T00:00:00.000Z"],
  ["2024-02-29", "Asia/Kolkata", "2024-02-29T18:30:00.000Z"],
  // Summer time begins and ends in New York at two in the morning.
  ["2024-03-09", "America/New_York", "2024-03-10T05:00:00.000Z"],
  ["2024-03-10", "America/New_York", "2024-03-11T04:00:00.000Z"],
  ["2024-11-03", "America/New_York", "2024-11-04T05:00:00.000Z"],
  // Clocks go from one to midnight: the first of two midnights ends the day.
  ["2024-11-02", "America/Havana", "2024-11-03T04:00:00.000Z"],
  // Clocks go from midnight to one: there is no midnight, the day ends all the same.
  ["2024-09-07", "America/Santiago", "2024-09-08T04:00:00.000Z"],
  ["2026-06-30", "Pacific/Kiritimati", "2026-06-30T10:00:00.000Z"],
  ["2026-06-30", "Pacific/Pago_Pago", "2026-07-01T11:00:00.000Z"],
])("%s ends in %s at %s", (day, timeZone, end) => {
  expect(endOfShopDay(day, timeZone).toISOString()).toBe(end);
});
