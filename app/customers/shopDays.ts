import { sql, type RawBuilder } from "kysely";

/** The shop's own calendar day (in its IANA timezone) of a UTC time. 0.2 µs a row in DuckDB's ICU. */
export function shopDay(time: RawBuilder<unknown>, timeZone: string): RawBuilder<string> {
  return sql`CAST(${time} AT TIME ZONE 'UTC' AT TIME ZONE ${timeZone} AS date)`;
}

/**
 * The moment at which a shop's day (`YYYY-MM-DD`) is over: the first that belongs to the next one. Found by bisection,
 * as midnight may come twice or not at all where clocks change at that hour (Havana, the Azores, Santiago).
 */
export function endOfShopDay(day: string, timeZone: string): Date {
  const dayOf = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const hour = 3_600_000;
  // Clocks are at most 14 hours ahead of UTC and 12 behind it.
  let during = Date.parse(`${day}T00:00:00Z`) - 14 * hour;
  let after = Date.parse(`${day}T00:00:00Z`) + 36 * hour;
  while (after - during > 1) {
    const middle = Math.floor((during + after) / 2);
    if (dayOf.format(middle) > day) after = middle;
    else during = middle;
  }
  return new Date(after);
}
