import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDateValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  HUGEINT,
  INTEGER,
  LIST,
  SQLNULL,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";

/** A parameter as DuckDB binds it. The type is given where the binding could not tell it from the value. */
export interface BoundValue {
  readonly value: DuckDBValue;
  readonly type: DuckDBType | undefined;
}

const int64Limit = 2n ** 63n;

/**
 * Parameters in: null, boolean, string, bigint, number (whole numbers as integers, others as DOUBLE), `Date` as a UTC
 * TIMESTAMP, and arrays of these.
 *
 * @throws {TypeError} for anything else; the message names the type, not the value.
 */
export function toDuckdb(value: unknown): BoundValue {
  if (value instanceof Date) return { value: timestamp(value), type: undefined };
  if (Array.isArray(value)) return toDuckdbList(value);
  const type = scalarType(value === null ? [] : [value]);
  return { value: toScalar(value, type), type };
}

function toDuckdbList(values: readonly unknown[]): BoundValue {
  const type = scalarType(values.filter((item) => item !== null));
  return { value: new DuckDBListValue(values.map((item) => toScalar(item, type))), type: LIST(type) };
}

/** The one type of these values. None (NULL, an empty list) takes the type of whatever it is compared with. */
function scalarType(values: readonly unknown[]): DuckDBType {
  if (values.length === 0) return SQLNULL;
  if (values.every((value) => typeof value === "string")) return VARCHAR;
  if (values.every((value) => typeof value === "bigint")) return bigintType(values);
  if (values.every((value) => typeof value === "number")) return numberType(values);
  if (values.every((value) => typeof value === "boolean")) return BOOLEAN;
  throw new TypeError(
    `A parameter cannot hold ${[...new Set(values.map((value) => typeof value))].join(" and ")}.`,
  );
}

function toScalar(value: unknown, type: DuckDBType): DuckDBValue {
  return type === BIGINT && typeof value === "number" ? BigInt(value) : (value as DuckDBValue);
}

function numberType(values: readonly number[]): DuckDBType {
  if (!values.every(Number.isSafeInteger)) return DOUBLE;
  return values.every((value) => Math.abs(value) < 2 ** 31) ? INTEGER : BIGINT;
}

function bigintType(values: readonly bigint[]): DuckDBType {
  return values.every((value) => value >= -int64Limit && value < int64Limit) ? BIGINT : HUGEINT;
}

function timestamp(date: Date): DuckDBTimestampValue {
  return new DuckDBTimestampValue(BigInt(date.getTime()) * 1000n);
}

/** Reads one non-null cell. */
export type CellReader = (value: NonNullable<DuckDBValue>) => unknown;

const asIs: CellReader = (value) => value;

const toDate: CellReader = (value) => {
  if (!(value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue))
    throw new TypeError("no timestamp");
  return new Date(Number(value.micros / 1000n));
};

const toDay: CellReader = (value) => {
  if (!(value instanceof DuckDBDateValue)) throw new TypeError("no date");
  return value.toString();
};

const readers: Partial<Record<DuckDBTypeId, CellReader>> = {
  [DuckDBTypeId.BOOLEAN]: asIs,
  [DuckDBTypeId.TINYINT]: asIs,
  [DuckDBTypeId.SMALLINT]: asIs,
  [DuckDBTypeId.INTEGER]: asIs,
  [DuckDBTypeId.UTINYINT]: asIs,
  [DuckDBTypeId.USMALLINT]: asIs,
  [DuckDBTypeId.UINTEGER]: asIs,
  [DuckDBTypeId.BIGINT]: asIs,
  [DuckDBTypeId.UBIGINT]: asIs,
  [DuckDBTypeId.HUGEINT]: asIs,
  [DuckDBTypeId.UHUGEINT]: asIs,
  [DuckDBTypeId.FLOAT]: asIs,
  [DuckDBTypeId.DOUBLE]: asIs,
  [DuckDBTypeId.VARCHAR]: asIs,
  [DuckDBTypeId.SQLNULL]: asIs,
  [DuckDBTypeId.TIMESTAMP]: toDate,
  [DuckDBTypeId.TIMESTAMP_TZ]: toDate,
  [DuckDBTypeId.DATE]: toDay,
};

/** How cells of a column type are read; null for a type that the port does not carry (DECIMAL, INTERVAL, STRUCT, …). */
export function cellReader(type: DuckDBType): CellReader | null {
  if (!(type instanceof DuckDBListType)) return readers[type.typeId] ?? null;
  const readItem = cellReader(type.valueType);
  if (!readItem) return null;
  return (value) => {
    if (!(value instanceof DuckDBListValue)) throw new TypeError("no list");
    return value.items.map((item) => (item === null ? null : readItem(item)));
  };
}
