import { describe, expect, it } from "vitest";

import { syncPhases } from "~/history/progress";
import type { PhaseProgress, SyncProgress } from "~/history/progress";

import { percentDone, spokenSummary, timeLeft } from "./phases";

function sync(
  parts: Partial<Record<string, Partial<PhaseProgress>>>,
  state: SyncProgress["state"] = "running",
): SyncProgress {
  return {
    runId: "r",
    state,
    phases: syncPhases.map((phase) => ({
      phase,
      state: "waiting",
      done: 0,
      total: null,
      seconds: 0,
      ...parts[phase],
    })),
    rate: null,
    secondsLeft: null,
    failure: null,
    startedAt: "2026-01-01T00:00:00Z",
    finishedAt: null,
    ordersVisibleSince: null,
  };
}

describe("percentDone", () => {
  it("is 0 at the start and 100 only when all is done", () => {
    expect(percentDone(sync({}))).toBe(0);
    expect(percentDone(sync({}, "done"))).toBe(100);
  });

  it("weighs a running phase by its objects, and never by an unknown total", () => {
    expect(
      percentDone(sync({ shop: { state: "done" }, products: { state: "running", done: 50, total: 100 } })),
    ).toBe(21);
    expect(percentDone(sync({ shop: { state: "done" }, products: { state: "running", done: 50 } }))).toBe(14);
  });

  it("does not run over when more objects arrive than were announced", () => {
    expect(
      percentDone(sync({ shop: { state: "done" }, orders: { state: "running", done: 900, total: 100 } })),
    ).toBe(28);
  });
});

describe("timeLeft", () => {
  it.each([
    [3, "a few seconds left"],
    [31, "about 40 seconds left"],
    [61, "about a minute left"],
    [130, "about 2 minutes left"],
    [9000, "about 3 hours left"],
  ])("%s seconds: %s", (seconds, words) => {
    expect(timeLeft(seconds)).toBe(words);
  });
});

describe("spokenSummary", () => {
  it("stays the same between quarters, so that a reader is not flooded", () => {
    const at = (done: number) =>
      spokenSummary(sync({ shop: { state: "done" }, orders: { state: "running", done, total: 100 } }));
    expect(at(0)).toBe(at(40));
    expect(at(40)).not.toBe(at(80));
  });
});
