/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return (quantile(values, 0.5, Math.floor) + quantile(values, 0.5, Math.ceil)) / 2;
}

/** The value that 95 of 100 do not exceed (nearest rank). */
export function p95(values: readonly number[]): number {
  return nearestRank(values, 0.95);
}

/** The value that 99 of 100 do not exceed (nearest rank). */
export function p99(values: readonly number[]): number {
  return nearestRank(values, 0.99);
}

/** How far the middle half of the values lie apart. */
export function interquartileRange(values: readonly number[]): number {
  return quantile(values, 0.75, Math.round) - quantile(values, 0.25, Math.round);
}

function nearestRank(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1] ?? NaN;
}

function quantile(values: readonly number[], part: number, round: (place: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[round((sorted.length - 1) * part)] ?? NaN;
}
