import { badReferences, tooManyActive } from "./checks";
import { type Desk, type Edited, editSegment, refuse } from "./editing.server";
import type { SegmentUser } from "./refusals";
import { segmentOf } from "./segmentStore.server";

/** Switches a segment on: its members are found in the background, and kept from then on. */
export function activateSegment(shop: string, id: number, now: Date): Promise<Edited> {
  return editSegment(shop, id, now, async ({ db, segments }, segment) => {
    if (segment.active) return { ok: true, segment, movesMembers: false };
    const { definition, unreadable } = segment;
    if (definition === null) return refuse({ kind: "unreadable", why: unreadable ?? "" });
    const refusal = badReferences(segments, { id, definition, active: true }) ?? tooManyActive(segments);
    if (refusal) return refuse(refusal);
    const row = await db.segment.update({ where: { id }, data: { active: true, updatedAt: now } });
    return { ok: true, segment: segmentOf(row), movesMembers: true };
  });
}

/** Switches a segment off: everybody leaves it. Refused while an active segment refers to it. */
export function deactivateSegment(shop: string, id: number, now: Date): Promise<Edited> {
  return editSegment(shop, id, now, async (desk, segment) => {
    if (!segment.active) return { ok: true, segment, movesMembers: false };
    const users = await usersOf(desk, id, { activeOnly: true });
    if (users.length > 0) return refuse({ kind: "used", users });
    const row = await desk.db.segment.update({ where: { id }, data: { active: false, updatedAt: now } });
    return { ok: true, segment: segmentOf(row), movesMembers: true };
  });
}

/** Deletes a segment; everybody leaves it. Refused while any segment refers to it, active or not. */
export function deleteSegment(shop: string, id: number, now: Date): Promise<Edited> {
  return editSegment(shop, id, now, async (desk, segment) => {
    const users = await usersOf(desk, id, { activeOnly: false });
    if (users.length > 0) return refuse({ kind: "used", users });
    await desk.db.segment.delete({ where: { id } });
    return { ok: true, segment, movesMembers: segment.active };
  });
}

/** Who refers to a segment, by what was stored with their rules: also those whose rule cannot be read. */
async function usersOf(
  { db }: Desk,
  id: number,
  { activeOnly }: { readonly activeOnly: boolean },
): Promise<SegmentUser[]> {
  const rows = await db.segmentReference.findMany({
    where: { toId: id, ...(activeOnly ? { from: { active: true } } : {}) },
    select: { from: { select: { id: true, name: true } } },
    orderBy: { fromId: "asc" },
  });
  return rows.map(({ from }) => ({ kind: "segment", ...from }));
}
