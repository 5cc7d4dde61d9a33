import { seededRandom } from "../../stores/random";

/**
 * Lines in no particular order, the same for the same seed, with bounded memory: each line waits in a pool and a random
 * one leaves for it. Children come before their parents as well as long after.
 */
export interface LineOrder {
  /** Takes a line and gives the one that leaves, if any. */
  push(line: string): string | undefined;
  /** The lines still waiting. */
  rest(): string[];
}

/** Lines that wait at once. */
const POOL = 2000;

export function createShuffler(seed: string): LineOrder {
  const random = seededRandom(seed);
  const pool: string[] = [];
  return {
    push(line) {
      if (pool.length < POOL) {
        pool.push(line);
        return undefined;
      }
      const index = random.integer(0, POOL - 1);
      const leaving = pool[index];
      pool[index] = line;
      return leaving;
    },
    rest() {
      const lines = pool.splice(0);
      // Fisher–Yates.
      for (let last = lines.length - 1; last > 0; last--) {
        const other = random.integer(0, last);
        [lines[last], lines[other]] = [lines[other] as string, lines[last] as string];
      }
      return lines;
    },
  };
}

/** Lines in the order in which they come. */
export function createPassThrough(): LineOrder {
  return { push: (line) => line, rest: () => [] };
}
