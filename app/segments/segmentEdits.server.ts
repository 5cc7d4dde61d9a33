import { changedMeanwhile } from "./changedMeanwhile.server";
import { badReferences, nameTaken, tooManyActive } from "./checks";
import { dropDraft } from "./drafts/drafts.server";
import { type Desk, type Edit, type Edited, editSegment, editSegments, refuse } from "./editing.server";
import type { Definition } from "./language/definition";
import { parseDefinition } from "./language/parse";
import type { Refusal } from "./refusals";
import { addSegment, changeSegment, type CheckedSegment, isSame, isUnchanged } from "./segmentRows.server";
import { freeName, readWords } from "./segmentWords";

/** The name, description and rule of a segment, as posted. */
export interface SegmentContents {
  readonly name: string;
  readonly description: string;
  readonly definition: unknown;
}

export interface NewSegment extends SegmentContents {
  readonly active: boolean;
}

/**
 * Makes a segment. Its members are found in the background. Whoever makes it has no draft of a new segment from then on.
 *
 * @param by who of the shop's staff, by Shopify's user id; null: Quintile
 */
export function createSegment(
  shop: string,
  posted: NewSegment,
  by: string | null,
  now: Date,
): Promise<Edited> {
  return editSegments(shop, by, now, async (desk) => {
    const read = readContents(posted);
    if (!read.ok) return refuse(read.refusal);
    const { active } = posted;
    const { name, description, definition } = read;
    const refusal = nameTaken(desk.segments, name) ?? badReferences(desk.segments, { definition, active });
    if (refusal) return refuse(refusal);
    const made = await insert(desk, { name, description, definition, settings: null, active });
    if (made.ok && by !== null) await dropDraft(shop, by, null, desk.db);
    return made;
  });
}

/** Makes another segment like one. It is the merchant's own, whatever the first was made from. */
export function cloneSegment(shop: string, id: number, by: string | null, now: Date): Promise<Edited> {
  return editSegment(
    shop,
    id,
    by,
    now,
    async (desk, { name, description, definition, active, unreadable }) => {
      if (definition === null) return refuse({ kind: "unreadable", why: unreadable ?? "" });
      const copy = freeName(
        `Copy of ${name}`,
        desk.segments.map((other) => other.name),
      );
      return insert(desk, { name: copy, description, definition, settings: null, active });
    },
  );
}

/**
 * Saves what a segment is called and whom it means, as its next version; where that is what stands, nothing. A ready-made one
 * whose rule is changed is then no longer what the catalogue says. Whoever saves has no draft of the segment from then on.
 *
 * @param posted.base the version that it was made from. Where another one stands, this is refused: nobody overwrites what
 * they have not seen.
 */
export function saveSegment(
  shop: string,
  id: number,
  { base, ...posted }: SegmentContents & { readonly base: number },
  by: string | null,
  now: Date,
): Promise<Edited> {
  return editSegment(shop, id, by, now, async (desk, before) => {
    const read = readContents(posted);
    if (!read.ok) return refuse(read.refusal);
    const { name, description, definition } = read;
    const settings = isSame(before.definition, definition) ? before.settings : null;
    const contents = { name, description, definition, settings };
    // A save that is sent again, because its answer got lost, changes nothing and is in nobody's way.
    const refusal = isUnchanged(before, contents)
      ? null
      : ((base === before.version ? null : await changedMeanwhile(desk, before)) ??
        nameTaken(desk.segments, name, id) ??
        badReferences(desk.segments, { id, definition, active: before.active }));
    if (refusal) return refuse(refusal);
    const saved = await changeSegment(desk, before, contents, "edited");
    if (saved.ok && by !== null) await dropDraft(shop, by, id, desk.db);
    return saved;
  });
}

type Read =
  | {
      readonly ok: true;
      readonly name: string;
      readonly description: string;
      readonly definition: Definition;
    }
  | { readonly ok: false; readonly refusal: Refusal };

function readContents(posted: SegmentContents): Read {
  const read = readWords(posted);
  if (!read.ok) return { ok: false, refusal: { kind: "words", problem: read.problem } };
  const parsed = parseDefinition(posted.definition);
  if (!parsed.ok) return { ok: false, refusal: { kind: "definition", problems: parsed.problems } };
  return { ok: true, ...read.words, definition: parsed.definition };
}

async function insert(desk: Desk, segment: CheckedSegment): Promise<Edit> {
  const refusal = segment.active ? tooManyActive(desk.segments) : null;
  if (refusal) return refuse(refusal);
  return { ok: true, segment: await addSegment(desk, segment), movesMembers: segment.active };
}
