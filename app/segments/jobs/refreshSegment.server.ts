import { readScoring } from "~/customers/scoredState.server";
import { log } from "~/state/log.server";
import type { Warehouse } from "~/warehouse/engine";

import { noteActivity } from "../activity/activity.server";
import { evaluateSegments } from "../membership/evaluate.server";
import { SegmentFailedError } from "../membership/failing";
import type { Refusal } from "../refusals";
import { activeSegments, readSegment } from "../segmentStore.server";
import { askForRefresh } from "./askForRefresh.server";

export type Refreshed = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Finds the members of one segment now, because somebody asked for it. What else is behind in the store follows in the
 * background.
 *
 * @param by who of the shop's staff, by Shopify's user id
 */
export async function refreshSegment(
  warehouse: Warehouse,
  id: number,
  by: string | null,
  now: Date,
): Promise<Refreshed> {
  const { shop } = warehouse;
  const segment = await readSegment(shop, id);
  if (segment === null) return refused({ kind: "not_found" });
  if (segment.definition === null) return refused({ kind: "unreadable", why: segment.unreadable ?? "" });
  if (!segment.active) {
    return refused({
      kind: "words",
      problem: "This segment is switched off. Activate it to find its members.",
    });
  }
  if ((await readScoring(warehouse)) === null) {
    return refused({ kind: "words", problem: "Members are found once your order history is in." });
  }
  const { segments } = await activeSegments(shop);
  try {
    // Who changed enters or leaves for that; whoever else does, because others moved a limit.
    await evaluateSegments(warehouse, segments, [id], { now, cause: "others" });
  } catch (error) {
    if (!(error instanceof SegmentFailedError)) throw error;
    log().error({ shop, segment: id, failure: error.message }, "A segment could not be refreshed.");
    return refused({
      kind: "words",
      problem: "The members could not be found just now. They stay as they were; Quintile keeps trying.",
    });
  } finally {
    await askForRefresh(shop);
  }
  await noteActivity(shop, id, "refreshed", by, now);
  return { ok: true };
}

function refused(refusal: Refusal): Refreshed {
  return { ok: false, refusal };
}
