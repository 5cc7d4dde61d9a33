import { types } from "pg";

const { builtins } = types;

/**
 * Parameters in, as `duckdb/values.ts` takes them: a `Date` as a UTC TIMESTAMP. The driver would write it in the zone of
 * this machine.
 */
export function toPostgres(value: unknown): unknown {
  if (value instanceof Date) return timestamp(value);
  if (Array.isArray(value))
    return value.map((item) => (item instanceof Date ? timestamp(item) : (item as unknown)));
  return value;
}

function timestamp(date: Date): string {
  return date.toISOString().replace("T", " ").replace("Z", "");
}

type CellReader = (text: string) => unknown;

const asIs: CellReader = (text) => text;
const toNumber: CellReader = (text) => Number(text);
const toDate: CellReader = (text) => new Date(`${text.replace(" ", "T").replace(/\+00$/, "")}Z`);

const readers: Readonly<Partial<Record<number, CellReader>>> = {
  [builtins.BOOL]: (text) => text === "t",
  [builtins.INT2]: toNumber,
  [builtins.INT4]: toNumber,
  [builtins.INT8]: BigInt,
  [builtins.FLOAT4]: toNumber,
  [builtins.FLOAT8]: toNumber,
  [builtins.TEXT]: asIs,
  [builtins.VARCHAR]: asIs,
  [builtins.TIMESTAMP]: toDate,
  [builtins.TIMESTAMPTZ]: toDate,
  [builtins.DATE]: asIs,
};

/** Arrays, by the type of their items; the catalogue's numbers of array types have no names in the driver. */
const itemsOf: Readonly<Partial<Record<number, number>>> = {
  1005: builtins.INT2,
  1007: builtins.INT4,
  1009: builtins.TEXT,
  1015: builtins.VARCHAR,
  1016: builtins.INT8,
  1022: builtins.FLOAT8,
  1115: builtins.TIMESTAMP,
  1182: builtins.DATE,
};

/** PostgreSQL's own text of an array → its items' texts. */
const arrayTexts = types.getTypeParser(1009 as never) as (text: string) => (string | null)[];

/** How cells of a column type are read; null for a type that the port does not carry (NUMERIC, INTERVAL, …). */
export function cellReader(type: number): CellReader | null {
  const item = itemsOf[type];
  if (item === undefined) return readers[type] ?? null;
  const readItem = readers[item];
  if (!readItem) return null;
  return (text) => arrayTexts(text).map((cell) => (cell === null ? null : readItem(cell)));
}
