import type { Prisma } from "~/state/generated/sqlite/client";

import { inTurn } from "./inTurn.server";
import { askForRefresh } from "./jobs/askForRefresh.server";
import type { Refusal } from "./refusals";
import type { Segment } from "./segment";
import { segmentOf } from "./segmentStore.server";

/** What came of an edit: the segment as it is now, or why nothing was changed. */
export type Edited =
  { readonly ok: true; readonly segment: Segment } | { readonly ok: false; readonly refusal: Refusal };

/** What an edit did: the segment, and whether members of any segment depend on what changed. */
export type Edit =
  | { readonly ok: true; readonly segment: Segment; readonly movesMembers: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

/** A shop's segments while they are edited: nobody else edits them until the edit is done. */
export interface Desk {
  readonly shop: string;
  /** Who of the shop's staff edits, by Shopify's user id; null: Quintile. */
  readonly by: string | null;
  readonly now: Date;
  readonly db: Prisma.TransactionClient;
  /** All of them, oldest first. */
  readonly segments: readonly Segment[];
}

/**
 * Runs an edit in one transaction, and lets the members follow. The edits of a shop run one after the other, whichever
 * processes they come from, so that what was checked (names, circles, users) still holds when it is written.
 */
export async function editSegments(
  shop: string,
  by: string | null,
  now: Date,
  edit: (desk: Desk) => Promise<Edit>,
): Promise<Edited> {
  const edited = await atDesk(shop, by, now, async (desk) => {
    const outcome = await edit(desk);
    // In the same transaction: should the process die before it asks for the refresh, the schedule finds this.
    if (outcome.ok && outcome.movesMembers) {
      await desk.db.shop.update({ where: { domain: shop }, data: { segmentsStaleSince: now } });
    }
    return outcome;
  });
  if (!edited.ok) return edited;
  if (edited.movesMembers) await askForRefresh(shop);
  return { ok: true, segment: edited.segment };
}

/** {@link editSegments} of one that is there. */
export function editSegment(
  shop: string,
  id: number,
  by: string | null,
  now: Date,
  edit: (desk: Desk, segment: Segment) => Promise<Edit>,
): Promise<Edited> {
  return editSegments(shop, by, now, async (desk) => {
    const segment = desk.segments.find((other) => other.id === id);
    return segment ? edit(desk, segment) : refuse({ kind: "not_found" });
  });
}

export function refuse(refusal: Refusal): Edit {
  return { ok: false, refusal };
}

/** Runs work over a shop's segments in one transaction, which waits for any other of the shop. */
export function atDesk<Result>(
  shop: string,
  by: string | null,
  now: Date,
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  return inTurn(shop, async (db) => {
    const rows = await db.segment.findMany({ where: { shop }, orderBy: { id: "asc" } });
    return work({ shop, by, now, db, segments: rows.map(segmentOf) });
  });
}
