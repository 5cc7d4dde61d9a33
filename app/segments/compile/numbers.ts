import { sql, type RawBuilder } from "kysely";

import type { Amount, NumericTest } from "../language/definition";

/** Numbers between two limits, each included or not; with `negated`, those that are not. */
export interface Range {
  readonly from?: Limit;
  readonly to?: Limit;
  readonly negated?: boolean;
}

interface Limit {
  readonly value: number;
  readonly included: boolean;
}

/** What an amount stands at; null for a percentile of nobody. */
export type Resolve = (amount: Amount) => number | null;

/** Engines interpolate percentiles in differing last bits: a value this near to one is equal to it. */
const near = 5e-7;

/** The numbers for which a test holds; null where it compares with a percentile of nobody, which holds for none. */
export function rangeOf(test: NumericTest, resolve: Resolve): Range | null {
  const [low, high] = test.operator === "between" ? [test.from, test.to] : [test.amount, test.amount];
  const [from, to] = [resolve(low), resolve(high)];
  if (from === null || to === null) return null;
  const lowSlack = low.kind === "percentile" ? near : 0;
  const highSlack = high.kind === "percentile" ? near : 0;
  const atLeast = { from: { value: from - lowSlack, included: true } };
  const atMost = { to: { value: to + highSlack, included: true } };
  switch (test.operator) {
    case "greater":
      return { from: { value: from + lowSlack, included: false } };
    case "at_least":
      return atLeast;
    case "less":
      return { to: { value: to - highSlack, included: false } };
    case "at_most":
      return atMost;
    case "equals":
    case "between":
      return { ...atLeast, ...atMost };
    case "equals_not":
      return { ...atLeast, ...atMost, negated: true };
  }
}

export function isWithin(value: RawBuilder<unknown>, { from, to, negated }: Range): RawBuilder<boolean> {
  const exactly = from?.included && to?.included && from.value === to.value;
  if (exactly) return sql`${value} ${sql.raw(negated ? "<>" : "=")} ${number(from.value)}`;
  const terms: RawBuilder<boolean>[] = [];
  if (from) terms.push(sql`${value} ${sql.raw(from.included ? ">=" : ">")} ${number(from.value)}`);
  if (to) terms.push(sql`${value} ${sql.raw(to.included ? "<=" : "<")} ${number(to.value)}`);
  const inside = sql<boolean>`(${sql.join(terms, sql` AND `)})`;
  return negated ? sql`NOT ${inside}` : inside;
}

export function includes({ from, to, negated = false }: Range, value: number): boolean {
  const above = !from || (from.included ? value >= from.value : value > from.value);
  const below = !to || (to.included ? value <= to.value : value < to.value);
  return (above && below) !== negated;
}

/** Whole numbers are compared as such, so that a column of whole numbers need not be converted. */
function number(value: number): RawBuilder<number> {
  return Number.isSafeInteger(value)
    ? sql`CAST(${value} AS bigint)`
    : sql`CAST(${value} AS double precision)`;
}
