import fc from "fast-check";

import { dayNumber } from "~/customers/testing/naive";

import type { Amount, EventWindow, NumericTest, Period, Test } from "../language/definition";
import { valueTypes, type OperatorId, type ValueType } from "../language/operators";
import type { Population } from "../language/populations";
import type { Held } from "./vocabulary";

const whether = fc.constantFrom("include" as const, "exclude" as const);

/** A valid test of a kind of value, mostly for values that are there. */
export function tests(
  type: ValueType,
  held: readonly Held[],
  today: string,
  populations: readonly Population[],
): fc.Arbitrary<Test> {
  const all: readonly OperatorId[] = valueTypes[type];
  const known = fc.constantFrom(...all.filter(asksWhetherKnown));
  const asking = fc.constantFrom(...all.filter((operator) => !asksWhetherKnown(operator)));
  return fc
    .oneof({ weight: 1, arbitrary: known }, { weight: 7, arbitrary: asking })
    .chain((operator) => testWith(operator, type, held, today, populations));
}

function asksWhetherKnown(operator: OperatorId): boolean {
  return operator === "has_value" || operator === "has_no_value";
}

function testWith(
  operator: OperatorId,
  type: ValueType,
  held: readonly Held[],
  today: string,
  populations: readonly Population[],
): fc.Arbitrary<Test> {
  const whole = texts(type, held);
  const list = fc.uniqueArray(whole, { minLength: 1, maxLength: 4 });
  switch (operator) {
    case "is":
      return fc.record({ operator: fc.constant(operator), text: whole });
    case "is_not":
      return fc.record({ operator: fc.constant(operator), text: whole, missing: whether });
    case "contains":
    case "starts_with":
    case "ends_with":
      return fc.record({ operator: fc.constant(operator), text: parts(whole) });
    case "contains_not":
      return fc.record({ operator: fc.constant(operator), text: parts(whole), missing: whether });
    case "is_one_of":
    case "has_any":
    case "has_all":
    case "has_none":
      return fc.record({ operator: fc.constant(operator), texts: list });
    case "is_none_of":
      return fc.record({ operator: fc.constant(operator), texts: list, missing: whether });
    case "in_last":
    case "before_last":
      return fc.record({ operator: fc.constant(operator), period: periods(today, daysAmong(held)) });
    case "on":
    case "before":
    case "after":
      return fc.record({ operator: fc.constant(operator), date: dates(today, daysAmong(held)) });
    case "between_dates":
      return spans(today, daysAmong(held)).map((span) => ({ operator, ...span }));
    case "is_true":
    case "is_false":
    case "has_value":
    case "has_no_value":
      return fc.record({ operator: fc.constant(operator) });
    default:
      return comparisons(type, held, populations, operator);
  }
}

const strange = ["nobody’s", "%", "_", "\\", "'; --", "🦆", "{today}", "$1", "ß?"];

function texts(type: ValueType, held: readonly Held[]): fc.Arbitrary<string> {
  const known = held.map(String);
  if (type === "reference" || type === "references") return fc.constantFrom(...known, "1", "999999999999");
  if (type === "choice") return fc.constantFrom(...(known.length === 0 ? ["ZZ"] : known));
  return fc
    .tuple(fc.constantFrom(...known, ...known, ...known, ...strange), fc.constantFrom("as is", "up", "down"))
    .map(([text, letters]) => {
      if (letters === "up") return text.replace(/[a-zàéöü]/gu, (letter) => letter.toUpperCase());
      return letters === "down" ? text.replace(/[A-ZÀÉÖÜ]/gu, (letter) => letter.toLowerCase()) : text;
    });
}

/** The beginning, end or middle of a text, in whole characters. */
function parts(whole: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(whole, fc.constantFrom("start", "end", "middle"), fc.integer({ min: 1, max: 4 }))
    .map(([text, where, length]) => {
      const characters = Array.from(text);
      if (where === "end") return characters.slice(-length).join("");
      const from = where === "start" || characters.length < 3 ? 0 : 1;
      return characters.slice(from, from + length).join("");
    });
}

