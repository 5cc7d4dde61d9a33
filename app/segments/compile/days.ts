import { sql, type RawBuilder } from "kysely";

import { dayBack } from "~/customers/days";
import { endOfShopDay, shopDay } from "~/customers/shopDays";

import { type Day, type Days, daysOfWindow, thisDay } from "../language/calendar";
import type { EventWindow, Period } from "../language/definition";
import type { CompileContext } from "./context";
import { today } from "./customers";

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
