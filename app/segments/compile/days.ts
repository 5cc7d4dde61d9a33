import { sql, type RawBuilder } from "kysely";

import { dayBack, endOfShopDay, shopDay } from "~/customers/shopDays";

import type { EventWindow, Period, Test } from "../language/definition";
import type { CompileContext } from "./context";
import { today } from "./customers";

/** A day: a date, or so long before today. */
type Day = string | Period;

/** The days after one and up to another (that one included), where there is one. */
interface Days {
  readonly after?: Day;
  readonly upTo?: Day;
}

type DatedOperator = "in_last" | "before_last" | "on" | "before" | "after" | "between_dates";
export type DateTest = Extract<Test, { operator: DatedOperator }>;

const thisDay: Period = { count: 0, unit: "days" };

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
function daysOfWindow(window: EventWindow): Days {
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

/** Whether a date is on one of the days; NULL where it is missing. */
export function isOnDays(
  value: RawBuilder<unknown>,
  stored: "instant" | "day",
  days: Days,
  context: CompileContext,
): RawBuilder<boolean> {
  const terms: RawBuilder<boolean>[] = [];
  if (days.after !== undefined) terms.push(compared(value, stored, "after", days.after, context));
  if (days.upTo !== undefined) terms.push(compared(value, stored, "upTo", days.upTo, context));
  return sql`(${sql.join(terms, sql` AND `)})`;
}

/** Whether an event at this time is in the window. What comes after today has not happened. */
export function isInWindow(
  time: RawBuilder<unknown>,
  window: EventWindow,
  context: CompileContext,
): RawBuilder<boolean> {
  const days = { upTo: thisDay, ...daysOfWindow(window) };
  const inside = isOnDays(time, "instant", days, context);
  // Only a date may lie after today.
  if (typeof days.upTo !== "string") return inside;
  return sql`${isOnDays(time, "instant", { upTo: thisDay }, context)} AND ${inside}`;
}

/**
 * On one day for everybody, a time is compared with the moment at which a shop's day ends, found here: turning each row's
 * time into a day takes 0.2 µs. With days of their own, rows are few and are turned into days.
 */
function compared(
  value: RawBuilder<unknown>,
  stored: "instant" | "day",
  side: keyof Days,
  day: Day,
  context: CompileContext,
): RawBuilder<boolean> {
  const { clock, timeZone } = context;
  const ofDays = sql.raw(side === "after" ? ">" : "<=");
  if (clock.kind === "moments") {
    const own = stored === "day" ? value : shopDay(value, timeZone);
    return sql`${own} ${ofDays} ${typeof day === "string" ? sql`CAST(${day} AS date)` : back(day, context)}`;
  }
  const date = typeof day === "string" ? day : dayBack(clock.today, day);
  if (stored === "day") return sql`${value} ${ofDays} CAST(${date} AS date)`;
  return sql`${value} ${sql.raw(side === "after" ? ">=" : "<")} CAST(${endOfShopDay(date, timeZone)} AS timestamp)`;
}

function back({ count, unit }: Period, context: CompileContext): RawBuilder<string> {
  return unit === "days"
    ? sql`(${today(context)} - CAST(${count} AS integer))`
    : sql`CAST(${today(context)} - CAST(${count} AS integer) * interval '1 month' AS date)`;
}

function dayBefore(day: string): string {
  return dayBack(day, { count: 1, unit: "days" });
}
