import { setTimeout as sleep } from "node:timers/promises";

import type { State } from "~/state/client.server";
import { takeLease } from "~/state/lease.server";
import { log } from "~/state/log.server";

/** Something that is looked at again and again. It does little itself: what is due becomes a job. */
export interface ScheduledCheck {
  readonly name: string;
  run(now: Date): Promise<void>;
}

export interface ScheduleOptions {
  readonly db: State;
  readonly checks: readonly ScheduledCheck[];
  readonly now?: () => Date;
  /** How often each check runs, counted over all processes that share the database. */
  readonly everyMs?: number;
}

export interface Schedule {
  /** Runs no further check, and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Runs checks until stopped. Nothing of it needs to be remembered: whatever a check finds due stays so until it is done, so a
 * process that dies, or a minute that is skipped, delays and loses nothing.
 */
export function startSchedule({
  db,
  checks,
  now = () => new Date(),
  everyMs = 60_000,
}: ScheduleOptions): Schedule {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = keepChecking();

  async function keepChecking(): Promise<void> {
    while (!signal.aborted) {
      await tick(db, checks, now, everyMs, signal);
      // Up to a tenth more or less, so that processes that started together do not always ask together.
      await sleep(everyMs * (0.9 + 0.2 * Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

async function tick(
  db: State,
  checks: readonly ScheduledCheck[],
  now: () => Date,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (const check of checks) {
    if (signal.aborted) return;
    try {
      // Not given back: it lapses when the next round is due, whichever process comes first then.
      if (!(await takeLease(db, { name: `schedule ${check.name}`, ttlMs: everyMs * 0.8 }))) continue;
      await check.run(now());
    } catch (error) {
      const failure = error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
      log().error({ check: check.name, failure }, "A scheduled check failed; it runs again.");
    }
  }
}
