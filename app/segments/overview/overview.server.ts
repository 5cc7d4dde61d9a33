import { type Scoring, readScoring } from "~/customers/scoredState.server";
import { storeCounts } from "~/customers/storeCounts.server";
import type { Warehouse } from "~/warehouse/engine";

import { readyMadeOf, readyMadeSegments } from "../catalogue/catalogue";
import { isRefreshFailing } from "../jobs/isRefreshFailing.server";
import { type Definition, referencedSegments } from "../language/definition";
import { definitionHash, type MemberCount, memberCounts } from "../membership/counts.server";
import type { Segment } from "../segment";
import { listSegments } from "../segmentStore.server";
import { mentionedNames } from "./mentionedNames.server";
import type { MentionedNames, SegmentsOverview, SegmentSummary } from "./overview";

/** The active segments of the warehouse's shop with their stored counts; null until the store has been scored. */
export async function segmentsOverview(warehouse: Warehouse): Promise<SegmentsOverview | null> {
  const [segments, scoring, counts, { customers }, failing] = await Promise.all([
    listSegments(warehouse.shop),
    readScoring(warehouse),
    memberCounts(warehouse),
    storeCounts(warehouse),
    isRefreshFailing(warehouse.shop),
  ]);
  if (scoring === null) return null;
  const summaries = segments
    .filter((segment) => segment.active)
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((segment) => summaryOf(segment, counts.get(segment.id), scoring));
  return {
    segments: summaries,
    names: await namesIn(warehouse, segments, summaries),
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

async function namesIn(
  warehouse: Warehouse,
  segments: readonly Segment[],
  shown: readonly SegmentSummary[],
): Promise<MentionedNames> {
  const definitions = shown.flatMap(({ definition }) => definition ?? []);
  const referenced = new Set(definitions.flatMap(referencedSegments));
  return {
    ...(await mentionedNames(warehouse, definitions)),
    segments: Object.fromEntries(
      segments.filter(({ id }) => referenced.has(id)).map(({ id, name }) => [id, name]),
    ),
  };
}

function summaryOf(segment: Segment, count: MemberCount | undefined, scoring: Scoring): SegmentSummary {
  const { id, name, description, definition, unreadable } = segment;
  const readyMade = segment.readyMade === null ? undefined : readyMadeOf(segment.readyMade);
  return {
    id,
    name,
    description,
    advice: readyMade?.advice ?? null,
    topic: readyMade?.topic ?? "own",
    definition,
    unreadable,
    count: count
      ? {
          members: count.members,
          evaluatedAt: count.evaluatedAt.toISOString(),
          evaluatedOn: count.evaluatedOn,
        }
      : null,
    updating: definition !== null && !isCurrent(definition, count, scoring),
  };
}

function isCurrent(definition: Definition, count: MemberCount | undefined, scoring: Scoring): boolean {
  return (
    count?.definitionHash === definitionHash(definition) &&
    count.breaksVersion === scoring.version &&
    count.scoredAt.getTime() === scoring.scoredAt.getTime()
  );
}
