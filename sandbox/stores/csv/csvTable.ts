import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";

import { minorUnits } from "../money";

/** The names that a column has had in Shopify's exports; the first is today's. */
export interface Column {
  readonly names: readonly [string, ...string[]];
  readonly required: boolean;
}

export function column(...names: [string, ...string[]]): Column {
  return { names, required: false };
}

export function requiredColumn(...names: [string, ...string[]]): Column {
  return { names, required: true };
}

/** A row by our names for its columns: trimmed, empty where the file has no such column or no value. */
export type Row<Name extends string> = Readonly<Record<Name, string>> & { readonly at: Location };

/** Where in which file, for error messages. */
export interface Location {
  readonly file: string;
  readonly line: number;
}

export function fail(at: Location, what: string): never {
  throw new Error(`${at.file}:${String(at.line)}: ${what}`);
}

/** The header of a CSV file. */
export async function readHeader(file: string): Promise<string[]> {
  for await (const { cells } of records(file)) return cells;
  throw new Error(`${file} is empty: expected a header row with the columns of an export from Shopify.`);
}

/**
 * The rows of a CSV file (UTF-8, with or without a byte order mark, quoted cells over several lines), one after the
 * other. Columns that are not asked for are ignored. Throws, naming file and column or line, when a required column is
 * missing or the file is not well-formed.
 */
export async function* readRows<Name extends string>(
  file: string,
  columns: Readonly<Record<Name, Column>>,
): AsyncGenerator<Row<Name>> {
  let places: [Name, number][] | undefined;
  for await (const { line, cells } of records(file)) {
    if (!places) {
      places = placesOf(file, columns, cells);
      continue;
    }
    const row = places.map(([name, place]) => [name, cells[place]?.trim() ?? ""] as const);
    yield { ...(Object.fromEntries(row) as Record<Name, string>), at: { file, line } };
  }
}

function placesOf<Name extends string>(
  file: string,
  columns: Readonly<Record<Name, Column>>,
  header: readonly string[],
): [Name, number][] {
  const found = new Map(header.map((name, place) => [name.trim().toLowerCase(), place]));
  return (Object.entries(columns) as [Name, Column][]).map(([name, { names, required }]) => {
    const place = names.map((title) => found.get(title.toLowerCase())).find((at) => at !== undefined);
    if (place === undefined && required) {
      throw new Error(
        `${file} has no column "${names[0]}". Export it from Shopify again with all columns, as CSV.`,
      );
    }
    return [name, place ?? -1];
  });
}

async function* records(file: string): AsyncGenerator<{ line: number; cells: string[] }> {
  const parser = parse({ bom: true, info: true, skip_empty_lines: true });
  const input = createReadStream(file);
  input.on("error", (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const read of parser) {
      const { record, info } = read as { record: string[]; info: { lines: number } };
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    // The parser's own message may quote a cell.
    if (error instanceof CsvError) {
      const line = typeof error["lines"] === "number" ? error["lines"] : parser.info.lines;
      fail({ file, line }, `this is not well-formed CSV (${error.code}).`);
    }
    throw error;
  } finally {
    input.destroy();
  }
}

/** `2024-05-01 10:00:00 -0400`, as Shopify's exports write times, to ISO 8601 in UTC; null when empty. */
export function exportTime(row: { at: Location }, columnName: string, value: string): string | null {
  if (value === "") return null;
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(?:([+-]\d\d):?(\d\d)|Z|UTC)$/.exec(value);
  const [, day = "", time = "", hours, minutes = "00"] = match ?? [];
  const at = Date.parse(`${day}T${time}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
  if (Number.isNaN(at)) fail(row.at, `"${columnName}" is not a time such as 2024-05-01 10:00:00 -0400.`);
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A decimal amount to minor units of the currency; 0 when empty. */
export function exportAmount(
  row: { at: Location },
  columnName: string,
  value: string,
  currency: string,
): number {
  if (value === "") return 0;
  try {
    return Number(minorUnits(value, currency));
  } catch {
    return fail(
      row.at,
      `"${columnName}" is not an amount of ${currency} such as ${currency === "JPY" ? "1200" : "12.50"}.`,
    );
  }
}

/** Exports put an apostrophe before digits that a spreadsheet would take for a number: `'7210448301122`. */
export function unquoted(value: string): string {
  return value.replace(/^'/, "");
}

/** `wholesale, vip` to a list. */
export function exportTags(value: string): string[] {
  return value
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

export function orNull(value: string): string | null {
  return value === "" ? null : value;
}
