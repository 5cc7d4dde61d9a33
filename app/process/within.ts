import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits for work, but no longer than `ms`. Work that takes longer goes on; nobody waits for it.
 *
 * @returns whether it ended in time. Where it failed in time, so does this.
 */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    return await Promise.race([work.then(() => true), sleep(ms, false, { signal }).catch(() => false)]);
  } finally {
    waiting.abort();
  }
}
