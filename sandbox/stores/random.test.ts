import { describe, expect, it } from "vitest";

import { seededRandom, weighted } from "./random";

const draws = 200_000;
function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: draws }, draw);
  const mean = values.reduce((a, b) => a + b, 0) / draws;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / draws };
}

describe("seeded randomness", () => {
  it("draws what the distributions promise", () => {
    const random = seededRandom(42);
    const uniform = moments(() => random.uniform());
    expect(uniform.mean).toBeCloseTo(1 / 2, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = moments(() => random.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
    expect(moments(() => random.exponential(4)).mean).toBeCloseTo(1 / 4, 2);
    // Mean shape ÷ rate, variance shape ÷ rate²; below and above a shape of one.
    for (const [shape, rate] of [
      [0.5, 2],
      [3, 1.5],
    ] as const) {
      const gamma = moments(() => random.gamma(shape, rate));
      expect(gamma.mean / (shape / rate)).toBeCloseTo(1, 1);
      expect(gamma.variance / (shape / rate ** 2)).toBeCloseTo(1, 1);
    }
  });

  it("draws integers from both ends and weights in proportion", () => {
    const random = seededRandom(1);
    const seen = new Set(Array.from({ length: 1_000 }, () => random.integer(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
    const draw = weighted([
      ["often", 9],
      ["seldom", 1],
    ] as const);
    const seldom = Array.from({ length: draws }, () => draw(random)).filter(
      (item) => item === "seldom",
    ).length;
    expect(seldom / draws).toBeCloseTo(0.1, 2);
  });

  it("gives forks that do not depend on what was drawn before", () => {
    const used = seededRandom("s");
    used.uniform();
    expect(used.fork("part").uniform()).toBe(seededRandom("s").fork("part").uniform());
    expect(used.fork("part").uniform()).not.toBe(used.fork("other").uniform());
  });
});
