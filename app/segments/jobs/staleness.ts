import type { Counting } from "~/customers/metrics.server";
import { shopToday } from "~/history/shopToday";

import type { MembershipCause } from "../membership/causes";
import type { SegmentsProgress } from "./shopSegments.server";

/** Limits that rank customers against each other follow changes of single customers within this time. */
const rankingDelayMs = 10 * 60_000;

/** Whether the members of a shop are behind by what the state knows, so that they are to be refreshed. */
export function isRefreshDue(shop: SegmentsProgress, now: Date): boolean {
  // Which day it is there is unknown until the first sync has asked Shopify.
  if (shop.timezone === null) return false;
  if (shop.segmentsStaleSince !== null || shop.segmentsDay !== shopToday(now, shop.timezone)) return true;
  // Counted from the last ranking, not from the change: a store that changes all the time is ranked too.
  const rankedMs = shop.rankedAt?.getTime() ?? 0;
  return isRankingStale(shop) && now.getTime() - rankedMs >= rankingDelayMs;
}

/** Whether customers changed since they were last ranked against each other. */
export function isRankingStale({
  customersChangedAt,
  rankedAt,
}: Pick<SegmentsProgress, "customersChangedAt" | "rankedAt">): boolean {
  return customersChangedAt !== null && (rankedAt === null || customersChangedAt >= rankedAt);
}

/** Whether the store is to be scored anew: it was counted to another day, or by other rules. */
export function isScoringStale(scored: Counting, wanted: Counting): boolean {
  return scored.analysisDate !== wanted.analysisDate || rulesOf(scored) !== rulesOf(wanted);
}

/** Why somebody who was not changed themselves enters or leaves between two ways of counting. */
export function causeBetween(before: Counting, after: Counting): MembershipCause {
  if (rulesOf(before) !== rulesOf(after)) return "settings";
  return before.analysisDate === after.analysisDate ? "others" : "time";
}

function rulesOf({ timeZone, settings }: Counting): string {
  return JSON.stringify([timeZone, settings]);
}

/** An active segment as it is to be. */
export interface WantedSegment {
  readonly id: number;
  /** Null: its rule cannot be read by this version of the app, so its members stay as they are. */
  readonly definitionHash: string | null;
}

/** How the stored members of a segment were found. */
export interface Evaluation {
  readonly definitionHash: string;
  readonly breaksVersion: number;
  readonly scoredAt: Date;
}

/** The segments that are new, whose rule is another, or that are evaluated and not active any more. */
export function changedSegments(
  wanted: readonly WantedSegment[],
  evaluations: ReadonlyMap<number, Evaluation>,
): number[] {
  const changed = wanted.filter(
    ({ id, definitionHash }) =>
      definitionHash !== null && definitionHash !== evaluations.get(id)?.definitionHash,
  );
  const active = new Set(wanted.map(({ id }) => id));
  const gone = [...evaluations.keys()].filter((id) => !active.has(id));
  return [...changed.map(({ id }) => id), ...gone];
}

/** The evaluations of active segments that read another scoring than the newest one. */
export function outdatedEvaluations(
  wanted: readonly WantedSegment[],
  evaluations: ReadonlyMap<number, Evaluation>,
  newest: { readonly version: number; readonly scoredAt: Date },
): Evaluation[] {
  return wanted.flatMap(({ id, definitionHash }) => {
    const evaluation = evaluations.get(id);
    if (definitionHash === null || evaluation === undefined) return [];
    const isCurrent =
      evaluation.breaksVersion === newest.version &&
      evaluation.scoredAt.getTime() === newest.scoredAt.getTime();
    return isCurrent ? [] : [evaluation];
  });
}
