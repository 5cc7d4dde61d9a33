import { badReferences, nameTaken, tooManyActive } from "./checks";
import { type Desk, type Edit, type Edited, editSegment, editSegments, refuse } from "./editing.server";
import { parseDefinition } from "./language/parse";
import { addSegment, type CheckedSegment, setDefinition } from "./segmentRows.server";
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
    return insert(desk, { ...read.words, definition, active, createdBy }, now);
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
    return insert(desk, { name: copy, description, definition, active, createdBy }, now);
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
    const segment = await setDefinition(desk, id, { definition, settings: null }, now);
    return { ok: true, segment, movesMembers: active };
  });
}

async function insert(desk: Desk, segment: CheckedSegment, now: Date): Promise<Edit> {
  const refusal = segment.active ? tooManyActive(desk.segments) : null;
  if (refusal) return refuse(refusal);
  return { ok: true, segment: await addSegment(desk, segment, now), movesMembers: segment.active };
}
