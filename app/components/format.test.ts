import { describe, expect, it } from "vitest";

import { createFormat, plural } from "./format";

const shop = { locale: "en-US", currency: "USD", currencyDigits: 2, timeZone: "America/New_York" };
/** ICU separates with no-break spaces; the tests are written with plain ones. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("money", () => {
  it("keeps every digit of an amount beyond the exact range of a float", () => {
    expect(createFormat(shop).money(9_007_199_254_740_993_01n)).toBe("$9,007,199,254,740,993.01");
  });

  it("writes yen without decimals", () => {
    expect(createFormat({ ...shop, locale: "en", currency: "JPY", currencyDigits: 0 }).money(1234n)).toBe(
      "¥1,234",
    );
  });

  it("writes Kuwaiti dinars with three decimals", () => {
    const format = createFormat({ ...shop, currency: "KWD", currencyDigits: 3 });
    expect(plain(format.money(1_234_567n))).toBe("KWD 1,234.567");
  });

  it("follows the reader's locale and puts the sign where it belongs", () => {
    const german = createFormat({ ...shop, locale: "de", currency: "EUR" });
    expect(plain(german.money(-123_456n))).toBe("-1.234,56 €");
    expect(plain(german.wholeMoney(123_450n))).toBe("1.235 €");
  });

  it("shortens only large amounts", () => {
    const format = createFormat(shop);
    expect(format.compactMoney(9_999_949n)).toBe("$99,999");
    expect(format.compactMoney(124_000_000n)).toBe("$1.2M");
    expect(format.compactMoney(-124_000_000n)).toBe("-$1.2M");
  });
});

describe("counts and parts", () => {
  const format = createFormat(shop);
  it("groups thousands and shortens only large counts where asked", () => {
    expect(format.count(23570)).toBe("23,570");
    expect(format.count(23570n)).toBe("23,570");
    expect(format.compactCount(9999)).toBe("9,999");
    expect(format.compactCount(23570)).toBe("23.6K");
  });

  it("shows a decimal only for small parts", () => {
    expect(format.percent(0.0312)).toBe("3.1%");
    expect(format.percent(0.312)).toBe("31%");
    expect(format.percent(0)).toBe("0%");
  });

  it("writes days whole, with their unit", () => {
    expect(format.days(1112.5)).toBe("1,113 days");
    expect(format.days(1)).toBe("1 day");
    expect(format.daysAgo(919.4)).toBe("919 days ago");
    expect(format.daysAgo(1)).toBe("1 day ago");
    expect(format.daysAgo(0)).toBe("today");
  });

  it("names one and many", () => {
    expect(plural(1, "customer")).toBe("customer");
    expect(plural(0n, "customer")).toBe("customers");
    expect(plural(2, "person", "people")).toBe("people");
  });
});

describe("dates", () => {
  const instant = "2026-03-01T02:30:00.000Z";

  it("puts an instant on the shop's own day", () => {
    expect(plain(createFormat(shop).time(instant))).toBe("Feb 28, 2026, 9:30 PM");
    expect(createFormat(shop).dayOf(instant)).toBe("Feb 28, 2026");
    expect(createFormat({ ...shop, timeZone: "Asia/Tokyo" }).dayOf(instant)).toBe("Mar 1, 2026");
  });

  it("never shifts a calendar day, whatever the timezone", () => {
    for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"]) {
      expect(createFormat({ ...shop, timeZone }).day("2026-03-01")).toBe("Mar 1, 2026");
    }
  });

  it("orders the parts as the reader's region does, in English words", () => {
    expect(createFormat({ ...shop, locale: "de" }).day("2026-07-12")).toBe("12 Jul 2026");
    expect(createFormat({ ...shop, locale: "de" }).month("2026-07")).toBe("July 2026");
  });
});
