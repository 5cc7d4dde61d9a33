import { readScoring } from "~/customers/scoredState.server";
import { storeCounts } from "~/customers/storeCounts.server";
import type { Warehouse } from "~/warehouse/engine";

import { readyMadeOf } from "../catalogue/catalogue";
import { isRefreshFailing } from "../jobs/isRefreshFailing.server";
import { referencedSegments } from "../language/definition";
import { memberCounts } from "../membership/counts.server";
import { listSegments } from "../segmentStore.server";
import { segmentUsers } from "../whereUsed.server";
import { namesIn } from "./mentionedNames.server";
import { summaryOf } from "./overview.server";
import type { SegmentPage } from "./segmentPage";

/**
 * A segment of the warehouse's shop, switched on or off, readable or not.
 *
 * @returns "unscored" until the store has been scored; "unknown" where the shop has no segment of this id
 */
export async function segmentPage(
  warehouse: Warehouse,
  id: number,
): Promise<SegmentPage | "unscored" | "unknown"> {
  const [segments, scoring, counts, { customers }, failing, users] = await Promise.all([
    listSegments(warehouse.shop),
    readScoring(warehouse),
    memberCounts(warehouse),
    storeCounts(warehouse),
    isRefreshFailing(warehouse.shop),
    segmentUsers(warehouse.shop, id),
  ]);
  if (scoring === null) return "unscored";
  const segment = segments.find((candidate) => candidate.id === id);
  if (segment === undefined) return "unknown";
  const { definition } = segment;
  const readyMade = segment.readyMade === null ? undefined : readyMadeOf(segment.readyMade);
  const referred = new Set(definition === null ? [] : referencedSegments(definition));
  const uses = segments.filter((other) => referred.has(other.id));
  return {
    segment: {
      ...summaryOf(segment, counts.get(id), scoring),
      numbers: (readyMade?.settings ?? []).map(({ label }) => label),
      changedByHand: readyMade !== undefined && segment.settings === null,
      users,
      uses: uses.map(({ id: other, name, active }) => ({ id: other, name, active })),
    },
    names: await namesIn(warehouse, definition === null ? [] : [definition], segments),
    customers,
    analysisDate: scoring.analysisDate,
    failing,
  };
}
