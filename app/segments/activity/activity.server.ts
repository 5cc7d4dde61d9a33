import { z } from "zod";

import { state } from "~/state/client.server";

import { inTurn } from "../inTurn.server";
import { type ActivityEntry, activityKinds } from "./activity";
import { whoIs } from "./whoIs.server";

const kindOf = z.enum(activityKinds);

/**
 * What was done to a segment, the newest first.
 *
 * @param page.before only what was done before the entry of this id
 */
export async function readActivity(
  shop: string,
  id: number,
  { limit, before }: { readonly limit: number; readonly before?: number },
): Promise<ActivityEntry[]> {
  const db = await state();
  const rows = await db.segmentActivity.findMany({
    where: { segmentId: id, segment: { shop }, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit,
  });
  const nameOf = await whoIs(
    shop,
    rows.map(({ by }) => by),
  );
  return rows.flatMap(({ id: entry, kind, at, by, version }) => {
    const known = kindOf.safeParse(kind);
    // One of a newer version of the app, which somebody went back from.
    if (!known.success) return [];
    return [{ id: entry, kind: known.data, at: at.toISOString(), by: nameOf(by), version }];
  });
}

/** Notes what somebody did to a segment that changed nothing of it; nothing where the shop has no such segment. */
export async function noteActivity(
  shop: string,
  id: number,
  kind: "refreshed" | "exported",
  by: string | null,
  now: Date,
): Promise<void> {
  await inTurn(shop, async (db) => {
    if ((await db.segment.count({ where: { shop, id } })) === 0) return;
    await db.segmentActivity.create({ data: { segment: { connect: { id, shop } }, at: now, by, kind } });
  });
}
