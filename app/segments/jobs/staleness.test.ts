import { describe, expect, it, test } from "vitest";

import { defaultSettings } from "~/customers/settings";

import type { SegmentsProgress } from "./shopSegments.server";
import {
  causeBetween,
  changedSegments,
  isRefreshDue,
  isScoringStale,
  outdatedEvaluations,
} from "./staleness";

const at = (time: string) => new Date(time);

describe("a refresh is due", () => {
  const fresh: SegmentsProgress = {
    timezone: "America/New_York",
    segmentsDay: "2026-03-07",
    segmentsStaleSince: null,
    customersChangedAt: null,
    rankedAt: null,
  };

  // The hours at which a day begins there, by the tables of the IANA: clocks go forward on 8 March 2026 in New York (at 2) and
  // Havana (at 0, so that the day begins at 1), back on 5 April on Lord Howe Island (by half an hour, at 2).
  it.each([
    ["America/New_York", "2026-03-07", "2026-03-08T04:59:59Z", "2026-03-08T05:00:00Z"],
    ["America/New_York", "2026-03-08", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z"],
    ["America/Havana", "2026-03-07", "2026-03-08T04:59:59Z", "2026-03-08T05:00:00Z"],
    ["America/Havana", "2026-10-31", "2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z"],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-05T13:29:59Z", "2026-04-05T13:30:00Z"],
    ["Asia/Kolkata", "2026-06-01", "2026-06-01T18:29:59Z", "2026-06-01T18:30:00Z"],
    ["Pacific/Kiritimati", "2026-06-01", "2026-06-01T09:59:59Z", "2026-06-01T10:00:00Z"],
    ["Pacific/Pago_Pago", "2026-06-01", "2026-06-02T10:59:59Z", "2026-06-02T11:00:00Z"],
  ])("in %s once %s is over and not before", (timezone, segmentsDay, before, after) => {
    const shop = { ...fresh, timezone, segmentsDay };
    expect(isRefreshDue(shop, at(before))).toBe(false);
    expect(isRefreshDue(shop, at(after))).toBe(true);
  });

  const noon = at("2026-03-07T17:00:00Z");
  const minutesBefore = (minutes: number) => new Date(noon.getTime() - minutes * 60_000);

  it.each<[string, Partial<SegmentsProgress>, boolean]>([
    ["where nothing changed", {}, false],
    ["where nothing is known of the shop's days", { timezone: null, segmentsDay: null }, false],
    ["where it never was", { segmentsDay: null }, true],
    ["where the shop moved to another day", { timezone: "Pacific/Kiritimati" }, true],
    ["where a rule changed", { segmentsStaleSince: noon }, true],
    ["where customers changed and were never ranked", { customersChangedAt: noon }, true],
    ["not just after a ranking", { customersChangedAt: noon, rankedAt: minutesBefore(9) }, false],
    ["ten minutes after a ranking", { customersChangedAt: noon, rankedAt: minutesBefore(10) }, true],
    [
      "not where nobody changed since",
      { customersChangedAt: minutesBefore(30), rankedAt: minutesBefore(20) },
      false,
    ],
    [
      "where somebody changed during it",
      { customersChangedAt: minutesBefore(20), rankedAt: minutesBefore(20) },
      true,
    ],
  ])("%s", (_, shop, due) => {
    expect(isRefreshDue({ ...fresh, ...shop }, noon)).toBe(due);
  });
});

const counting = { analysisDate: "2026-03-07", timeZone: "UTC", settings: defaultSettings };
const otherRules = { ...defaultSettings, money: { ...defaultSettings.money, includeTax: false } };

test.each([
  ["others", counting, false],
  ["time", { ...counting, analysisDate: "2026-03-08" }, true],
  ["settings", { ...counting, settings: otherRules }, true],
  ["settings", { ...counting, timeZone: "Asia/Tokyo", analysisDate: "2026-03-08" }, true],
] as const)("what differs in counting is due to %s", (cause, after, isStale) => {
  expect(causeBetween(counting, after)).toBe(cause);
  expect(isScoringStale(counting, after)).toBe(isStale);
});

describe("of stored members", () => {
  const scoredAt = at("2026-03-07T00:00:10Z");
  const evaluation = { definitionHash: "a", breaksVersion: 3, scoredAt };

  it("those of a new, a changed and a former segment are to be found anew", () => {
    const wanted = [
      { id: 1, definitionHash: "a" },
      { id: 2, definitionHash: "b" },
      { id: 3, definitionHash: "c" },
      { id: 4, definitionHash: null },
    ];
    const evaluations = new Map([1, 2, 4, 5].map((id) => [id, evaluation]));
    expect(changedSegments(wanted, evaluations)).toEqual([2, 3, 5]);
  });

  it("those that read another scoring are out of date, whatever its time", () => {
    const ids = [1, 2, 3, 4, 5];
    const wanted = ids.map((id) => ({ id, definitionHash: id === 4 ? null : "a" }));
    const evaluations = new Map([
      [1, evaluation],
      [2, { ...evaluation, breaksVersion: 2 }],
      [3, { ...evaluation, scoredAt: at("2026-03-07T00:00:11Z") }],
      [4, { ...evaluation, breaksVersion: 1 }],
    ]);
    const outdated = outdatedEvaluations(wanted, evaluations, { version: 3, scoredAt });
    expect(outdated).toEqual([evaluations.get(2), evaluations.get(3)]);
  });
});
