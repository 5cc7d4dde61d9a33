import { expect, test, vi } from "vitest";

import { openPatiently } from "./openPatiently.server";

const warnings = vi.hoisted(() => [] as unknown[]);
vi.mock("~/state/log.server", () => ({ log: () => ({ warn: (facts: unknown) => warnings.push(facts) }) }));

const down = () => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" }));

/** A clock that only waiting moves. */
function handClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
}

test("tries again until the database is there", async () => {
  const open = vi.fn(down).mockImplementationOnce(down).mockImplementationOnce(down);
  open.mockImplementationOnce(() => Promise.resolve("open") as never);
  expect(await openPatiently<unknown>(open, handClock())).toBe("open");
  expect(warnings).toMatchObject([{ reason: "cannot be reached" }, { reason: "cannot be reached" }]);
});

test("gives up after a minute, with what the last try met", async () => {
  const clock = handClock();
  const open = vi.fn(down);
  await expect(openPatiently(open, clock)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  // Not a wait too early either: none is longer than five seconds.
  expect(clock.now()).toBeGreaterThan(55_000);
  expect(clock.now()).toBeLessThanOrEqual(60_000);
  expect(open.mock.calls.length).toBeGreaterThan(12);
});

test("does not wait for what waiting does not mend", async () => {
  const open = vi.fn(() => Promise.reject(new Error("This database is newer than the app.")));
  await expect(openPatiently(open, handClock())).rejects.toThrow("newer");
  expect(open).toHaveBeenCalledOnce();
});
