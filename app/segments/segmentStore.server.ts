import { z } from "zod";

import { state } from "~/state/client.server";
import type { Segment as SegmentRow } from "~/state/generated/sqlite/client";

import type { ActiveSegment } from "./dependencies";
import { parseDefinition } from "./language/parse";
import type { Segment } from "./segment";

/** All segments of a shop, by name. One whose rule cannot be read is among them, and says so. */
export async function listSegments(shop: string): Promise<Segment[]> {
  const db = await state();
  const rows = await db.segment.findMany({ where: { shop }, orderBy: { id: "asc" } });
  return rows.map(segmentOf).sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** A segment of a shop; null where the shop has none of this id. */
export async function readSegment(shop: string, id: number): Promise<Segment | null> {
  const db = await state();
  const row = await db.segment.findFirst({ where: { shop, id } });
  return row && segmentOf(row);
}

/** The active segments of a shop, in the order in which they were made. */
export interface ActiveSegments {
  readonly segments: readonly ActiveSegment[];
  /** Active segments whose rule this version of the app cannot read: their members are to stay as they are. */
  readonly unreadable: readonly number[];
}

export async function activeSegments(shop: string): Promise<ActiveSegments> {
  const db = await state();
  const rows = await db.segment.findMany({ where: { shop, active: true }, orderBy: { id: "asc" } });
  const segments = rows.map(segmentOf);
  return {
    segments: segments.flatMap(({ id, definition }) => (definition ? [{ id, definition }] : [])),
    unreadable: segments.flatMap(({ id, definition }) => (definition ? [] : [id])),
  };
}

const settings = z.record(z.string(), z.number()).nullable();

/** A row as the rest of the house sees it. A rule that cannot be read takes no page down. */
export function segmentOf(row: SegmentRow): Segment {
  const { id, name, description, readyMade, active, createdAt, createdBy, updatedAt, updatedBy, version } =
    row;
  const parsed = parseDefinition(row.definition);
  return {
    id,
    name,
    description,
    readyMade,
    settings: settings.parse(row.settings),
    definition: parsed.ok ? parsed.definition : null,
    unreadable: parsed.ok ? null : parsed.problems.map(({ message }) => message).join(" "),
    active,
    createdAt,
    createdBy,
    updatedAt,
    updatedBy,
    version,
  };
}
