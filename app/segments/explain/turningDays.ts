import { sql, type RawBuilder } from "kysely";

import { shopDay } from "~/customers/shopDays";

import type { CompileContext } from "../compile/context";
import { customersFrom } from "../compile/customers";
import { compileHappening } from "../compile/events";
import { attributeValue, isMetafield, metafieldRows, metafieldValue } from "../compile/holds";
import { rangeOf } from "../compile/numbers";
import { fill } from "../compile/template";
import { resolveIn } from "../compile/thresholds";
import type {
  AttributeCondition,
  Condition,
  EventCondition,
  EventWindow,
  MetafieldCondition,
  Period,
  Test,
} from "../language/definition";
import { fieldOf } from "../language/fields";

/** Changes that lie further ahead, in days, are not looked for. */
export const horizonDays = 36_525;

/**
 * About when time alone may change the answer to a condition: SELECTs of `customer_id` and `day`. The answer changes on
 * one of these days or their neighbours or not at all, but not on each. None where time alone changes nothing. Scores are
 * another matter: see `fadingScores.ts`.
 *
 * @param context of the day from which on time goes by
 */
export function turningDays(condition: Condition, context: CompileContext): RawBuilder<unknown>[] {
  if (movesWithOthers(condition)) return [];
  switch (condition.kind) {
    case "attribute":
      return [...turningByDate(condition, context), ...turningByAmount(condition, context)];
    case "metafield":
      return turningOfMetafield(condition, context);
    case "event":
      return turningOfEvents(condition, context);
    case "segment":
      return [];
  }
}

/**
 * Whether a condition ranks by something that time moves for everybody: the limit moves as well, so what becomes of the
 * answer depends on the others.
 */
export function movesWithOthers(condition: Condition): boolean {
  if (condition.kind === "attribute") {
    return fieldOf(condition.field).comesTo !== undefined && isRankedAmongBuyers(condition.test);
  }
  return (
    condition.kind === "event" && periodOf(condition.window) !== null && isRankedAmongBuyers(condition.test)
  );
}

function isRankedAmongBuyers(test: Test): boolean {
  const amounts = "amount" in test ? [test.amount] : test.operator === "between" ? [test.from, test.to] : [];
  return amounts.some((amount) => amount.kind === "percentile" && amount.of === "buyers");
}

/** The period that a test or a window counts back from today. */
function periodOf(asked: Test | EventWindow): Period | null {
  return "period" in asked ? asked.period : null;
}

/** A date enters a period when it is reached, and leaves it when the period has passed since. */
function turningByDate(condition: AttributeCondition, context: CompileContext): RawBuilder<unknown>[] {
  const period = periodOf(condition.test);
  if (!period) return [];
  const { sql: date, stored } = attributeValue(condition, context);
  const day = stored === "day" ? date : shopDay(date, context.timeZone);
  return [day, after(period, day)].map(
    (turning) => sql`SELECT c.customer_id, ${turning} AS day FROM ${customersFrom([condition], context)}`,
  );
}

/** A number that time moves comes to the limits of its test. */
function turningByAmount(condition: AttributeCondition, context: CompileContext): RawBuilder<unknown>[] {
  const { comesTo } = fieldOf(condition.field);
  if (!comesTo) return [];
  const { test } = condition;
  if (!("amount" in test) && test.operator !== "between") return [];
  const range = rangeOf(test, resolveIn(condition, context));
  const limits = [range?.from?.value, range?.to?.value].filter((limit) => limit !== undefined);
  return [...new Set(limits)].map((limit) => {
    const amount = sql`CAST(${limit} AS double precision)`;
    const days = fill(comesTo.days, context, { amount });
    // Kept within what a date can be: a limit may be any number.
    const whole = sql`CAST(floor(greatest(-1, least(${days}, ${sql.lit(horizonDays)} + 1))) AS integer)`;
    return sql`SELECT c.customer_id, ${sql.raw(comesTo.after)} + ${whole} AS day
      FROM ${customersFrom([condition], context)}`;
  });
}

function turningOfMetafield(condition: MetafieldCondition, context: CompileContext): RawBuilder<unknown>[] {
  const period = periodOf(condition.test);
  if (!period) return [];
  const day = metafieldValue(condition).sql;
  return [day, after(period, day)].map(
    (turning) => sql`SELECT f.customer_id, ${turning} AS day
      FROM ${metafieldRows(context)} WHERE ${isMetafield(condition)}`,
  );
}

/** The events of the period leave it one after the other, or come to lie before it. */
function turningOfEvents(condition: EventCondition, context: CompileContext): RawBuilder<unknown>[] {
  const period = periodOf(condition.window);
  if (!period) return [];
  const { from, where, customer, time } = compileHappening(
    { ...condition, window: { kind: "in_last", period } },
    context,
  );
  const day = shopDay(sql.raw(time), context.timeZone);
  return [
    sql`SELECT DISTINCT ${sql.raw(customer)} AS customer_id, ${after(period, day)} AS day FROM ${from} WHERE ${where}`,
  ];
}

function after({ count, unit }: Period, day: RawBuilder<unknown>): RawBuilder<unknown> {
  return unit === "days"
    ? sql`${day} + CAST(${count} AS integer)`
    : sql`CAST(${day} + CAST(${count} AS integer) * interval '1 month' AS date)`;
}
