import type { DuckDBConnection } from "@duckdb/node-api";

import {
  MalformedFileError,
  type JsonLinesStage,
  type StagedColumn,
  type StagedKind,
  type StagedRows,
  type StagedTable,
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
  key: {
    jsonType: "VARCHAR",
    cell: (value) => `nullif(split_part(string_split(${value}, '/')[5], '?', 1), '')`,
  },
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

/**
 * The port's `stageJsonLines` on DuckDB's own JSON reader. One scan for the roots and the lists they carry, one for the
 * children: at a million orders, staging every line untouched and sorting them out afterwards spills to disk and takes
 * half as long again.
 */
export async function stageJsonLines(duckdb: DuckDBConnection, stage: JsonLinesStage): Promise<StagedRows[]> {
  const reports: StagedRows[] = [];
  for (const table of stage.tables) {
    await duckdb.run(`DROP TABLE IF EXISTS ${identifier(table.into)}`);
    await duckdb.run(`CREATE TEMP TABLE ${identifier(table.into)} AS ${selectRows(stage, table)}`);
    reports.push(await report(duckdb, stage.path, table));
  }
  return reports;
}

async function report(duckdb: DuckDBConnection, path: string, table: StagedTable): Promise<StagedRows> {
  const required = table.columns.filter(({ missing }) => missing === "refuse");
  const lacking = required.map(({ name }) => `, count(*) - count(${identifier(name)})`).join("");
  const summary = await duckdb.runAndReadAll(
    `SELECT count(*), count(*) FILTER (WHERE rounded)${lacking} FROM ${identifier(table.into)}`,
  );
  const [rows, rounded, ...missing] = (summary.getRows()[0] ?? []).map(Number);
  required.forEach((column, place) => {
    const records = missing[place] ?? 0;
    if (records === 0) return;
    const subject = records === 1 ? "a record has" : `${String(records)} records have`;
    throw new MalformedFileError(path, null, `${subject} no ${column.path.join(".")}`);
  });
  return { rows: rows ?? 0, rounded: rounded ?? 0 };
}

function selectRows(stage: JsonLinesStage, table: StagedTable): string {
  const parent = `line.${identifier("__parentId")}`;
  if (table.rows === "children") {
    return `SELECT ${cells(stage, table)} FROM ${scan(stage.path, [table])} AS line WHERE ${parent} IS NOT NULL`;
  }
  const roots = stage.tables.find(({ rows }) => rows === "roots");
  if (!roots) throw new Error(`${table.into} needs the roots of its file staged with it.`);
  if (table.rows === "roots") {
    const carriers = stage.tables.filter(({ rows }) => rows !== "children");
    const lists = carriers.flatMap(({ rows }) =>
      typeof rows === "object" ? [`line.${identifier(rows.itemsOf)} AS ${carried(rows.itemsOf)}`] : [],
    );
    return (
      `SELECT ${[cells(stage, table), ...lists].join(", ")} ` +
      `FROM ${scan(stage.path, carriers)} AS line WHERE ${parent} IS NULL`
    );
  }
  return (
    `SELECT ${cells(stage, table, { of: table.rows.itemsOf, roots })} ` +
    `FROM (SELECT *, unnest(${carried(table.rows.itemsOf)}) AS item FROM ${identifier(roots.into)}) AS line`
  );
}

/** Where a list waits in the staged roots until its items become rows. */
function carried(list: string): string {
  return identifier(`items of ${list}`);
}

/** A list that the staged roots carry. */
interface CarriedList {
  readonly of: string;
  readonly roots: StagedTable;
}

/** The cells of a row, and whether some amount in it has more decimals than the currency. */
function cells(stage: JsonLinesStage, table: StagedTable, list?: CarriedList): string {
  const converted = table.columns.map((column) => {
    const inRoots = list && column.path[0] !== list.of ? rootColumn(list.roots, column) : null;
    const cell = inRoots ?? readings[column.kind].cell(value(column, list), stage.moneyDigits);
    return `${column.missing === "zero" ? `coalesce(${cell}, 0)` : cell} AS ${identifier(column.name)}`;
  });
  const decimals = String(Math.min(stage.moneyDigits, 4));
  const rounded = table.columns
    .filter(({ kind }) => kind === "money")
    .map((column) => value(column, list))
    .map((amount) => `coalesce(${amount} <> round(${amount}, ${decimals}), false)`);
  return [...converted, `${rounded.length === 0 ? "false" : rounded.join(" OR ")} AS rounded`].join(", ");
}

function value({ path: [first = "", ...rest] }: StagedColumn, list?: CarriedList): string {
  return ["line", list?.of === first ? "item" : identifier(first), ...rest.map(identifier)].join(".");
}

function rootColumn(roots: StagedTable, { path }: StagedColumn): string {
  const same = roots.columns.find((column) => column.path.join(".") === path.join("."));
  if (!same) throw new Error(`The staged roots have no ${path.join(".")}.`);
  return `line.${identifier(same.name)}`;
}

function scan(path: string, tables: readonly StagedTable[]): string {
  return (
    `read_json(${literal(escapeGlob(path))}, format = 'newline_delimited', compression = 'uncompressed', ` +
    `columns = ${jsonColumns(tables)}, maximum_object_size = ${String(longestLine)})`
  );
}

/** The keys of a line (or of an object in it) that columns read, down to the type each value is read as. */
type JsonShape = Map<string, JsonShape | string>;

function jsonColumns(tables: readonly StagedTable[]): string {
  const shape: JsonShape = new Map([["__parentId", "VARCHAR"]]);
  for (const { columns } of tables) for (const column of columns) addTo(shape, column, column.path);
  const lists = new Set(tables.map(({ rows }) => (typeof rows === "object" ? rows.itemsOf : null)));
  const keys = [...shape].map(
    ([key, inner]) => `${literal(key)}: ${literal(spell(inner) + (lists.has(key) ? "[]" : ""))}`,
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
