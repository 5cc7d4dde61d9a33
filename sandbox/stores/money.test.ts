import { describe, expect, it } from "vitest";

import { decimalAmount, minorUnits, moneyMint } from "./money";

describe("money", () => {
  it.each([
    ["JPY", 1250, "1250"],
    ["USD", 1250, "12.50"],
    ["USD", 5, "0.05"],
    ["USD", -5, "-0.05"],
    ["KWD", 1250, "1.250"],
  ])("writes %s %d as %s and reads it back", (currency, units, text) => {
    expect(decimalAmount(units, currency)).toBe(text);
    expect(minorUnits(text, currency)).toBe(BigInt(units));
  });

  it("reads fewer decimals and superfluous zeros, and refuses the rest", () => {
    expect(minorUnits("12", "USD")).toBe(1200n);
    expect(minorUnits("1200.00", "JPY")).toBe(1200n);
    for (const wrong of ["12.345", "1,200", "", "12.", "1e3", "$5"])
      expect(() => minorUnits(wrong, "USD")).toThrow();
  });

  it("makes a value once", () => {
    const mint = moneyMint("USD");
    expect(mint.bag(100, 92, "EUR")).toBe(mint.bag(100, 92, "EUR"));
    expect(mint.bag(100)).toEqual({
      shopMoney: { amount: "1.00", currencyCode: "USD" },
      presentmentMoney: { amount: "1.00", currencyCode: "USD" },
    });
  });
});
