import { sql, type RawBuilder } from "kysely";

import { scoresOf } from "~/customers/rfm.server";
import type { Scoring } from "~/customers/scoredState.server";

import type { CompileContext } from "../compile/context";
import { relation } from "../compile/template";
import type { Condition } from "../language/definition";
import { fieldOf } from "../language/fields";
import { horizonDays } from "./turningDays";

/** The scores that customers will have from a day of their own on, if they buy nothing more. */
export interface FadedScores {
  /** SELECT of `customer_id` and `day`. */
  readonly days: RawBuilder<unknown>;
  /** SELECT with the columns of `rfm_scores`. */
  readonly scores: RawBuilder<unknown>;
}

/**
 * How time alone changes the scores that a condition asks for: one entry for each limit that the days since the last order
 * pass, where limits stand still (the merchant's own, or the fixed rules of a small store). Quintiles do not: with nobody
 * buying, they recede as fast as everybody's last order.
 */
export function fadingScores(
  condition: Condition,
  { method, breaks, analysisDate }: Scoring,
  context: CompileContext,
): FadedScores[] {
  if (!asksForScores(condition) || method === "quintiles" || method === "quintiles_low_confidence") return [];
  const passed = breaks.recency.filter((limit) => limit < horizonDays).map((limit) => Math.floor(limit) + 1);
  const metrics = relation(context, "customer_metrics");
  return [...new Set(passed)].map((days) => ({
    days: sql`SELECT customer_id, last_order_on + ${sql.lit(days)} AS day FROM ${metrics} WHERE orders > 0`,
    scores: scoresOf({
      analysisDate,
      breaks,
      metrics: sql`(
        SELECT customer_id, orders, spend, CAST(${analysisDate} AS date) - ${sql.lit(days)} AS last_order_on
        FROM ${metrics}) faded`,
    }),
  }));
}

function asksForScores(condition: Condition): boolean {
  return condition.kind === "attribute" && /\br\./.test(fieldOf(condition.field).sql);
}
