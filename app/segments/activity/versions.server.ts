import { state } from "~/state/client.server";
import type { SegmentVersion as VersionRow } from "~/state/generated/sqlite/client";

import { parseDefinition } from "../language/parse";
import type { SegmentVersion } from "./activity";
import { whoIs } from "./whoIs.server";

/** The versions that are kept of a segment, the newest first: that is the segment as it stands. */
export function readVersions(shop: string, id: number): Promise<SegmentVersion[]> {
  return read(shop, { segmentId: id });
}

/** One version of a segment; null where it is not kept. */
export async function readVersion(shop: string, id: number, version: number): Promise<SegmentVersion | null> {
  const [found] = await read(shop, { segmentId: id, version });
  return found ?? null;
}

async function read(
  shop: string,
  where: { readonly segmentId: number; readonly version?: number },
): Promise<SegmentVersion[]> {
  const db = await state();
  const rows = await db.segmentVersion.findMany({
    where: { ...where, segment: { shop } },
    orderBy: { version: "desc" },
  });
  const nameOf = await whoIs(
    shop,
    rows.map(({ madeBy }) => madeBy),
  );
  return rows.map((row) => versionOf(row, nameOf));
}

function versionOf(
  { version, name, description, definition, madeAt, madeBy }: VersionRow,
  nameOf: (id: string | null) => string | null,
): SegmentVersion {
  const parsed = parseDefinition(definition);
  return {
    version,
    name,
    description,
    definition: parsed.ok ? parsed.definition : null,
    madeAt: madeAt.toISOString(),
    madeBy: nameOf(madeBy),
  };
}
