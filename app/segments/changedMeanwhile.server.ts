import { whoIs } from "./activity/whoIs.server";
import type { Desk } from "./editing.server";
import type { Refusal } from "./refusals";
import type { Segment } from "./segment";

/** Why an edit that began from an older version is refused: who saved the one that stands, and when. */
export async function changedMeanwhile(
  { shop, db, by }: Desk,
  { id, version, updatedBy, updatedAt }: Segment,
): Promise<Refusal> {
  const newest = await db.segmentVersion.findUnique({
    where: { segmentId_version: { segmentId: id, version }, segment: { shop } },
    select: { madeBy: true, madeAt: true },
  });
  const { madeBy, madeAt } = newest ?? { madeBy: updatedBy, madeAt: updatedAt };
  const nameOf = await whoIs(shop, [madeBy], db);
  return {
    kind: "changed_meanwhile",
    version,
    by: nameOf(madeBy),
    byYourself: madeBy !== null && madeBy === by,
    at: madeAt.toISOString(),
  };
}
