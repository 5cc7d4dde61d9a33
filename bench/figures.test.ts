import { expect, test } from "vitest";

import type { Setting } from "./benchmark";
import { figuresOf, withGrowth } from "./figures";

const footprint = { peakMb: 100, rivalPeakMb: null, maxEventLoopMs: 5 };
const at = (customers: number, engine: Setting["engine"] = "duckdb"): Setting => ({
  customers,
  engine,
  inputs: "",
  server: null,
});

test("medians, the middle half and ratios of both sides", () => {
  const line = figuresOf(
    "work",
    at(10),
    { part: "", ours: [30, 10, 20, 40, 50], rival: [10, 10, 25] },
    footprint,
  );
  expect(line).toMatchObject({ name: "work", p50: 30, p95: 50, spread: 20, rival_p50: 10, ratio: 3 });
  expect(line).toMatchObject({ p95_ratio: 2, over: null });
});

test("a line says which limits it does not keep", () => {
  const limited = (ours: number[]) =>
    figuresOf(
      "work",
      at(10),
      { part: "a", ours, rival: [100], limits: { p95: 1_000, p95Ratio: 1.5 } },
      footprint,
    );
  expect(limited([150]).over).toBe("");
  expect(limited([151]).over).toBe("OVER p95_ratio 1.5");
  expect(limited([1_001]).over).toBe("OVER p95 1000 ms, OVER p95_ratio 1.5");
});

test("growth stands at the largest store, by name and engine", () => {
  const line = (customers: number, ms: number, engine?: Setting["engine"]) =>
    figuresOf("work", at(customers, engine), { part: "", ours: [ms], rival: [1] }, footprint);
  const lines = [line(10, 5), line(100, 40), line(100, 9, "postgresql")];
  expect(withGrowth(lines).map(({ growth }) => growth)).toEqual([null, 8, null]);
});
