import fc from "fast-check";
import { expect, test } from "vitest";

import { backoffMs } from "./backoff";

test("waits between half and the whole of a delay that doubles from one second", () => {
  expect([1, 2, 3, 4].map((failures) => backoffMs(failures, 0))).toEqual([500, 1_000, 2_000, 4_000]);
  expect([1, 2, 3, 4].map((failures) => backoffMs(failures, 0.5))).toEqual([750, 1_500, 3_000, 6_000]);
});

test("never waits longer than ten minutes, nor less than half a second", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, random) => {
        const delay = backoffMs(failures, random);
        expect(delay).toBeGreaterThanOrEqual(500);
        expect(delay).toBeLessThanOrEqual(600_000);
      },
    ),
  );
});
