import { dayNumber } from "~/customers/testing/naive";

import type { Amount, EventWindow, NumericTest, Period, Test } from "../language/definition";
import type { ValueType } from "../language/operators";
import type { Fact } from "./facts";

export interface Asked {
  readonly today: string;
  /** What an amount stands at. */
  readonly stands: (amount: Amount) => number | null;
}

export function asNumber(amount: Amount): number {
  if (amount.kind === "percentile") throw new Error("Single events are not ranked.");
  return amount.number;
}

export function fold(value: Fact): string {
  return String(value).toLowerCase();
}

/** Whether a test holds for a value. */
export function passes(value: Fact, type: ValueType, test: Test, asked: Asked): boolean {
  if (type === "tags" || type === "references") return passesList(Array.isArray(value) ? value : [], test);
  if (value === null) {
    return test.operator === "has_no_value" || ("missing" in test && test.missing === "include");
  }
  const same = (text: string) => (type === "text" ? fold(value) === fold(text) : String(value) === text);
  switch (test.operator) {
    case "has_value":
      return true;
    case "has_no_value":
      return false;
    case "is":
      return same(test.text);
    case "is_not":
      return !same(test.text);
    case "is_one_of":
      return test.texts.some(same);
    case "is_none_of":
      return !test.texts.some(same);
    case "contains":
      return fold(value).includes(fold(test.text));
    case "contains_not":
      return !fold(value).includes(fold(test.text));
    case "starts_with":
      return fold(value).startsWith(fold(test.text));
    case "ends_with":
      return fold(value).endsWith(fold(test.text));
    case "is_true":
      return value === true;
    case "is_false":
      return value === false;
    case "in_last":
    case "before_last":
      return isInWindow(String(value), { kind: test.operator, period: test.period }, asked.today);
    case "on":
    case "before":
    case "after":
      return isInWindow(String(value), { kind: test.operator, date: test.date }, asked.today);
    case "between_dates":
      return isInWindow(String(value), { kind: test.operator, from: test.from, to: test.to }, asked.today);
    case "has_any":
    case "has_all":
    case "has_none":
      throw new Error(`"${test.operator}" is asked of lists only.`);
    default:
      return passesNumber(Number(value), test, asked);
  }
}

function passesList(values: readonly string[], test: Test): boolean {
  const folded = values.map(fold);
  const has = (text: string) => folded.includes(fold(text));
  switch (test.operator) {
    case "has_any":
      return test.texts.some(has);
    case "has_all":
      return test.texts.every(has);
    case "has_none":
      return !test.texts.some(has);
    case "has_value":
      return values.length > 0;
    case "has_no_value":
      return values.length === 0;
    default:
      throw new Error(`"${test.operator}" is not asked of lists.`);
  }
}

/** Numbers of a percentile are the same where they agree to a millionth. */
function passesNumber(value: number, test: NumericTest, { stands }: Asked): boolean {
  const compare = (amount: Amount): number | null => {
    const other = stands(amount);
    if (other === null) return null;
    if (amount.kind === "number") return value - other;
    return Math.abs(value - other) < 5e-7 ? 0 : value - other;
  };
  if (test.operator === "between") {
    const [low, high] = [compare(test.from), compare(test.to)];
    return low !== null && high !== null && low >= 0 && high <= 0;
  }
  const order = compare(test.amount);
  if (order === null) return false;
  switch (test.operator) {
    case "equals":
      return order === 0;
    case "equals_not":
      return order !== 0;
    case "greater":
      return order > 0;
    case "at_least":
      return order >= 0;
    case "less":
      return order < 0;
    case "at_most":
      return order <= 0;
  }
}

/** Whether a day is in a window that is looked at from today. Days as `YYYY-MM-DD` compare as texts. */
export function isInWindow(day: string, window: EventWindow, today: string): boolean {
  switch (window.kind) {
    case "ever":
      return true;
    case "in_last":
      return day > ago(today, window.period) && day <= today;
    case "before_last":
      return day <= ago(today, window.period);
    case "on":
      return day === window.date;
    case "before":
      return day < window.date;
    case "after":
      return day > window.date;
    case "between_dates":
      return day >= window.from && day <= window.to;
  }
}

/** So long before a day; months end where the month has no such day. */
function ago(today: string, { count, unit }: Period): string {
  if (unit === "days") {
    return new Date((dayNumber(today) - count) * 86_400_000).toISOString().slice(0, 10);
  }
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number);
  const months = year * 12 + (month - 1) - count;
  const target = { year: Math.floor(months / 12), month: (months % 12) + 1 };
  const lengths = [31, isLeap(target.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[target.month - 1] ?? 31;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(target.year)}-${two(target.month)}-${two(Math.min(day, length))}`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
