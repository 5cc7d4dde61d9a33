import { expect, test } from "vitest";

import type { Moment } from "~/segments/members/customerTimeline";

import { entryKeys, timelineEntries } from "./timelineEntries";

const time = "2026-11-01T00:00:00.000Z";
const entered = (
  segmentId: number,
  change: Partial<Extract<Moment, { kind: "entered" | "left" }>> = {},
): Moment => ({
  ...{ time, kind: "entered", segmentId, cause: "definition" },
  ...change,
});

test("segments entered at once for one reason are told together, and nothing else is", () => {
  const moments: Moment[] = [
    entered(1),
    entered(2),
    entered(3, { kind: "left" }),
    entered(4, { kind: "left", cause: "order" }),
    entered(5, { kind: "left", cause: "order", time: "2026-10-31T00:00:00.000Z" }),
    { time, kind: "customer_created" },
    { time, kind: "customer_created" },
  ];
  const entries = timelineEntries(moments);
  expect(entries.map(({ together }) => together.length)).toEqual([2, 1, 1, 1, 1, 1]);
  expect(entries.flatMap(({ together }) => together)).toEqual(moments);
});

test("an entry keeps its key whatever comes above it, and no two have the same", () => {
  const created: Moment = { time, kind: "customer_created" };
  const before = entryKeys(timelineEntries([entered(1), created, created]));
  const after = entryKeys(timelineEntries([entered(2, { cause: "order" }), entered(1), created, created]));
  expect(new Set(after).size).toBe(4);
  expect(after.slice(1)).toEqual(before);
});
