import type { Server } from "node:http";

import { flushLog, log } from "~/state/log.server";

import { closed } from "./listen.server";
import type { Lifecycle } from "./phase";
import { within } from "./within";

/**
 * How long requests and jobs have to come to an end, then the databases to be closed, then the log to be written, in milliseconds: together just below the 25
 * seconds after which nothing may still hold the process, and those below what whoever sends the signal allows (Kubernetes 30).
 */
const limits = { work: 20_000, databases: 4_000, log: 500 } as const;

/** Ctrl+C comes twice, from the terminal and from npm: a second signal counts as one only after this many milliseconds. */
const sameKeyMs = 1_000;

/** What a process has to end. */
export interface Ending {
  readonly lifecycle: Lifecycle;
  readonly servers: readonly Server[];
  /** Starts no further job and waits for those that run, having asked them to give up. */
  readonly stopJobs: () => Promise<void>;
  readonly closeDatabases: () => Promise<unknown>;
}

/**
 * Ends the process in order on SIGTERM and SIGINT, with exit code 0: nothing new is accepted, requests under way are answered, jobs
 * are finished or handed back, databases closed. What takes longer than it may is left: a job that ignores its signal
 * is taken over when its lease lapses. A second signal ends the process at once, with exit code 1.
 */
export function endOnSignal(ending: Ending): void {
  let askedAt: number | null = null;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (askedAt === null) {
        askedAt = performance.now();
        log().info({ signal }, "Asked to end: finishing what is under way.");
        void end(ending);
      } else if (performance.now() - askedAt > sameKeyMs) {
        log().warn({ signal }, "Asked to end a second time: ending at once.");
        process.exit(1);
      }
    });
  }
}

async function end({ lifecycle, servers, stopJobs, closeDatabases }: Ending): Promise<void> {
  lifecycle.phase = "stopping";
  const work = [stopJobs(), ...servers.map(closed)];
  await inTime("requests and jobs", limits.work, Promise.all(work));
  for (const server of servers) server.closeAllConnections();
  await inTime("databases", limits.databases, closeDatabases());
  log().info("Ended.");
  await within(limits.log, flushLog());
  process.exit(0);
}

async function inTime(what: string, ms: number, work: Promise<unknown>): Promise<void> {
  try {
    if (!(await within(ms, work))) log().warn({ what, ms }, "Not everything came to an end in time.");
  } catch (error) {
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
    log().error({ what, failure }, "Something could not be brought to an end.");
  }
}
