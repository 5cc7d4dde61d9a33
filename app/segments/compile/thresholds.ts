import { createHash } from "node:crypto";

import { sql, type CompiledQuery, type RawBuilder } from "kysely";

import { counted } from "~/customers/orderValue";
import { shopDay } from "~/customers/shopDays";
import { statement } from "~/warehouse/compile";

import { canonicalJson } from "../language/canonical";
import {
  conditionsOf,
  type Amount,
  type AttributeCondition,
  type Definition,
  type EventCondition,
  type Test,
} from "../language/definition";
import { fieldOf, type FieldId } from "../language/fields";
import type { Population } from "../language/populations";
import type { CompileContext } from "./context";
import { fromCustomers, today } from "./customers";
import { isInWindow } from "./days";
import { compileHappening, type Happening } from "./events";
import type { Resolve } from "./numbers";
import { fill, relation } from "./template";

/** A percentile of the store that a definition compares with. */
export interface ThresholdSpec {
  /**
   * Fingerprint of what is ranked and of the percentile: the same for everybody who asks for the same. Rules can be longer
   * than what PostgreSQL takes as a key.
   */
  readonly key: string;
  /** 0 to 100, both excluded. */
  readonly percentile: number;
  readonly ranked: Ranked;
}

type Ranked =
  | { readonly of: Exclude<Population, "buyers"> }
  | { readonly of: "buyers"; readonly field: FieldId }
  | { readonly of: "buyers"; readonly happening: Happening };

/** By how much of itself an interpolated value may miss the one it stands at. */
const lastBits = 1e-12;

type Percentile = Extract<Amount, { kind: "percentile" }>;

/** Every percentile that a definition speaks of, each once. */
export function thresholdsOf({ where }: Definition): ThresholdSpec[] {
  const specs = conditionsOf(where).flatMap((condition) =>
    condition.kind === "attribute" || condition.kind === "event"
      ? percentilesOf(condition.test).map((amount) => specOf(condition, amount))
      : [],
  );
  return [...new Map(specs.map((spec) => [spec.key, spec])).values()];
}

/** What the amounts of a condition stand at, with percentiles looked up among the context's thresholds. */
export function resolveIn(
  condition: AttributeCondition | EventCondition,
  { thresholds }: CompileContext,
): Resolve {
  return (amount) => {
    if (amount.kind === "number") return amount.number;
    const value = thresholds.get(specOf(condition, amount).key);
    if (value !== undefined) return value;
    throw new Error(
      `The ${String(amount.percentile)}th percentile of ${amount.of} was not computed before it was compared with.`,
    );
  };
}

/**
 * Where a percentile stands on the context's day, in the unit of what is ranked; null where there is nobody to rank. R's
 * type 7: linear between the two neighbours.
 */
export function thresholdQuery(
  spec: ThresholdSpec,
  context: CompileContext,
): CompiledQuery<{ value: number | null }> {
  return statement`${thresholdOf(spec, context)}`;
}

/**
 * {@link thresholdQuery} as a part of a statement: SELECT of one row, `value`. What is interpolated between equals, or at a
 * place that is somebody's own, is that value to the bit: an engine that misses it by the last one would part those who are
 * tied with the limit from it, and another would not.
 */
export function thresholdOf(
  { percentile, ranked }: ThresholdSpec,
  context: CompileContext,
): RawBuilder<{ value: number | null }> {
  const at = sql`(${sql.lit(percentile / 100)}) WITHIN GROUP (ORDER BY CAST(value AS double precision))`;
  const interpolated = sql`percentile_cont${at}`;
  // Prices and gaps are whole, and up to ten times as many as buyers: ranking them once more would take half a second.
  const held = ranked.of === "buyers" ? sql`percentile_disc${at}` : sql`round(${interpolated})`;
  return sql`
    SELECT CASE WHEN abs(interpolated - held) <= abs(held) * ${sql.lit(lastBits)} THEN held ELSE interpolated END AS value
    FROM (
      SELECT ${interpolated} AS interpolated, ${held} AS held FROM (${rankedValues(ranked, context)}) ranked
    ) standing`;
}

function rankedValues(ranked: Ranked, context: CompileContext): RawBuilder<unknown> {
  switch (ranked.of) {
    case "unit_prices":
      return unitPrices(context);
    case "order_gaps":
      return orderGaps(context);
    case "buyers":
      return "field" in ranked
        ? fieldOfBuyers(ranked.field, context)
        : measureOfAll(ranked.happening, context);
  }
}

function fieldOfBuyers(id: FieldId, context: CompileContext): RawBuilder<unknown> {
  const field = fieldOf(id);
  return sql`SELECT ${fill(field.sql, context, { today: today(context) })} AS value
    FROM ${fromCustomers([field.sql, "m.orders"], context)} WHERE m.orders > 0`;
}

/** Of everybody who has such an event. */
function measureOfAll(happening: Happening, context: CompileContext): RawBuilder<unknown> {
  const { from, where, measured, customer } = compileHappening(happening, context);
  return sql`SELECT ${measured.sql} AS value FROM ${from}
    WHERE ${where} AND ${isKnown(customer, context)} GROUP BY ${sql.raw(customer)}`;
}

/** Gift cards are money moved, unless the settings count them. */
function unitPrices(context: CompileContext): RawBuilder<unknown> {
  const sold = context.settings.money.includeGiftCards ? sql`true` : sql`NOT l.is_gift_card`;
  return sql`SELECT l.unit_price AS value
    FROM ${relation(context, "order_lines")} l JOIN ${relation(context, "orders")} o ON o.order_id = l.order_id
    WHERE ${countedByToday(context)} AND ${sold}`;
}

/** The days between consecutive days with an order. */
function orderGaps(context: CompileContext): RawBuilder<unknown> {
  return sql`SELECT gap AS value FROM (
    SELECT day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM (
      SELECT DISTINCT o.customer_id, ${shopDay(sql`o.processed_at`, context.timeZone)} AS day
      FROM ${relation(context, "orders")} o WHERE ${countedByToday(context)}
    ) days
  ) gaps WHERE gap IS NOT NULL`;
}

function countedByToday(context: CompileContext): RawBuilder<boolean> {
  return sql`${counted(context.settings, relation(context, "customers"))}
    AND ${isInWindow(sql`o.processed_at`, { kind: "ever" }, context)} AND ${isKnown("o.customer_id", context)}`;
}

/** Orders of customers who are gone are nobody's. */
function isKnown(customer: string, context: CompileContext): RawBuilder<boolean> {
  return sql`${sql.raw(customer)} IN (SELECT customer_id FROM ${relation(context, "customers")})`;
}

function percentilesOf(test: Test): Percentile[] {
  const amounts = "amount" in test ? [test.amount] : test.operator === "between" ? [test.from, test.to] : [];
  return amounts.filter((amount) => amount.kind === "percentile");
}

function specOf(
  condition: AttributeCondition | EventCondition,
  { percentile, of }: Percentile,
): ThresholdSpec {
  const ranked = rankedBy(condition, of);
  const key = createHash("sha256")
    .update(canonicalJson([percentile, ranked]))
    .digest("hex");
  return { key, percentile, ranked };
}

function rankedBy(condition: AttributeCondition | EventCondition, of: Population): Ranked {
  if (of !== "buyers") return { of };
  if (condition.kind === "attribute") return { of, field: condition.field };
  const { event, window, filters, measure } = condition;
  return { of, happening: { event, window, filters, measure } };
}
