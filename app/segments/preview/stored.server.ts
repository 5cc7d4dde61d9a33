import { state } from "~/state/client.server";

import { whoIs } from "../activity/whoIs.server";
import type { KnownSegment } from "./similar.server";
import type { PreviewedCount } from "./preview";

/** The version of a segment that is stored now; null where its shop has none of this id. */
export async function storedVersion(shop: string, id: number): Promise<PreviewedCount["stored"]> {
  const db = await state();
  const row = await db.segment.findFirst({
    where: { shop, id },
    select: {
      ...{ version: true, updatedBy: true, updatedAt: true },
      versions: { orderBy: { version: "desc" }, take: 1, select: { madeBy: true, madeAt: true } },
    },
  });
  if (!row) return null;
  // Segments that were there before versions were kept have none until they are edited.
  const { madeBy, madeAt } = row.versions[0] ?? { madeBy: row.updatedBy, madeAt: row.updatedAt };
  const nameOf = await whoIs(shop, [madeBy]);
  return { version: row.version, by: nameOf(madeBy), at: madeAt.toISOString() };
}

/** The active segments of a shop but one, oldest first. */
export async function otherActive(shop: string, id: number | null): Promise<KnownSegment[]> {
  const db = await state();
  return db.segment.findMany({
    where: { shop, active: true, ...(id === null ? {} : { id: { not: id } }) },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
}
