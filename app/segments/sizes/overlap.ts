/** How many segments can be laid over each other. */
export const overlapLimits = { least: 2, most: 3 } as const;

/** Who is in which of some segments. Money: minor units of the shop's currency. Shared with the browser. */
export interface SegmentOverlap {
  /** As they were asked for. */
  readonly ids: readonly number[];
  /**
   * Every combination of them, also those that nobody is in: the single ones in the order of `ids`, then the pairs, then all
   * three. Nobody is counted in two regions.
   */
  readonly regions: readonly OverlapRegion[];
}

export interface OverlapRegion {
  /** Who is in all of these, and in none of the others. */
  readonly within: readonly number[];
  readonly customers: number;
  /** All that they ever spent. */
  readonly revenue: bigint;
}

/** The combinations of some segments, in the order of {@link SegmentOverlap.regions}. */
export function regionsOf(ids: readonly number[]): number[][] {
  const combinations = Array.from({ length: 2 ** ids.length - 1 }, (_, mask) =>
    ids.filter((_, place) => ((mask + 1) >> place) & 1),
  );
  return combinations.sort((a, b) => a.length - b.length);
}
