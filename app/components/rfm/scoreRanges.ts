/** The values that earn a score: from and to, both included; null where the side is open. */
export interface ScoreRange {
  readonly score: number;
  readonly from: bigint | null;
  readonly to: bigint | null;
  /** No whole value lies between the two limits: equal values share a score, so this one stays empty. */
  readonly empty: boolean;
}

/**
 * Interior breaks turned into the ranges of whole values (days, orders, minor units) that each score stands for,
 * score 5 first. A value earns 1 + the number of breaks that it exceeds; recency counts the other way round.
 */
export function scoreRanges(breaks: readonly number[], reversed: boolean): ScoreRange[] {
  // A whole value exceeds a break exactly when it exceeds the break rounded down.
  const limits = breaks.map((limit) => BigInt(Math.floor(limit)));
  return [5, 4, 3, 2, 1].map((score) => {
    const level = reversed ? 6 - score : score;
    const below = limits[level - 2];
    const to = limits[level - 1] ?? null;
    const from = below === undefined ? null : below + 1n;
    return { score, from, to, empty: from !== null && to !== null && from > to };
  });
}
