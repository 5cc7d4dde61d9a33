import { expect, test } from "vitest";

import { decimalString, minorUnitDigits } from "./minorUnits";

test("decimals agree with the platform's table, but for currencies that custom writes without the decimals they have", () => {
  const platform = (currency: string) =>
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const different = Intl.supportedValuesOf("currency").filter(
    (currency) => minorUnitDigits(currency) !== platform(currency),
  );
  // CLDR gives all of these 0; ISO 4217 has two decimals for them, and three for the Iraqi dinar.
  const custom = "AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER".split(" ");
  expect(different.filter((currency) => !custom.includes(currency))).toEqual([]);
  expect(["JPY", "EUR", "KWD", "HUF", "IQD"].map(minorUnitDigits)).toEqual([0, 2, 3, 2, 3]);
});

test.each([
  [0n, 2, "0.00"],
  [5n, 2, "0.05"],
  [-5n, 2, "-0.05"],
  [123456n, 2, "1234.56"],
  [123456n, 0, "123456"],
  [123456n, 3, "123.456"],
  [-1n, 3, "-0.001"],
  [9_007_199_254_740_993n, 2, "90071992547409.93"],
])("%s minor units with %s decimals are written %s", (minor, digits, text) => {
  expect(decimalString(minor, digits)).toBe(text);
});
