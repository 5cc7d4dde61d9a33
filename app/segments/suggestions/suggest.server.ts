import { sql, type RawBuilder } from "kysely";

import { contains } from "~/customers/customerSearch";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";

import { limits } from "../language/definition";
import { contextOf, scoringOf } from "../membership/context.server";
import { type Mentioned, namesOf } from "../overview/namesOf";
import { type Suggestion, suggestionLimit, type Suggestions, type SuggestionSource } from "./suggestions";
import { type Told, type Values, valuesOf } from "./valuesOf";

export interface Wanted {
  /** Part of a label, in any case; everything where it is blank. */
  readonly search: string;
  /** Of ids: those chosen already, whose names are wanted rather than what could be chosen. */
  readonly values: readonly bigint[];
}

/**
 * Values of the store for a condition, the most frequent first; null where none are offered. Those that differ in case only
 * are one, by its most frequent spelling. Values that no condition can hold are left out.
 *
 * @throws {NotScoredError} where the store was never scored as a whole.
 */
export async function suggest(
  connection: Connection,
  source: SuggestionSource,
  wanted: Wanted,
): Promise<Suggestions | null> {
  const values = valuesOf(source, contextOf(await scoringOf(connection)));
  if (values === null) return null;
  return { suggestions: await read(connection, values, wanted), counted: values.counted };
}

function read(connection: Connection, values: Values, wanted: Wanted): Promise<Suggestion[]> {
  switch (values.kind) {
    case "texts":
      return spelled(connection, values, {
        search: wanted.search,
        limit: suggestionLimit,
        same: sql`lower(value)`,
      });
    case "countries":
      return countries(connection, values, wanted.search);
    case "ids":
      return named(connection, values, values.of, wanted);
  }
}

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** Countries are searched by their names, which the warehouse does not have; there are few. */
async function countries(connection: Connection, told: Told, search: string): Promise<Suggestion[]> {
  const all = await spelled(connection, told, { search: "", limit: 1_000, same: sql`value` });
  const wanted = search.trim().toLowerCase();
  return all
    .filter(({ value }) => /^[A-Z]{2}$/.test(value))
    .map(({ value, count }) => ({ value, label: regions.of(value) ?? value, count }))
    .filter(({ value, label }) => [value, label].some((text) => text.toLowerCase().includes(wanted)))
    .slice(0, suggestionLimit);
}

/** @param list.same SQL: what is the same of two spellings of one value */
function spelled(
  connection: Connection,
  { value, from, where }: Told,
  {
    search,
    limit,
    same,
  }: { readonly search: string; readonly limit: number; readonly same: RawBuilder<string> },
): Promise<Suggestion[]> {
  return connection.all(statement<Suggestion>`
    WITH spellings AS (
      SELECT value, count(*) AS times FROM (SELECT ${value} AS value FROM ${from} WHERE ${where}) held
      WHERE value <> '' AND length(value) <= ${limits.text}
      GROUP BY value),
    ranked AS (
      SELECT value, sum(times) OVER (PARTITION BY ${same}) AS times,
        row_number() OVER (PARTITION BY ${same} ORDER BY times DESC, value) AS place
      FROM spellings WHERE ${contains(sql`value`, search)})
    SELECT value, value AS label, CAST(times AS integer) AS count FROM ranked
    WHERE place = 1 ORDER BY times DESC, value LIMIT ${limit}`);
}

/** Ids by the names of their records: also of those that nobody bought, which may be wanted for that. */
function named(
  connection: Connection,
  { value, from, where }: Told,
  of: Mentioned,
  { search, values }: Wanted,
): Promise<Suggestion[]> {
  const chosen = values.length > 0;
  const among: RawBuilder<boolean> = chosen ? sql`${value} = ANY(${values})` : sql`true`;
  return connection.all(statement<Suggestion>`
    SELECT CAST(n.id AS text) AS value, n.name AS label, CAST(coalesce(h.times, 0) AS integer) AS count
    FROM (${namesOf(of, chosen ? values : null)}) n
    LEFT JOIN (
      SELECT ${value} AS id, count(*) AS times FROM ${from} WHERE ${where} AND ${among} GROUP BY ${value}
    ) h ON h.id = n.id
    WHERE ${chosen ? sql`true` : contains(sql`n.name`, search)}
    ORDER BY coalesce(h.times, 0) DESC, n.id LIMIT ${chosen ? values.length : suggestionLimit}`);
}
