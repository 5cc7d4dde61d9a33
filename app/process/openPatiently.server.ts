import { setTimeout as sleep } from "node:timers/promises";

import { backoffMs } from "~/jobs/backoff";
import { log } from "~/state/log.server";
import { outageOf } from "~/state/outage";

/**
 * How long a process that starts waits for its database, in milliseconds. Machines that start together have theirs within seconds,
 * and a restart of PostgreSQL after a crash reads its log for about as long; what takes longer is better seen as a
 * process that does not start than as one that never gets ready.
 */
const patienceMs = 60_000;
const longestWaitMs = 5_000;

/**
 * Opens something, trying again while its database cannot be reached.
 *
 * @param clock to be replaced in tests
 * @throws what the last try threw, once patience is over; at once what is no outage, because waiting does not mend it.
 */
export async function openPatiently<Opened>(
  open: () => Promise<Opened>,
  clock = { now: () => performance.now(), sleep: (ms: number): Promise<unknown> => sleep(ms) },
): Promise<Opened> {
  const givingUpAt = clock.now() + patienceMs;
  for (let failures = 1; ; failures++) {
    try {
      return await open();
    } catch (error) {
      const reason = outageOf(error);
      const waitMs = Math.min(longestWaitMs, backoffMs(failures, Math.random()));
      if (reason === null || clock.now() + waitMs > givingUpAt) throw error;
      log().warn({ reason, waitMs }, `The state database ${reason}; trying again.`);
      await clock.sleep(waitMs);
    }
  }
}
