import { Prisma } from "~/state/generated/sqlite/client";

import type { ActivityKind } from "./activity/activity";
import type { Desk, Edit } from "./editing.server";
import { canonicalJson } from "./language/canonical";
import { type Definition, referencedSegments } from "./language/definition";
import type { Segment } from "./segment";
import { segmentOf } from "./segmentStore.server";

// Rows of segments, written together with what they refer to, their versions and what was done. What is written was checked.

/** What a version of a segment keeps. */
export interface CheckedContents {
  readonly name: string;
  readonly description: string;
  readonly definition: Definition;
  /** The numbers of a ready-made segment that lead to the definition; null: it is the merchant's own. */
  readonly settings: Segment["settings"];
}

export interface CheckedSegment extends CheckedContents {
  readonly active: boolean;
  /** Where it is ready-made: its entry of the catalogue. */
  readonly readyMade?: string;
}

/** Versions kept of a segment: the newest ones. */
export const versionsKept = 200;

export async function addSegment({ db, shop, by, now }: Desk, segment: CheckedSegment): Promise<Segment> {
  const { active, readyMade, ...contents } = segment;
  const row = await db.segment.create({
    data: {
      ...columnsOf(contents),
      shop,
      active,
      readyMade: readyMade ?? null,
      createdAt: now,
      createdBy: by,
      updatedAt: now,
      updatedBy: by,
      uses: referencesOf(contents.definition),
      versions: { create: { ...columnsOf(contents), version: 1, madeAt: now, madeBy: by } },
      activity: { create: { kind: "created" satisfies ActivityKind, version: 1, at: now, by } },
    },
  });
  return segmentOf(row);
}

/** Makes the next version of a segment; nothing where it would be as the one before. */
export async function changeSegment(
  { db, shop, by, now }: Desk,
  before: Segment,
  contents: CheckedContents,
  kind: "edited" | "numbers",
): Promise<Edit> {
  if (isUnchanged(before, contents)) return { ok: true, segment: before, movesMembers: false };
  const { id } = before;
  const movesRule = !isSame(before.definition, contents.definition);
  const version = before.version + 1;
  if (movesRule) await db.segmentReference.deleteMany({ where: { fromId: id, from: { shop } } });
  const row = await db.segment.update({
    where: { id, shop },
    data: {
      ...columnsOf(contents),
      version,
      updatedAt: now,
      updatedBy: by,
      ...(movesRule ? { uses: referencesOf(contents.definition) } : {}),
      versions: { create: { ...columnsOf(contents), version, madeAt: now, madeBy: by } },
      activity: { create: { kind: kind satisfies ActivityKind, version, at: now, by } },
    },
  });
  await db.segmentVersion.deleteMany({
    where: { segmentId: id, segment: { shop }, version: { lte: version - versionsKept } },
  });
  return { ok: true, segment: segmentOf(row), movesMembers: movesRule && before.active };
}

export function isUnchanged(before: Segment, { name, description, definition, settings }: CheckedContents) {
  return (
    before.name === name &&
    before.description === description &&
    isSame(before.definition, definition) &&
    isSame(before.settings, settings)
  );
}

/** Switches a segment on or off. */
export async function switchSegment(
  { db, shop, by, now }: Desk,
  { id }: Segment,
  active: boolean,
): Promise<Edit> {
  const kind: ActivityKind = active ? "activated" : "deactivated";
  const row = await db.segment.update({
    where: { id, shop },
    data: { active, updatedAt: now, updatedBy: by, activity: { create: { kind, at: now, by } } },
  });
  return { ok: true, segment: segmentOf(row), movesMembers: true };
}

function columnsOf({ name, description, definition, settings }: CheckedContents) {
  return { name, description, definition: asJson(definition), settings: settings ?? Prisma.DbNull };
}

function referencesOf(definition: Definition) {
  return { create: referencedSegments(definition).map((toId) => ({ toId })) };
}

export function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** A definition is plain JSON; Prisma's type for that asks for index signatures. */
function asJson(definition: Definition): Prisma.InputJsonObject {
  return definition as unknown as Prisma.InputJsonObject;
}
