import { expect, test } from "vitest";

import { timeAgo } from "./timeAgo";

test.each([
  ["2026-11-27T12:00:05Z", "just now"],
  ["2026-11-27T11:59:01Z", "just now"],
  ["2026-11-27T11:59:00Z", "1 min ago"],
  ["2026-11-27T11:00:01Z", "59 min ago"],
  ["2026-11-27T11:00:00Z", "1 h ago"],
  ["2026-11-26T12:00:01Z", "23 h ago"],
  ["2026-11-26T12:00:00Z", null],
])("%s is %s", (instant, words) => {
  expect(timeAgo(instant, Date.parse("2026-11-27T12:00:00Z"))).toBe(words);
});
