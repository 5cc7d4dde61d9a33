import type { Counting } from "~/customers/metrics.server";
import { readScoringVersion, type Scoring } from "~/customers/scoredState.server";
import type { Warehouse } from "~/warehouse/engine";

import { definitionHash, memberCounts } from "../membership/counts.server";
import {
  evaluateAll,
  evaluateSegments,
  type EvaluationReport,
  refreshThresholds,
  scoreAndEvaluateAll,
  type WholePass,
} from "../membership/evaluate.server";
import { type SegmentFailedError, sparingOthers } from "../membership/failing";
import type { ActiveSegments } from "../segmentStore.server";
import {
  causeBetween,
  changedSegments,
  type Evaluation,
  isScoringStale,
  outdatedEvaluations,
} from "./staleness";

/** What was done: everything for another way of counting or a newer scoring, or less. */
export type Pass = "score" | "evaluate" | "definitions" | "rankings";

export interface Refresh {
  readonly passes: readonly Pass[];
  /** Memberships that began, and that ended. */
  readonly entered: number;
  readonly left: number;
  /** Segments whose members could not be found; they are as they were, and all others are up to date. */
  readonly failures: readonly SegmentFailedError[];
}

/** What the members of a store are to be. */
export interface Wanted {
  readonly active: ActiveSegments;
  /** How the store is to be counted. */
  readonly counting: Counting;
  /** The newest scoring. */
  readonly scoring: Scoring;
  /** Whether single customers changed since they were last ranked against each other. */
  readonly isRankingStale: boolean;
  readonly now: Date;
}

/**
 * Makes the stored members those of the active segments, by no more work than what is behind takes. A segment that fails
 * keeps its members, and so do those that refer to it as far as they follow from them.
 */
export async function bringUpToDate(
  warehouse: Warehouse,
  { active: { segments, unreadable }, counting, scoring, isRankingStale, now }: Wanted,
): Promise<Refresh> {
  const wanted = [
    ...segments.map(({ id, definition }) => ({ id, definitionHash: definitionHash(definition) })),
    ...unreadable.map((id) => ({ id, definitionHash: null })),
  ];
  const evaluations = await memberCounts(warehouse);
  const outdated = outdatedEvaluations(wanted, evaluations, scoring);
  if (isScoringStale(scoring, counting) || outdated.length > 0) {
    const before = (await oldestScoring(warehouse, outdated)) ?? scoring;
    const fallback = causeBetween(before, counting);
    const isStale = isScoringStale(scoring, counting);
    const { report, failures } = await sparingOthers(segments, async (sound, failing) => {
      const pass: WholePass = { now, keep: [...unreadable, ...failing], fallback };
      if (!isStale) return evaluateAll(warehouse, sound, pass);
      return (await scoreAndEvaluateAll(warehouse, sound, { ...counting, ...pass })).evaluation;
    });
    return refreshOf({ [isStale ? "score" : "evaluate"]: report }, failures);
  }
  const changed = changedSegments(wanted, evaluations);
  const { report, failures } = await sparingOthers(segments, async (sound, failing) => {
    const ids = changed.filter((id) => !failing.includes(id));
    const definition = { now, cause: "definition" } as const;
    return {
      ...(ids.length > 0 ? { definitions: await evaluateSegments(warehouse, sound, ids, definition) } : {}),
      ...(isRankingStale ? { rankings: await refreshThresholds(warehouse, sound, { now }) } : {}),
    };
  });
  return refreshOf(report, failures);
}

/** The oldest scoring that stored members were found by. */
async function oldestScoring(warehouse: Warehouse, outdated: readonly Evaluation[]): Promise<Scoring | null> {
  const versions = outdated.map(({ breaksVersion }) => breaksVersion);
  return versions.length === 0 ? null : readScoringVersion(warehouse, Math.min(...versions));
}

function refreshOf(
  reports: Partial<Record<Pass, EvaluationReport>>,
  failures: readonly SegmentFailedError[],
): Refresh {
  const changes = Object.values(reports).flatMap(({ segments }) => segments);
  return {
    passes: Object.keys(reports) as Pass[],
    entered: changes.reduce((sum, { entered }) => sum + entered, 0),
    left: changes.reduce((sum, { left }) => sum + left, 0),
    failures,
  };
}
