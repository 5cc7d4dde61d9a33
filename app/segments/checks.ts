import { findCircle } from "./dependencies";
import { type Definition, referencedSegments } from "./language/definition";
import type { Refusal } from "./refusals";
import type { Segment } from "./segment";
import { sameName } from "./segmentWords";

/** Segments whose members are kept, per shop: each takes time at every change of a customer. */
export const activeLimit = 200;

// What speaks against an edit, given all segments of the shop; null: nothing.

/** @param id of the segment that is to have the name, unless it is new. */
export function nameTaken(segments: readonly Segment[], name: string, id?: number): Refusal | null {
  const other = segments.find((segment) => segment.id !== id && sameName(segment.name, name));
  return other ? { kind: "name_taken", name: other.name } : null;
}

export function tooManyActive(segments: readonly Segment[]): Refusal | null {
  const active = segments.filter((segment) => segment.active).length;
  return active < activeLimit ? null : { kind: "too_many_active", limit: activeLimit };
}

/** Whether a segment may have this definition. `id`: its own, unless it is new. */
export function badReferences(
  segments: readonly Segment[],
  {
    id,
    definition,
    active,
  }: { readonly id?: number; readonly definition: Definition; readonly active: boolean },
): Refusal | null {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const ids = referencedSegments(definition);
  const referred = ids.flatMap((other) => byId.get(other) ?? []);
  if (referred.length < ids.length) {
    return { kind: "unknown_segments", count: ids.length - referred.length };
  }
  const circle = id === undefined ? null : circleThrough(segments, id, definition);
  if (circle) return { kind: "circle", path: circle.map((other) => byId.get(other)?.name ?? "") };
  const inactive = referred.filter((segment) => !segment.active);
  // Of a segment that is switched off nobody is a member, so it may wait for those that it refers to.
  if (active && inactive.length > 0) {
    return { kind: "inactive_segments", names: inactive.map(({ name }) => name) };
  }
  return null;
}

function circleThrough(segments: readonly Segment[], id: number, definition: Definition): number[] | null {
  const others = segments.flatMap((segment) =>
    segment.id !== id && segment.definition ? [{ id: segment.id, definition: segment.definition }] : [],
  );
  return findCircle([{ id, definition }, ...others]);
}
