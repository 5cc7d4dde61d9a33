import { Prisma } from "~/state/generated/sqlite/client";

import type { Desk } from "./editing.server";
import { type Definition, referencedSegments } from "./language/definition";
import type { Segment } from "./segment";
import { segmentOf } from "./segmentStore.server";

// Rows of segments, written together with what they refer to. What is written was checked.

export interface CheckedSegment {
  readonly name: string;
  readonly description: string;
  readonly definition: Definition;
  readonly active: boolean;
  readonly createdBy: string | null;
  /** Where it is ready-made: its entry of the catalogue, and the numbers that lead to the definition. */
  readonly readyMade?: string;
  readonly settings?: Readonly<Record<string, number>>;
}

export async function addSegment(
  { db, shop }: Desk,
  { definition, ...segment }: CheckedSegment,
  now: Date,
): Promise<Segment> {
  const row = await db.segment.create({
    data: {
      ...segment,
      shop,
      definition: asJson(definition),
      createdAt: now,
      updatedAt: now,
      uses: referencesOf(definition),
    },
  });
  return segmentOf(row);
}

/** @param rule.settings the numbers of a ready-made segment that lead to the definition; null: it is the merchant's own */
export async function setDefinition(
  { db }: Desk,
  id: number,
  { definition, settings }: { readonly definition: Definition; readonly settings: Segment["settings"] },
  now: Date,
): Promise<Segment> {
  await db.segmentReference.deleteMany({ where: { fromId: id } });
  const row = await db.segment.update({
    where: { id },
    data: {
      definition: asJson(definition),
      settings: settings ?? Prisma.DbNull,
      updatedAt: now,
      uses: referencesOf(definition),
    },
  });
  return segmentOf(row);
}

function referencesOf(definition: Definition) {
  return { create: referencedSegments(definition).map((toId) => ({ toId })) };
}

/** A definition is plain JSON; Prisma's type for that asks for index signatures. */
function asJson(definition: Definition): Prisma.InputJsonObject {
  return definition as unknown as Prisma.InputJsonObject;
}
