import { state } from "~/state/client.server";

import type { KnownSegment } from "./similar.server";
import type { PreviewedCount } from "./preview";

/** The version of a segment that is stored now; null where its shop has none of this id. */
export async function storedVersion(shop: string, id: number): Promise<PreviewedCount["stored"]> {
  const db = await state();
  const row = await db.segment.findFirst({ where: { shop, id }, select: { version: true, updatedAt: true } });
  return row && { version: row.version, by: null, at: row.updatedAt.toISOString() };
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
