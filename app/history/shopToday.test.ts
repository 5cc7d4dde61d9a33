import { expect, it, vi } from "vitest";

import { shopToday } from "./shopToday";

it.each([
  ["2026-11-22T03:00:00Z", "America/New_York", "2026-11-21"],
  ["2026-11-22T03:00:00Z", "Europe/Berlin", "2026-11-22"],
  ["2026-12-31T23:30:00Z", "Pacific/Kiritimati", "2027-01-01"],
  ["2026-03-29T00:59:59Z", "Europe/London", "2026-03-29"],
])("%s is %s's %s", (now, timeZone, day) => {
  expect(shopToday(new Date(now), timeZone)).toBe(day);
});

it("is asked of one format per time zone, however often", () => {
  const made = vi.spyOn(Intl, "DateTimeFormat");
  for (let asked = 0; asked < 100; asked++) shopToday(new Date(), "Asia/Tokyo");
  expect(made).toHaveBeenCalledOnce();
});
