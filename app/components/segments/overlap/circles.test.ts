import fc from "fast-check";
import { expect, test } from "vitest";

import { sharedArea, twoCircles } from "./circles";

const box = { width: 320, height: 200 };

test("the shared area is that of points thrown at both circles", () => {
  // Counted on a fine grid rather than by a formula.
  const [a, b, apart] = [3, 2, 2.5];
  const step = 0.01;
  let inside = 0;
  for (let x = -3; x <= 3; x += step) {
    for (let y = -3; y <= 3; y += step) {
      if (x * x + y * y <= a * a && (x - apart) ** 2 + y * y <= b * b) inside += 1;
    }
  }
  expect(sharedArea(a, b, apart)).toBeCloseTo(inside * step * step, 1);
});

test("areas are true to the numbers, and both circles lie in the box", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), fc.nat(100_000), (onlyA, onlyB, both) => {
      fc.pre(onlyA + both > 0 && onlyB + both > 0);
      const sizes = { a: onlyA + both, b: onlyB + both, both };
      const [a, b] = twoCircles(sizes, box);
      const perCustomer = (Math.PI * a.r ** 2) / sizes.a;
      expect((Math.PI * b.r ** 2) / perCustomer / sizes.b).toBeCloseTo(1, 6);
      expect(sharedArea(a.r, b.r, Math.abs(b.x - a.x)) / perCustomer / (sizes.a + sizes.b)).toBeCloseTo(
        both / (sizes.a + sizes.b),
        3,
      );
      for (const { x, y, r } of [a, b]) {
        expect(x - r).toBeGreaterThanOrEqual(-1e-6);
        expect(x + r).toBeLessThanOrEqual(box.width + 1e-6);
        expect(y - r).toBeGreaterThanOrEqual(-1e-6);
      }
    }),
  );
});

test("segments without members are drawn as nothing", () => {
  expect(twoCircles({ a: 0, b: 0, both: 0 }, box).map(({ r }) => r)).toEqual([0, 0]);
});
