import type { Definition } from "~/segments/language/definition";
import type { OverlapRegion } from "~/segments/sizes/overlap";

import { slotNames } from "./overlapAddress";

/** How segments overlap, with what they are called. */
export interface Overlap {
  /** In the order of their letters. */
  readonly segments: readonly { readonly id: number; readonly name: string; readonly members: number }[];
  readonly regions: readonly OverlapRegion[];
}

/** An overlap with the names of its segments, in the order of `segments`. */
export function nameOverlap(
  regions: readonly OverlapRegion[],
  segments: readonly { readonly id: number; readonly name: string }[],
): Overlap {
  return {
    segments: segments.map(({ id, name }) => ({
      id,
      name,
      members: sumOf(regions.filter(({ within }) => within.includes(id))),
    })),
    regions,
  };
}

/** The rule of the customers in one part of an overlap: in these segments, and in none of the others. */
export function regionRule({ segments }: Overlap, { within }: OverlapRegion): Definition {
  const items = segments.map(({ id }) => ({
    kind: "segment" as const,
    not: !within.includes(id),
    segment: id,
  }));
  // Who is in comes first, as a sentence has it.
  items.sort((a, b) => Number(a.not) - Number(b.not));
  return { version: 1, where: { kind: "group", not: false, match: "all", items } };
}

/** A part of an overlap by the letters of its segments: "Only in A", "In A and B, not in C". */
export function regionWords({ segments }: Overlap, { within }: OverlapRegion): string {
  const letters = (isIn: boolean) =>
    segments.flatMap(({ id }, place) => (within.includes(id) === isIn ? [slotNames[place] ?? ""] : []));
  const inside = letters(true);
  const outside = letters(false);
  if (outside.length === 0) return inside.length === 2 ? "In both" : "In all three";
  if (inside.length === 1) return `Only in ${inside.join("")}`;
  return `In ${inside.join(" and ")}, not in ${outside.join(" or ")}`;
}

/** Those that are in the most segments first. */
export function inReadingOrder({ regions }: Overlap): OverlapRegion[] {
  return [...regions].sort((a, b) => b.within.length - a.within.length);
}

/** Everybody who is in at least one of the segments. */
export function inAny({ regions }: Overlap): number {
  return sumOf(regions);
}

function sumOf(regions: readonly OverlapRegion[]): number {
  return regions.reduce((sum, { customers }) => sum + customers, 0);
}
