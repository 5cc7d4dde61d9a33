import type { DuckDBConnection } from "@duckdb/node-api";

import {
  MalformedFileError,
  type JsonLinesStage,
  type StagedColumn,
  type StagedKind,
  type StagedRows,
} from "../engine";

/** Longest line of a downloaded file, bytes: Shopify's largest records (a note, thousands of refunds) stay far below. */
const longestLine = 64 * 1024 * 1024;

/** What a value is read from JSON as, and how it becomes a cell. */
interface Reading {
  readonly jsonType: string;
  cell(value: string, moneyDigits: number): string;
}

const asRead = (value: string): string => value;

const readings: Record<StagedKind, Reading> = {
  // Taking the fifth part is twice as fast as split_part or a regular expression.
  id: { jsonType: "VARCHAR", cell: (value) => `CAST(string_split(${value}, '/')[5] AS BIGINT)` },
  text: { jsonType: "VARCHAR", cell: asRead },
  texts: { jsonType: "VARCHAR[]", cell: (value) => `coalesce(${value}, CAST([] AS VARCHAR[]))` },
  // TIMESTAMP would ignore an offset such as +02:00. The way over epoch_us is 40 times faster than a cast.
  time: { jsonType: "TIMESTAMPTZ", cell: (value) => `make_timestamp(epoch_us(${value}))` },
  boolean: { jsonType: "BOOLEAN", cell: asRead },
  integer: { jsonType: "INTEGER", cell: asRead },
  bigint: { jsonType: "BIGINT", cell: asRead },
  // 18 digits fit 64 bits (amounts below a million millions with two decimals; larger ones are an error); reading
  // wider decimals takes four times as long. Casting rounds half away from zero.
  money: {
    jsonType: "DECIMAL(18, 4)",
    cell: (value, digits) => `CAST(${value} * ${String(10 ** digits)} AS BIGINT)`,
  },
};

/** The port's `stageJsonLines` on DuckDB: one scan of the file by its own JSON reader. */
export async function stageJsonLines(duckdb: DuckDBConnection, stage: JsonLinesStage): Promise<StagedRows> {
  await duckdb.run(`DROP TABLE IF EXISTS ${identifier(stage.into)}`);
  await duckdb.run(`CREATE TEMP TABLE ${identifier(stage.into)} AS ${selectRows(stage)}`);
  const required = stage.columns.filter(({ missing }) => missing === "refuse");
  const summary = await duckdb.runAndReadAll(
    `SELECT count(*), coalesce(sum(CAST(rounded AS INTEGER)), 0)::BIGINT${required
      .map(({ name }) => `, count(*) - count(${identifier(name)})`)
      .join("")} FROM ${identifier(stage.into)}`,
  );
  const [rows, rounded, ...missing] = (summary.getRows()[0] ?? []).map(Number);
  required.forEach(({ path }, column) => {
    const lacking = missing[column] ?? 0;
    if (lacking > 0) {
      throw new MalformedFileError(stage.path, null, `${String(lacking)} records have no ${path.join(".")}`);
    }
  });
  return { rows: rows ?? 0, rounded: rounded ?? 0 };
}

function selectRows(stage: JsonLinesStage): string {
  const list = typeof stage.rows === "object" ? stage.rows.itemsOf : null;
  const cells = stage.columns.map((column) => {
    const cell = readings[column.kind].cell(access(column.path, list), stage.moneyDigits);
    return `${column.missing === "zero" ? `coalesce(${cell}, 0)` : cell} AS ${identifier(column.name)}`;
  });
  return `SELECT ${cells.join(", ")}, ${roundedFlag(stage, list)} AS rounded FROM ${source(stage, list)}`;
}

function source(stage: JsonLinesStage, list: string | null): string {
  const scan =
    `read_json(${literal(escapeGlob(stage.path))}, format = 'newline_delimited', compression = 'uncompressed', ` +
    `columns = ${jsonColumns(stage, list)}, maximum_object_size = ${String(longestLine)})`;
  const parent = identifier("__parentId");
  if (stage.rows === "children") return `${scan} AS line WHERE ${parent} IS NOT NULL`;
  if (list === null) return `${scan} AS line WHERE ${parent} IS NULL`;
  return `(SELECT *, unnest(${identifier(list)}) AS item FROM ${scan} WHERE ${parent} IS NULL) AS line`;
}

/** Whether some amount of the row has more decimals than the currency. */
function roundedFlag(stage: JsonLinesStage, list: string | null): string {
  const amounts = stage.columns.filter(({ kind }) => kind === "money").map(({ path }) => access(path, list));
  const decimals = String(Math.min(stage.moneyDigits, 4));
  const flags = amounts.map((amount) => `coalesce(${amount} <> round(${amount}, ${decimals}), false)`);
  return flags.length === 0 ? "false" : flags.join(" OR ");
}

function access(path: readonly string[], list: string | null): string {
  const [first, ...rest] = path;
  const top = list !== null && first === list ? "item" : identifier(first ?? "");
  return ["line", top, ...rest.map(identifier)].join(".");
}

/** The keys of a line (or of an object in it) that columns read, down to the type each value is read as. */
type JsonShape = Map<string, JsonShape | string>;

function jsonColumns(stage: JsonLinesStage, list: string | null): string {
  const shape: JsonShape = new Map([["__parentId", "VARCHAR"]]);
  for (const column of stage.columns) addTo(shape, column, column.path);
  const keys = [...shape].map(
    ([key, value]) => `${literal(key)}: ${literal(spell(value) + (key === list ? "[]" : ""))}`,
  );
  return `{${keys.join(", ")}}`;
}

function addTo(shape: JsonShape, column: StagedColumn, [key = "", ...rest]: readonly string[]): void {
  if (rest.length === 0) {
    shape.set(key, readings[column.kind].jsonType);
    return;
  }
  const known = shape.get(key);
  const inner: JsonShape = known instanceof Map ? known : new Map<string, JsonShape | string>();
  shape.set(key, inner);
  addTo(inner, column, rest);
}

function spell(shape: JsonShape | string): string {
  if (typeof shape === "string") return shape;
  return `STRUCT(${[...shape].map(([key, value]) => `${identifier(key)} ${spell(value)}`).join(", ")})`;
}

/** The reader takes a path for a pattern; this keeps it a path. */
function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
