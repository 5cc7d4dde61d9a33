const firstDelayMs = 1_000;
const longestDelayMs = 10 * 60_000;

/**
 * How long to wait after the n-th failure, in milliseconds: doubling from one second to ten minutes, of which a random
 * half is taken off so that jobs that failed together do not come back together ("equal jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param failures 1 after the first failure.
 * @param random a number in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  return Math.round(delay / 2 + (delay / 2) * random);
}
