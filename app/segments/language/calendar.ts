import { dayBack } from "~/customers/days";

import type { DateTest, EventWindow, Period, Test } from "./definition";
import type { Words } from "./words";

/** A day: a date (`YYYY-MM-DD`), or so long before today. */
export type Day = string | Period;

/** The days after one and up to another (that one included), where there is one. */
export interface Days {
  readonly after?: Day;
  readonly upTo?: Day;
}

export const thisDay: Period = { count: 0, unit: "days" };

export function isDateTest(test: Test): test is DateTest {
  return "period" in test || "date" in test || test.operator === "between_dates";
}

export function daysOfTest(test: DateTest): Days {
  switch (test.operator) {
    case "in_last":
      return { after: test.period, upTo: thisDay };
    case "before_last":
      return { upTo: test.period };
    case "on":
      return { after: dayBefore(test.date), upTo: test.date };
    case "before":
      return { upTo: dayBefore(test.date) };
    case "after":
      return { after: test.date };
    case "between_dates":
      return { after: dayBefore(test.from), upTo: test.to };
  }
}

/** The days of a window, not yet cut off at today. */
export function daysOfWindow(window: EventWindow): Days {
  switch (window.kind) {
    case "ever":
      return {};
    case "in_last":
    case "before_last":
      return daysOfTest({ operator: window.kind, period: window.period });
    case "on":
    case "before":
    case "after":
      return daysOfTest({ operator: window.kind, date: window.date });
    case "between_dates":
      return daysOfTest({ operator: window.kind, from: window.from, to: window.to });
  }
}

/** The first and the last of some days, both among them (`YYYY-MM-DD`); null where they have no such end. */
export interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * The days that a test of a date or the window of an event stands for on a day of the shop's; null where it is none. What
 * comes after today has not happened, so windows end there; a date may lie ahead.
 */
export function daysOf(asked: DateTest | EventWindow, today: string): DayRange | null {
  const isWindow = "kind" in asked;
  const days = isWindow ? daysOfWindow(asked) : daysOfTest(asked);
  const from = days.after === undefined ? null : dayAfter(dateOf(days.after, today));
  const last = days.upTo === undefined ? null : dateOf(days.upTo, today);
  const to = isWindow && (last === null || last > today) ? today : last;
  return from !== null && to !== null && from > to ? null : { from, to };
}

/** "15 Oct 2026 to 13 Nov 2026", "until 13 Oct 2026", "from 1 Jan 2027". */
export function realDatesWording(range: DayRange | null, words: Words): string {
  if (range === null) return "no day up to today";
  const { from, to } = range;
  if (from === null) return to === null ? "any day" : `until ${words.date(to)}`;
  if (to === null) return `from ${words.date(from)}`;
  return from === to ? words.date(from) : `${words.date(from)} to ${words.date(to)}`;
}

function dateOf(day: Day, today: string): string {
  return typeof day === "string" ? day : dayBack(today, day);
}

function dayBefore(day: string): string {
  return dayBack(day, { count: 1, unit: "days" });
}

function dayAfter(day: string): string {
  return dayBack(day, { count: -1, unit: "days" });
}
