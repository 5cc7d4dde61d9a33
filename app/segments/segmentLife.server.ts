import { badReferences, tooManyActive } from "./checks";
import { dropDraftsOf } from "./drafts/drafts.server";
import { type Edited, editSegment, refuse } from "./editing.server";
import { switchSegment } from "./segmentRows.server";
import { usersOf } from "./whereUsed.server";

/** Switches a segment on: its members are found in the background, and kept from then on. */
export function activateSegment(shop: string, id: number, by: string | null, now: Date): Promise<Edited> {
  return editSegment(shop, id, by, now, async (desk, segment) => {
    if (segment.active) return { ok: true, segment, movesMembers: false };
    const { definition, unreadable } = segment;
    if (definition === null) return refuse({ kind: "unreadable", why: unreadable ?? "" });
    const refusal =
      badReferences(desk.segments, { id, definition, active: true }) ?? tooManyActive(desk.segments);
    return refusal ? refuse(refusal) : switchSegment(desk, segment, true);
  });
}

/** Switches a segment off: everybody leaves it. Refused while an active segment refers to it. */
export function deactivateSegment(shop: string, id: number, by: string | null, now: Date): Promise<Edited> {
  return editSegment(shop, id, by, now, async (desk, segment) => {
    if (!segment.active) return { ok: true, segment, movesMembers: false };
    const users = await usersOf(desk.db, shop, id, { activeOnly: true });
    return users.length > 0 ? refuse({ kind: "used", users }) : switchSegment(desk, segment, false);
  });
}

/**
 * Deletes a segment, with its versions and what anybody was about to make of it; everybody leaves it. Refused while any
 * segment refers to it, active or not.
 */
export function deleteSegment(shop: string, id: number, now: Date): Promise<Edited> {
  return editSegment(shop, id, null, now, async ({ db }, segment) => {
    const users = await usersOf(db, shop, id);
    if (users.length > 0) return refuse({ kind: "used", users });
    await db.segment.delete({ where: { id, shop } });
    await dropDraftsOf(db, shop, id);
    return { ok: true, segment, movesMembers: segment.active };
  });
}
