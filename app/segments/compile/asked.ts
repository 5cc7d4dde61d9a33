import { sql, type RawBuilder } from "kysely";

import { shopDay } from "~/customers/shopDays";

import { daysOfTest } from "../language/calendar";
import type { Test } from "../language/definition";
import type { ValueType } from "../language/operators";
import type { CompileContext } from "./context";
import { isOnDays } from "./days";
import { isWithin, rangeOf, type Resolve } from "./numbers";

/** Something that a test is asked of. A list of texts is one text (see `customers.tags_folded`), of ids one id an item. */
export interface Value {
  readonly sql: RawBuilder<unknown>;
  readonly type: ValueType;
  /** Of a text: it is in lower case. */
  readonly folded?: true;
  readonly stored?: "instant" | "day";
}

/** A test of a value, in the two halves that negation needs. */
export interface Asked {
  /** Whether it holds; NULL for a missing value (but of `has_value` and `has_no_value`). */
  readonly holds: RawBuilder<boolean>;
  /** Whether it holds for a missing value or, of a list of ids, for no items. */
  readonly missing: boolean;
}

export function ask(value: Value, test: Test, resolve: Resolve, context: CompileContext): Asked {
  const holds = holdsFor(value, test, resolve, context);
  return { holds, missing: holdsForMissing(test) };
}

/** What stands for a test where it is to hold, or where it is not to. NULL-safe: a missing value is decided, too. */
export function inSense({ holds, missing }: Asked, value: Value, sense: boolean): RawBuilder<boolean> {
  const wanted = sense ? holds : not(holds);
  return missing === sense && isNullable(value) ? sql`(${wanted} OR ${value.sql} IS NULL)` : wanted;
}

/**
 * The same of a value that other rows tell, where `rows` gives the keys of those for which a predicate holds: no row is a
 * missing value, so where that is meant it is those who are not among the others.
 */
export function inSenseOfRows(
  { holds, missing }: Asked,
  key: RawBuilder<unknown>,
  sense: boolean,
  rows: (predicate: RawBuilder<boolean>) => RawBuilder<unknown>,
): RawBuilder<boolean> {
  return missing === sense
    ? sql`${key} NOT IN (${rows(sense ? not(holds) : holds)})`
    : sql`${key} IN (${rows(sense ? holds : not(holds))})`;
}

function not(predicate: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql`NOT (${predicate})`;
}

function isNullable({ type }: Value): boolean {
  return type !== "tags";
}

function holdsForMissing(test: Test): boolean {
  if ("missing" in test) return test.missing === "include";
  return test.operator === "has_no_value" || test.operator === "has_none";
}

function holdsFor(value: Value, test: Test, resolve: Resolve, context: CompileContext): RawBuilder<boolean> {
  const own = value.sql;
  switch (test.operator) {
    case "is":
      return sql`${lowered(value)} = ${folded(test.text)}`;
    case "is_not":
      return sql`${lowered(value)} <> ${folded(test.text)}`;
    case "contains":
      return sql`strpos(${lowered(value)}, ${folded(test.text)}) > 0`;
    case "contains_not":
      return sql`strpos(${lowered(value)}, ${folded(test.text)}) = 0`;
    case "starts_with":
      return sql`starts_with(${lowered(value)}, ${folded(test.text)})`;
    case "ends_with":
      return sql`right(${lowered(value)}, length(${folded(test.text)})) = ${folded(test.text)}`;
    case "is_one_of":
      return isOneOf(value, test.texts);
    case "is_none_of":
      return not(isOneOf(value, test.texts));
    case "has_any":
      return hasAny(value, test.texts);
    case "has_all":
      return sql`(${sql.join(
        test.texts.map((text) => hasAny(value, [text])),
        sql` AND `,
      )})`;
    case "has_none":
      return not(hasAny(value, test.texts));
    case "is_true":
      return sql`${own}`;
    case "is_false":
      return sql`NOT ${own}`;
    case "has_value":
      return value.type === "tags" ? sql`length(${own}) > 2` : sql`${own} IS NOT NULL`;
    case "has_no_value":
      return value.type === "tags" ? sql`length(${own}) = 2` : sql`${own} IS NULL`;
    case "in_last":
    case "before_last":
    case "on":
    case "before":
    case "after":
    case "between_dates":
      return isOnDays(own, value.stored ?? "instant", daysOfTest(test), context);
    default: {
      const range = rangeOf(test, resolve);
      // Of a missing value the answer stays NULL.
      return range ? isWithin(own, range) : sql`CASE WHEN ${own} IS NOT NULL THEN false END`;
    }
  }
}

function isOneOf(value: Value, texts: readonly string[]): RawBuilder<boolean> {
  const own = value.sql;
  switch (value.type) {
    case "text":
      return sql`${lowered(value)} IN (${sql.join(texts.map(folded))})`;
    case "reference":
    case "references":
      return sql`${own} IN (${sql.join(texts.map((text) => sql`CAST(${text} AS bigint)`))})`;
    default:
      return sql`${own} IN (${sql.join(texts)})`;
  }
}

function hasAny(value: Value, texts: readonly string[]): RawBuilder<boolean> {
  if (value.type === "references") return isOneOf(value, texts);
  const found = texts.map((text) => sql`strpos(${value.sql}, concat(chr(31), ${folded(text)}, chr(31))) > 0`);
  return sql`(${sql.join(found, sql` OR `)})`;
}

/** Texts compare without case: what is asked of, and what is asked for. Both by the engine, so that they fold alike. */
function lowered(value: Value): RawBuilder<unknown> {
  return value.folded ? value.sql : sql`lower(${value.sql})`;
}

function folded(text: string): RawBuilder<string> {
  return sql`lower(CAST(${text} AS text))`;
}

/** The value as a text. */
export function asText({ sql: own, type, stored }: Value, { timeZone }: CompileContext): RawBuilder<string> {
  const readable = type === "date" && stored === "instant" ? shopDay(own, timeZone) : own;
  return sql`CAST(${readable} AS text)`;
}
