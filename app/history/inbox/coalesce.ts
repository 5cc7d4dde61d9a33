import { setTimeout as sleep } from "node:timers/promises";

/**
 * Does something for a key at once, and for all calls of the time after that once more at its end: not more often than every
 * `everyMs` for one key, never twice at a time, and always once after the last call.
 *
 * @param act must not reject
 */
export function createCoalescer(act: (key: string) => Promise<void>, everyMs: number): (key: string) => void {
  /** Keys that had their turn, and whether they were called for since. */
  const isCalledAgain = new Map<string, boolean>();

  async function takeTurns(key: string): Promise<void> {
    do {
      isCalledAgain.set(key, false);
      await Promise.all([act(key), sleep(everyMs, undefined, { ref: false })]);
    } while (isCalledAgain.get(key) === true);
    isCalledAgain.delete(key);
  }

  return (key) => {
    if (isCalledAgain.has(key)) isCalledAgain.set(key, true);
    else void takeTurns(key);
  };
}
