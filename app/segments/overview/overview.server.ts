import { type Scoring, readScoring } from "~/customers/scoredState.server";
import { storeCounts } from "~/customers/storeCounts.server";
import type { Warehouse } from "~/warehouse/engine";

import { whoIs } from "../activity/whoIs.server";
import { readyMadeOf, readyMadeSegments } from "../catalogue/catalogue";
import { isRefreshFailing } from "../jobs/isRefreshFailing.server";
import type { Definition } from "../language/definition";
import { definitionHash, type MemberCount, memberCounts } from "../membership/counts.server";
import type { Segment } from "../segment";
import { listSegments } from "../segmentStore.server";
import { namesIn } from "./mentionedNames.server";
import type { SegmentsOverview, SegmentSummary } from "./overview";

/** All segments of the warehouse's shop with their stored counts; null until the store has been scored. */
export async function segmentsOverview(warehouse: Warehouse): Promise<SegmentsOverview | null> {
  const [segments, scoring, counts, { customers }, failing] = await Promise.all([
    listSegments(warehouse.shop),
    readScoring(warehouse),
    memberCounts(warehouse),
    storeCounts(warehouse),
    isRefreshFailing(warehouse.shop),
  ]);
  if (scoring === null) return null;
  const nameOf = await whoIs(
    warehouse.shop,
    segments.map(({ updatedBy }) => updatedBy),
  );
  const summaries = [...segments]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((segment) => ({
      ...summaryOf(segment, counts.get(segment.id), scoring),
      updatedBy: nameOf(segment.updatedBy),
    }));
  return {
    segments: summaries,
    names: await namesIn(
      warehouse,
      summaries.flatMap(({ definition }) => definition ?? []),
      segments,
    ),
    customers,
    analysisDate: scoring.analysisDate,
    failing,
  };
}

/** Its place in the catalogue; the merchant's own keep their order after those. */
function placeOf({ readyMade }: Segment): number {
  const place = readyMadeSegments.findIndex(({ id }) => id === readyMade);
  return place === -1 ? readyMadeSegments.length : place;
}

export function summaryOf(
  segment: Segment,
  count: MemberCount | undefined,
  scoring: Scoring,
): Omit<SegmentSummary, "updatedBy"> {
  const { id, name, description, definition, unreadable, active } = segment;
  const readyMade = segment.readyMade === null ? undefined : readyMadeOf(segment.readyMade);
  // Of one that was switched off a moment ago there may still be members.
  const stored = active ? count : undefined;
  return {
    id,
    name,
    description,
    advice: readyMade?.advice ?? null,
    readyMade: readyMade?.id ?? null,
    topic: readyMade?.topic ?? "own",
    definition,
    unreadable,
    active,
    updatedAt: segment.updatedAt.toISOString(),
    count: stored
      ? {
          members: stored.members,
          evaluatedAt: stored.evaluatedAt.toISOString(),
          evaluatedOn: stored.evaluatedOn,
        }
      : null,
    updating: active && definition !== null && !isCurrent(definition, stored, scoring),
  };
}

function isCurrent(definition: Definition, count: MemberCount | undefined, scoring: Scoring): boolean {
  return (
    count?.definitionHash === definitionHash(definition) &&
    count.breaksVersion === scoring.version &&
    count.scoredAt.getTime() === scoring.scoredAt.getTime()
  );
}
