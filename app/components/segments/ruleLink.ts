import type { Definition } from "~/segments/language/definition";

/** The address of the builder with a rule filled in. */
export function ruleLink(definition: Definition): string {
  return `/app/segments/new?rule=${encodeURIComponent(JSON.stringify(definition))}`;
}

/** The address of the builder with a copy of a segment. */
export function cloneLink(segmentId: number): string {
  return `/app/segments/new?from=${String(segmentId)}`;
}

/** The address of the picture of how two or three segments overlap. */
export function overlapLink(ids: readonly number[]): string {
  return `/app/segments/overlap?ids=${ids.join(",")}`;
}