export function comparisons(
  type: ValueType,
  held: readonly Held[],
  populations: readonly Population[],
  only?: OperatorId,
): fc.Arbitrary<NumericTest> {
  const numbers = held.filter((value) => typeof value === "number");
  const number = fc
    .tuple(fc.constantFrom(1, ...numbers, ...numbers, ...numbers), fc.constantFrom(0, 0, 0, 1, -1))
    .map(([value, step]): Amount => ({ kind: "number", number: fitting(type, value + step) }));
  const percentiles = populations.map((of) => ({
    weight: 1,
    arbitrary: fc
      .constantFrom(10, 20, 37.5, 50, 80, 90, 99)
      .map((percentile): Amount => ({ kind: "percentile", percentile, of })),
  }));
  const amount = fc.oneof({ weight: 3, arbitrary: number }, ...percentiles);
  const operator = only ? fc.constant(only) : fc.constantFrom<OperatorId>(...numericOnly);
  return operator.chain((chosen): fc.Arbitrary<NumericTest> => {
    switch (chosen) {
      case "between":
        return fc.tuple(number, number).map((ends) => {
          const [from, to] = ends.sort((a, b) => amountNumber(a) - amountNumber(b));
          return { operator: chosen, from, to };
        });
      case "equals_not":
        return fc.record({ operator: fc.constant(chosen), amount, missing: whether });
      case "equals":
      case "greater":
      case "at_least":
      case "less":
      case "at_most":
        return fc.record({ operator: fc.constant(chosen), amount });
      default:
        throw new Error(`"${chosen}" does not compare numbers.`);
    }
  });
}

const numericOnly = ["equals", "equals_not", "greater", "at_least", "less", "at_most", "between"] as const;

function amountNumber(amount: Amount): number {
  return amount.kind === "number" ? amount.number : 0;
}

/** In the unit of the type: whole, and not below zero where it cannot be. */
function fitting(type: ValueType, value: number): number {
  switch (type) {
    case "decimal":
      return value;
    case "percent":
      return Math.min(100, Math.max(0, value));
    default:
      return Math.max(0, Math.round(value));
  }
}

export function windows(today: string, days: readonly string[]): fc.Arbitrary<EventWindow> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<EventWindow>({ kind: "ever" }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("in_last", "before_last"),
        period: periods(today, days),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom("on", "before", "before", "after", "after"),
        date: dates(today, days),
      }),
    },
    {
      weight: 1,
      arbitrary: spans(today, days).map((span): EventWindow => ({ kind: "between_dates", ...span })),
    },
  );
}

/** Periods that begin or end on days on which something is. */
function periods(today: string, days: readonly string[]): fc.Arbitrary<Period> {
  const ages = days.map((day) => dayNumber(today) - dayNumber(day)).filter((age) => age > 0 && age < 3600);
  const inDays = fc
    .tuple(fc.constantFrom(1, 2, 30, 90, ...ages, ...ages), fc.constantFrom(0, 0, 1))
    .map(([count, step]): Period => ({ count: count + step, unit: "days" }));
  const inMonths = fc
    .constantFrom(1, 2, 6, 12, ...ages.map((age) => Math.max(1, Math.round(age / 30.4))))
    .map((count): Period => ({ count, unit: "months" }));
  return fc.oneof({ weight: 2, arbitrary: inDays }, { weight: 1, arbitrary: inMonths });
}

function dates(today: string, days: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(today, ...days), fc.constantFrom(0, 0, 1, -1))
    .map(([day, step]) => new Date((dayNumber(day) + step) * 86_400_000).toISOString().slice(0, 10));
}

function spans(today: string, days: readonly string[]): fc.Arbitrary<{ from: string; to: string }> {
  const date = dates(today, days);
  return fc.tuple(date, date).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a }));
}

function daysAmong(held: readonly Held[]): string[] {
  return held.filter(isDay);
}

export function isDay(value: Held): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
}
