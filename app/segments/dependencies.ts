import { type Definition, referencedSegments } from "./language/definition";

/** A segment whose members are kept. */
export interface ActiveSegment {
  /** `Segment.id` of the state. */
  readonly id: number;
  readonly definition: Definition;
}

/**
 * The path of a circle of segments that refer to each other, its first id repeated at the end; null where there is none.
 * Of several the first that is met, following the segments and their conditions in order.
 */
export function findCircle(segments: readonly ActiveSegment[]): number[] | null {
  const walked = walk(segments);
  return "circle" in walked ? walked.circle : null;
}

/**
 * The segments in an order in which each comes after those it refers to; otherwise they stay as given. References to
 * segments that are not among them do not matter.
 *
 * @throws {CircleError} where segments refer to each other in a circle.
 */
export function evaluationOrder<Segment extends ActiveSegment>(segments: readonly Segment[]): Segment[] {
  const walked = walk(segments);
  if ("circle" in walked) throw new CircleError(walked.circle);
  return walked.order;
}

/** The ids of the segments that refer to one of `ids`, directly or through others; not `ids` themselves. */
export function dependentsOf(ids: Iterable<number>, segments: readonly ActiveSegment[]): Set<number> {
  const given = new Set(ids);
  const reached = new Set(given);
  const references = segments.map(({ id, definition }) => ({ id, to: referencedSegments(definition) }));
  let grown = true;
  while (grown) {
    const before = reached.size;
    for (const { id, to } of references) if (to.some((other) => reached.has(other))) reached.add(id);
    grown = reached.size > before;
  }
  return new Set([...reached].filter((id) => !given.has(id)));
}

/** Segments that would have to be evaluated before each other. */
export class CircleError extends Error {
  override readonly name = "CircleError";
  constructor(readonly path: readonly number[]) {
    super(
      `Segments refer to each other in a circle (${path.join(" → ")}): take one of these conditions out of its segment.`,
    );
  }
}

/** Depth first: a segment is done when everything it refers to is. */
function walk<Segment extends ActiveSegment>(
  segments: readonly Segment[],
): { order: Segment[] } | { circle: number[] } {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const done = new Set<Segment>();

  function visit(segment: Segment, path: readonly number[]): number[] | null {
    const seen = path.indexOf(segment.id);
    if (seen >= 0) return [...path.slice(seen), segment.id];
    if (done.has(segment)) return null;
    for (const id of referencedSegments(segment.definition)) {
      const referred = byId.get(id);
      const circle = referred && visit(referred, [...path, segment.id]);
      if (circle) return circle;
    }
    done.add(segment);
    return null;
  }

  for (const segment of segments) {
    const circle = visit(segment, []);
    if (circle) return { circle };
  }
  return { order: [...done] };
}
