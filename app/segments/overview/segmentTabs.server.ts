import { sql } from "kysely";

import type { Warehouse } from "~/warehouse/engine";

import { readActivity } from "../activity/activity.server";
import { readVersions } from "../activity/versions.server";
import { reachOf } from "../reach/reach.server";
import { listSegments } from "../segmentStore.server";
import { segmentFigures } from "../sizes/figures.server";
import { sizeHistory } from "../sizes/history.server";
import { namesIn } from "./mentionedNames.server";
import type { SegmentActivity, SegmentOverview } from "./segmentTabs";

/** A year, and the day that it began with. */
const daysOfHistory = 366;

/** @throws {NotScoredError} where the store was never scored as a whole */
export async function segmentOverview(warehouse: Warehouse, id: number): Promise<SegmentOverview> {
  const members = sql`SELECT customer_id FROM memberships WHERE segment_id = ${id}`;
  const [figures, reach, history] = await Promise.all([
    segmentFigures(warehouse, id),
    reachOf(warehouse, members),
    sizeHistory(warehouse, id, { days: daysOfHistory }),
  ]);
  return { figures, reach, history };
}

/** @param limit of the entries, the newest first */
export async function segmentActivity(
  warehouse: Warehouse,
  id: number,
  limit: number,
): Promise<SegmentActivity> {
  const { shop } = warehouse;
  const [entries, versions, segments] = await Promise.all([
    readActivity(shop, id, { limit: limit + 1 }),
    readVersions(shop, id),
    listSegments(shop),
  ]);
  const definitions = versions.flatMap(({ definition }) => definition ?? []);
  return {
    entries: entries.slice(0, limit),
    hasMore: entries.length > limit,
    versions,
    names: await namesIn(warehouse, definitions, segments),
  };
}
