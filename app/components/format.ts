import { decimalString } from "~/warehouse/minorUnits";

/** What figures are written in: the reader's locale, the shop's currency and the shop's own days. */
export interface ShopFacts {
  /** BCP 47, as the Shopify admin hands it over. */
  readonly locale: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Decimals of the currency: 0 for JPY, 2 for EUR, 3 for KWD. */
  readonly currencyDigits: number;
  /** IANA. */
  readonly timeZone: string;
}

export interface ShopFormat {
  /** The currency's sign, or its code where it has none. */
  readonly symbol: string;
  /** Minor units, to the last digit. */
  readonly money: (minor: bigint) => string;
  /** Minor units, rounded to whole units of the currency; for tiles and axes. */
  readonly wholeMoney: (minor: bigint) => string;
  /** Minor units as a plain decimal with a point, for input fields: `1234.50`. */
  readonly plainMoney: (minor: bigint) => string;
  readonly count: (value: number | bigint) => string;
  /** To the last digit. */
  readonly number: (value: number) => string;
  /** Shortened from ten thousand on: `12.4K`. */
  readonly compactCount: (value: number) => string;
  readonly compactMoney: (minor: bigint) => string;
  /** A part between 0 and 1, with one decimal under ten percent. */
  readonly percent: (part: number) => string;
  /** A plain number with at most one decimal (percentage points). */
  readonly decimal: (value: number) => string;
  /** Whole days with their unit: `1 day`, `70 days`. The median of an even number of customers may lie between two days. */
  readonly days: (value: number) => string;
  /** Whole days before the day that the figures stand for: `today`, `1 day ago`. */
  readonly daysAgo: (value: number) => string;
  /** A calendar day `YYYY-MM-DD`; no timezone is applied. */
  readonly day: (day: string) => string;
  /** A calendar month `YYYY-MM` (or a day in it). */
  readonly month: (month: string) => string;
  /** An instant (ISO 8601), in the shop's timezone. */
  readonly time: (instant: string) => string;
  /** The day that an instant (ISO 8601) falls on in the shop's timezone. */
  readonly dayOf: (instant: string) => string;
}

/**
 * Formatting for one shop. Numbers follow the reader's locale. Dates are English words in the order of the reader's
 * region ("12 Jul 2026" for `de`), because the sentences around them are English.
 */
export function createFormat(facts: ShopFacts): ShopFormat {
  const { locale, currency, currencyDigits: digits, timeZone } = facts;
  const region = new Intl.Locale(locale).maximize().region;
  const dates = region === undefined ? "en" : `en-${region}`;

  const currencyFormat = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      ...options,
    });
  const exact = currencyFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const whole = currencyFormat({ minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const short = currencyFormat({ notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });
  const count = new Intl.NumberFormat(locale);
  const digitsOf = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const fine = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const coarse = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(dates, { dateStyle: "medium", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(dates, { month: "long", year: "numeric", timeZone: "UTC" });
  const time = new Intl.DateTimeFormat(dates, { dateStyle: "medium", timeStyle: "short", timeZone });
  const days = (value: number) => `${count.format(Math.round(value))} ${plural(Math.round(value), "day")}`;
  const localDay = new Intl.DateTimeFormat(dates, { dateStyle: "medium", timeZone });

  return {
    symbol: exact.formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency,
    money: (minor) => exact.format(decimalString(minor, digits)),
    wholeMoney: (minor) => whole.format(decimalString(minor, digits)),
    plainMoney: (minor) => decimalString(minor, digits),
    compactMoney: (minor) => (isLarge(minor, digits) ? short : whole).format(decimalString(minor, digits)),
    count: (value) => count.format(value),
    number: (value) => digitsOf.format(value),
    compactCount: (value) => (Math.abs(value) < 10_000 ? count : compact).format(value),
    percent: (part) => (Math.abs(part) < 0.1 ? fine : coarse).format(part),
    decimal: (value) => oneDecimal.format(value),
    days,
    daysAgo: (value) => (Math.round(value) === 0 ? "today" : `${days(value)} ago`),
    day: (value) => day.format(new Date(`${value}T00:00:00Z`)),
    month: (value) => month.format(new Date(`${value.slice(0, 7)}-01T00:00:00Z`)),
    // Node's and Chromium's ICU data disagree on the space before "PM"; one spelling keeps both renderings equal.
    time: (instant) => time.format(new Date(instant)).replaceAll("\u202f", "\u00a0"),
    dayOf: (instant) => localDay.format(new Date(instant)),
  };
}

/** From a hundred thousand units of the currency on, an amount is shortened. */
function isLarge(minor: bigint, digits: number): boolean {
  const limit = 100_000n * 10n ** BigInt(digits);
  return minor >= limit || minor <= -limit;
}

/** "1 customer", "2 customers"; the number is formatted by the caller. */
export function plural(value: number | bigint, one: string, many = `${one}s`): string {
  return Number(value) === 1 ? one : many;
}
