import { Prisma } from "~/state/generated/sqlite/client";

import { badReferences, nameTaken, tooManyActive } from "./checks";
import { type Desk, type Edit, type Edited, editSegment, editSegments, refuse } from "./editing.server";
import { type Definition, referencedSegments } from "./language/definition";
import { parseDefinition } from "./language/parse";
import { segmentOf } from "./segmentStore.server";
import { freeName, readWords } from "./segmentWords";

/** A segment that somebody makes, as posted. */
export interface NewSegment {
  readonly name: string;
  readonly description: string;
  readonly definition: unknown;
  readonly active: boolean;
  /** Who of the shop's staff makes it. */
  readonly createdBy: string | null;
}

/** Makes a segment. Its members are found in the background. */
export function createSegment(shop: string, made: NewSegment, now: Date): Promise<Edited> {
  return editSegments(shop, now, async (desk) => {
    const read = readWords(made);
    if (!read.ok) return refuse({ kind: "words", problem: read.problem });
    const parsed = parseDefinition(made.definition);
    if (!parsed.ok) return refuse({ kind: "definition", problems: parsed.problems });
    const { definition } = parsed;
    const { active, createdBy } = made;
    const refusal =
      nameTaken(desk.segments, read.words.name) ?? badReferences(desk.segments, { definition, active });
    if (refusal) return refuse(refusal);
    return insertSegment(desk, { ...read.words, definition, active, createdBy }, now);
  });
}

/** Makes another segment like one. It is the merchant's own, whatever the first was made from. */
export function cloneSegment(shop: string, id: number, createdBy: string | null, now: Date): Promise<Edited> {
  return editSegment(shop, id, now, async (desk, { name, description, definition, active, unreadable }) => {
    if (definition === null) return refuse({ kind: "unreadable", why: unreadable ?? "" });
    const copy = freeName(
      `Copy of ${name}`,
      desk.segments.map((other) => other.name),
    );
    return insertSegment(desk, { name: copy, description, definition, active, createdBy }, now);
  });
}

/** Changes a segment's name and description. */
export function describeSegment(
  shop: string,
  id: number,
  words: { readonly name: string; readonly description: string },
  now: Date,
): Promise<Edited> {
  return editSegment(shop, id, now, async (desk) => {
    const read = readWords(words);
    if (!read.ok) return refuse({ kind: "words", problem: read.problem });
    const refusal = nameTaken(desk.segments, read.words.name, id);
    if (refusal) return refuse(refusal);
    const row = await desk.db.segment.update({ where: { id }, data: { ...read.words, updatedAt: now } });
    return { ok: true, segment: segmentOf(row), movesMembers: false };
  });
}

/** Changes whom a segment means; a ready-made one is then no longer what the catalogue says. */
export function saveDefinition(shop: string, id: number, posted: unknown, now: Date): Promise<Edited> {
  return editSegment(shop, id, now, async (desk, { active }) => {
    const parsed = parseDefinition(posted);
    if (!parsed.ok) return refuse({ kind: "definition", problems: parsed.problems });
    const { definition } = parsed;
    const refusal = badReferences(desk.segments, { id, definition, active });
    if (refusal) return refuse(refusal);
    return replaceDefinition(desk, { id, active, definition, settings: null }, now);
  });
}

/** Writes a rule that was checked. `settings`: the numbers of a ready-made segment that lead to it. */
export async function replaceDefinition(
  { db }: Desk,
  {
    id,
    active,
    definition,
    settings,
  }: {
    readonly id: number;
    readonly active: boolean;
    readonly definition: Definition;
    readonly settings: Readonly<Record<string, number>> | null;
  },
  now: Date,
): Promise<Edit> {
  await db.segmentReference.deleteMany({ where: { fromId: id } });
  const row = await db.segment.update({
    where: { id },
    data: {
      definition: asJson(definition),
      settings: settings === null ? Prisma.DbNull : { ...settings },
      updatedAt: now,
      uses: referencesOf(definition),
    },
  });
  return { ok: true, segment: segmentOf(row), movesMembers: active };
}

interface CheckedSegment {
  readonly name: string;
  readonly description: string;
  readonly definition: Definition;
  readonly active: boolean;
  readonly createdBy: string | null;
}

async function insertSegment(desk: Desk, segment: CheckedSegment, now: Date): Promise<Edit> {
  const { definition, active } = segment;
  const refusal = active ? tooManyActive(desk.segments) : null;
  if (refusal) return refuse(refusal);
  const row = await desk.db.segment.create({
    data: {
      ...segment,
      shop: desk.shop,
      definition: asJson(definition),
      createdAt: now,
      updatedAt: now,
      uses: referencesOf(definition),
    },
  });
  return { ok: true, segment: segmentOf(row), movesMembers: active };
}

function referencesOf(definition: Definition) {
  return { create: referencedSegments(definition).map((toId) => ({ toId })) };
}

/** A definition is plain JSON already; Prisma's type for that wants index signatures. */
export function asJson(definition: Definition): Prisma.InputJsonObject {
  return { ...definition } as unknown as Prisma.InputJsonObject;
}
