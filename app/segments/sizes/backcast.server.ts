import { monthEnds } from "~/customers/monthEnds";
import type { Connection } from "~/warehouse/engine";

import { countMembers } from "../compile/members";
import type { Definition } from "../language/definition";
import { scoringOf, segmentContext } from "../membership/context.server";
import type { PreviewedHistory } from "../preview/preview";
import { takenAsToday } from "./past";
import { pastSizes } from "./pastSizes.server";
import { withRulesInPlace } from "./rulesInPlace";
import type { SizePoint } from "./sizes";

export interface BackcastOptions {
  readonly months: number;
  readonly knownFrom: string | null;
  readonly signal: AbortSignal;
}

/**
 * A rule's size at the ends of the last months and today, as far as today's facts tell: one point more than months. Stores
 * nothing.
 *
 * @param options.knownFrom orders of earlier days are not known, so nothing is said of those; null: all are
 * @param options.signal whoever asked has gone: no further day is counted
 * @param ruleOf the rule of a segment that the definition speaks of; with null its stored members are taken
 * @throws {NotScoredError} where the store was never scored as a whole
 */
export async function backcast(
  connection: Connection,
  definition: Definition,
  { months, knownFrom, signal }: BackcastOptions,
  ruleOf: (segmentId: number) => Definition | null,
): Promise<PreviewedHistory> {
  const scoring = await scoringOf(connection);
  const rule = withRulesInPlace(definition, ruleOf);
  const points: SizePoint[] = [];
  for (const { day } of monthEnds(scoring.analysisDate, months + 1).slice(0, -1)) {
    if (!isKnown(day, knownFrom)) continue;
    signal.throwIfAborted();
    const [members = 0] = await pastSizes(connection, [rule], { ...scoring, analysisDate: day });
    points.push({ day, members, source: "computed" });
  }
  signal.throwIfAborted();
  // As the builder counts it: with the stored members of other segments.
  const context = await segmentContext(connection, [definition]);
  const [now] = await connection.all(countMembers(definition, context));
  points.push({ day: scoring.analysisDate, members: now?.members ?? 0, source: "computed" });
  return { points, asToday: takenAsToday(rule) };
}

/** Whether the orders of a day are known: a shop may let the app see those of the last sixty days only. */
export function isKnown(day: string, knownFrom: string | null): boolean {
  return knownFrom === null || day >= knownFrom;
}
