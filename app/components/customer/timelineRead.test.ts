import { describe, expect, test } from "vitest";

import type { Moment, TimelinePage } from "~/segments/members/customerTimeline";

import { firstRead, withFirst, withPart } from "./timelineRead";

const at = (minute: number, tag = "vip"): Moment => ({
  time: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString(),
  kind: "tag_added",
  tag,
});
const part = (...minutes: number[]): TimelinePage => ({
  moments: minutes.map((minute) => at(minute)),
  next: { time: at(minutes.at(-1) ?? 0).time, seen: 1 },
});
const minutesOf = ({ moments }: { moments: readonly Moment[] }) =>
  moments.map(({ time }) => new Date(time).getUTCMinutes());

test("further parts come below", () => {
  const read = withPart(withPart(firstRead(part(30, 29)), part(20, 19)), { ...part(10), next: null });
  expect(minutesOf(read)).toEqual([30, 29, 20, 19, 10]);
  expect(read).toMatchObject({ added: 1, parts: 2, next: null });
});

describe("when the first part is told anew", () => {
  test("it is all there is where no further part was read", () => {
    expect(withFirst(firstRead(part(30, 29)), part(31, 30))).toEqual(firstRead(part(31, 30)));
  });

  test("news stand above what was read, whose place below stays", () => {
    const read = withPart(firstRead(part(30, 29)), part(20, 19));
    const fresh = withFirst(read, part(32, 31, 30));
    expect(minutesOf(fresh)).toEqual([32, 31, 30, 29, 20, 19]);
    expect({ ...fresh, moments: null }).toEqual({ ...read, moments: null });
  });

  test("without news nothing changes", () => {
    const read = withPart(firstRead(part(30, 29)), part(20, 19));
    expect(withFirst(read, part(30, 29))).toEqual(read);
  });

  test("it begins again where what was read is another now, or so much happened that nothing hangs together", () => {
    const read = withPart(firstRead(part(30, 29)), part(20, 19));
    const edited = { ...part(30, 29), moments: [at(30, "gold"), at(29)] };
    expect(withFirst(read, edited)).toEqual(firstRead(edited));
    expect(withFirst(read, part(50, 49))).toEqual(firstRead(part(50, 49)));
    const removed = part(29, 20);
    expect(withFirst(read, removed)).toEqual(firstRead(removed));
  });
});
