import { expect, test } from "vitest";

import { minorUnitDigits } from "./minorUnits";

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
