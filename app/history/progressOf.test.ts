import { describe, expect, it } from "vitest";

import { progressOf, type RunFacts } from "./progressOf";
import {
  failed,
  finished,
  freshPhases,
  running,
  waitingAgain,
  type PhaseState,
  type PhaseStates,
} from "./syncState";

const start = new Date("2026-11-22T10:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

function run(phases: Partial<PhaseStates>, state: RunFacts["state"] = "running"): RunFacts {
  return {
    id: "run",
    state,
    phases: { ...freshPhases(), ...phases },
    failure: null,
    startedAt: start,
    finishedAt: null,
    ordersVisibleSince: null,
  };
}

/** A running phase that was read at these seconds with these counts. */
function readings(
  total: number | null,
  ...read: readonly (readonly [second: number, done: number])[]
): PhaseState {
  let phase: PhaseState = { ...freshPhases().orders, total };
  for (const [second, done] of read) phase = running(phase, after(second), done);
  return phase;
}

describe("rate", () => {
  it("is what was added over the readings of the last half minute", () => {
    const orders = readings(10_000, [0, 0], [20, 9_000], [40, 9_200], [50, 9_400]);
    expect(progressOf(run({ orders }), after(50)).rate).toBeCloseTo((9_400 - 9_000) / 30);
  });

  it("adds up over what is exported side by side", () => {
    const phases = { customers: readings(null, [0, 0], [2, 100]), orders: readings(null, [0, 0], [4, 100]) };
    expect(progressOf(run(phases), after(4)).rate).toBeCloseTo(75);
  });

  it("is unknown after one reading, and after all readings are old", () => {
    expect(progressOf(run({ orders: readings(10, [0, 5]) }), after(1)).rate).toBeNull();
    expect(progressOf(run({ orders: readings(10, [0, 5], [5, 6]) }), after(100)).rate).toBeNull();
  });
});

describe("seconds left", () => {
  it("is the slowest phase's", () => {
    const customers = readings(1_000, [0, 0], [10, 500]);
    const orders = readings(1_000, [0, 0], [10, 100]);
    expect(progressOf(run({ customers, orders }), after(10)).secondsLeft).toBe(90);
  });

  it("is not guessed without a total, beyond it, at a standstill, or when nothing runs", () => {
    expect(progressOf(run({ orders: readings(90, [0, 0], [10, 100]) }), after(10)).secondsLeft).toBeNull();
    expect(progressOf(run({ orders: readings(null, [0, 0], [10, 100]) }), after(10)).secondsLeft).toBeNull();
    expect(progressOf(run({ orders: readings(500, [0, 100], [10, 100]) }), after(10)).secondsLeft).toBeNull();
    expect(progressOf(run({}), after(10)).secondsLeft).toBeNull();
    expect(
      progressOf(run({ orders: readings(500, [0, 0], [10, 100]) }, "failed"), after(10)).secondsLeft,
    ).toBeNull();
  });
});

describe("phases", () => {
  it("come in order, with the time spent in each", () => {
    const shop = finished(running(freshPhases().shop, start), after(2), 1);
    const orders = failed(readings(100, [2, 0], [7, 40]), after(12));
    const { phases } = progressOf(run({ shop, orders }), after(99));
    expect(phases.map(({ phase }) => phase)).toEqual([
      "shop",
      "products",
      "customers",
      "orders",
      "checkouts",
      "load",
      "score",
    ]);
    expect(phases[0]).toEqual({ phase: "shop", state: "done", done: 1, total: 1, seconds: 2 });
    expect(phases[1]).toEqual({ phase: "products", state: "waiting", done: 0, total: null, seconds: 0 });
    expect(phases[3]).toEqual({ phase: "orders", state: "failed", done: 40, total: 100, seconds: 10 });
  });

  it("expect no less than there is already, where the store grew since it was counted", () => {
    const { phases } = progressOf(run({ orders: readings(100, [0, 105]) }), after(1));
    expect(phases[3]).toMatchObject({ done: 105, total: 105 });
  });

  it("keep what was expected of them when they wait again", () => {
    expect(waitingAgain(readings(100, [0, 60]))).toEqual({ ...freshPhases().orders, total: 100 });
  });

  it("keep a bounded number of readings", () => {
    const many = Array.from({ length: 500 }, (_, i) => [i, i] as const);
    expect(readings(1_000, ...many).readings).toHaveLength(10);
  });
});
