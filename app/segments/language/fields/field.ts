import type { ValueType } from "../operators";
import type { Phrases } from "../phrases";
import type { Population } from "../populations";

/** A value of a `choice`, as Shopify or the scoring spells it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/**
 * Everything there is to say of something that can be tested. The validation, the compiler, the wording and the builder
 * read it from here; a new field is one new entry.
 */
export interface Field {
  /** As offered in a list, under `topic`. */
  readonly label: string;
  /** What it counts and what it ignores, in one line, where a merchant would wonder. */
  readonly explains?: string;
  readonly topic: "Customer" | "Address" | "Marketing" | "Scores" | "Orders" | "Shopify";
  readonly type: ValueType;
  /**
   * SQL of the value over customers `c`, their metrics `m` and their scores `r`; null where there is none. `{today}` is the
   * shop's day. Written for DuckDB and PostgreSQL alike.
   */
  readonly sql: string;
  /** Of a text: `sql` gives it in lower case. */
  readonly folded?: true;
  /** Few customers share a value. */
  readonly telling?: true;
  /** SQL of the value as a person reads it, where `sql` is not that. */
  readonly shown?: string;
  /** Of tags: SQL of the list, each item as it is spelled. */
  readonly items?: string;
  /**
   * Of a number that `{today}` makes change by itself: it comes to `{amount}` that many days (decimals as they come) after
   * that of the customer's dates.
   */
  readonly comesTo?: { readonly days: string; readonly after: string };
  /** Of dates: a UTC time that belongs to a shop's day, or a day already. */
  readonly stored?: "instant" | "day";
  /** The noun of a sentence, one of it: "city", "average order value"; of a boolean what they are: "tax exempt". */
  readonly noun: string;
  /** Where sentences of the noun do not read well. */
  readonly phrases?: Partial<Phrases>;
  /** Of a number: what they have so many of, one and several. */
  readonly counted?: readonly [one: string, several: string];
  readonly choices?: readonly Choice[];
  /** Of a choice whose values are codes of a standard: ISO 3166-1, two letters. */
  readonly codes?: "country";
  /** What percentiles of it may be taken of. */
  readonly populations?: readonly Population[];
  /** Distinct values of the store are offered while typing. */
  readonly suggests?: true;
}

/** Choices from their labels by value. */
export function choices(labels: Readonly<Record<string, string>>): readonly Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
