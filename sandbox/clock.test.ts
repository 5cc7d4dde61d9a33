import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

const clock = new URL("./clock.mjs", import.meta.url).href;
const day = 86_400_000;

function evaluate(expression: string, offsetMs: string): string {
  return execFileSync(
    process.execPath,
    ["--import", clock, "--eval", `process.stdout.write(String(${expression}))`],
    {
      env: { ...process.env, SANDBOX_NOW_OFFSET_MS: offsetMs },
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
}

describe("the shifted clock", () => {
  const offset = -10_000 * day;
  const near = (text: string) => Math.abs(Number(text) - (Date.now() + offset));

  it.each([
    ["Date.now()", "Date.now()"],
    ["a date made without arguments", "new Date().getTime()"],
    ["a date made by another date's constructor", "new (new Date(0).constructor)().getTime()"],
    ["a subclass", "new (class extends Date {})().getTime()"],
    ["Date called as a function", "new Date(Date()).getTime()"],
  ])("moves %s", (_name, expression) => {
    expect(near(evaluate(expression, String(offset)))).toBeLessThan(20_000);
  });

  it("keeps flowing", () => {
    const passed = evaluate(
      "(() => { const start = Date.now(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50); return Date.now() - start; })()",
      String(offset),
    );
    expect(Number(passed)).toBeGreaterThanOrEqual(49);
    expect(Number(passed)).toBeLessThan(5_000);
  });

  it("leaves given moments, parsing and instanceof alone", () => {
    expect(evaluate("new Date(86400000).toISOString()", String(offset))).toBe("1970-01-02T00:00:00.000Z");
    expect(evaluate("Date.parse('1998-07-01T00:00:00Z')", String(offset))).toBe("899251200000");
    expect(evaluate("Date.UTC(1998, 6, 1)", String(offset))).toBe("899251200000");
    expect(evaluate("new Date() instanceof Date && new Date(5) instanceof Date", String(offset))).toBe(
      "true",
    );
    expect(evaluate("new (class Mine extends Date { own = 1 })().own", String(offset))).toBe("1");
  });

  it("refuses an offset that is no whole number", () => {
    expect(() => evaluate("1", "tomorrow")).toThrow(/SANDBOX_NOW_OFFSET_MS must be a whole number/);
  });
});
