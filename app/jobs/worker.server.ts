import { setTimeout as sleep } from "node:timers/promises";

import type { State } from "~/state/client.server";
import { log } from "~/state/log.server";
import { jobSeconds } from "~/state/metrics.server";
import { outageOf } from "~/state/outage";

import { backoffMs } from "./backoff";
import type { JobDefinition, Lane } from "./job";
import { PermanentError } from "./job";
import type { ClaimedJob, Settlement } from "./lease.server";
import { claim, maxLapses, renew, settle } from "./lease.server";
import { onNudge } from "./nudge";

export interface WorkerOptions {
  readonly db: State;
  /** Every kind that this worker runs; jobs of other kinds are left to others. */
  readonly definitions: readonly AnyJobDefinition[];
  /** Jobs of each lane that run side by side in this process. */
  readonly slots?: Readonly<Record<Lane, number>>;
  readonly now?: () => Date;
  /** How often to look for jobs that other processes enqueued, or that have come due. */
  readonly pollMs?: number;
  /** How long after its last sign of life a worker counts as dead. */
  readonly leaseMs?: number;
}

/** A definition whose payload type is its own business: the worker validates by its schema and hands it back to it. */
export type AnyJobDefinition = JobDefinition<unknown>;

export interface Worker {
  /** Starts no further job, asks those that run to give up at their next safe point, and waits for them. */
  stop(): Promise<void>;
}

/**
 * Long jobs never take the slots of quick ones: four syncs of 200,000 customers, asked for first, held up a job of a small shop
 * that takes half a second for 147 s while they shared two slots.
 */
const defaultSlots: Readonly<Record<Lane, number>> = { long: 2, quick: 2 };

/** Runs jobs of the given kinds until stopped. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, slots = defaultSlots, now = () => new Date(), pollMs = 1_000, leaseMs = 10_000 } = options;
  const definitions = new Map(options.definitions.map((definition) => [definition.kind, definition]));
  /** Runs under way, and the lane that each has a slot of. */
  const running = new Map<Promise<void>, Lane>();
  const stopping = new AbortController();
  let wake: () => void = () => undefined;

  const offNudge = onNudge(() => {
    wake();
  });
  const loop = fillSlots();

  async function fillSlots(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Before looking, so that a nudge during the look is not missed.
      const waiting = new AbortController();
      wake = () => {
        waiting.abort();
      };
      const kinds = kindsWithFreeSlot();
      if (kinds.length > 0 && (await startOne(kinds))) continue;
      await pause(pollMs, waiting.signal);
    }
  }

  function kindsWithFreeSlot(): string[] {
    const taken = (lane: Lane) => [...running.values()].filter((other) => other === lane).length;
    return options.definitions
      .filter((each) => taken(laneOf(each)) < slots[laneOf(each)])
      .map(({ kind }) => kind);
  }

  async function startOne(kinds: readonly string[]): Promise<boolean> {
    try {
      const job = await claim(db, { kinds, now: now(), leaseMs });
      const definition = job === null ? undefined : definitions.get(job.kind);
      if (job === null || definition === undefined) return false;
      const run = runClaimed({ db, job, definition, now, leaseMs, stopping: stopping.signal })
        .catch((error: unknown) => {
          log().error(
            { ...namesOf(job), error: describe(error) },
            "A job could not be given back; it is taken over once its lease lapses.",
          );
        })
        .finally(() => {
          running.delete(run);
          wake();
        });
      running.set(run, laneOf(definition));
      return true;
    } catch (error) {
      log().error({ error: describe(error) }, "The job queue could not be read; trying again.");
      return false;
    }
  }

  return {
    async stop() {
      stopping.abort(new Error("The process is stopping."));
      offNudge();
      wake();
      await loop;
      await Promise.all(running.keys());
    },
  };
}

const laneOf = ({ lane = "quick" }: AnyJobDefinition): Lane => lane;

interface ClaimedRun {
  readonly db: State;
  readonly job: ClaimedJob;
  readonly definition: AnyJobDefinition;
  readonly now: () => Date;
  readonly leaseMs: number;
  readonly stopping: AbortSignal;
}

async function runClaimed(run: ClaimedRun): Promise<void> {
  const { db, job, now, stopping } = run;
  const finished = new AbortController();
  const givenUp = new AbortController();
  const heartbeat = keepLease(run, finished.signal, givenUp);
  const signal = AbortSignal.any([stopping, givenUp.signal]);
  const endRun = jobSeconds.startTimer({ kind: job.kind });
  // Between these two lines nobody else may run the job: the first comes after it was claimed, the second before it is given back.
  const claimed = { ...namesOf(job), claim: job.leaseHolder };
  log().debug(claimed, "A run of a job begins.");
  const settlement = await outcomeOf(run, signal);
  log().debug(claimed, "A run of a job has done its work.");
  finished.abort();
  await heartbeat;
  const settled = await settle(db, job, settlement, now());
  const outcome = settled ? outcomes[settlement.kind] : "lost";
  const seconds = endRun({ outcome });
  log().debug({ ...namesOf(job), outcome, seconds }, "A run of a job ended.");
  if (!settled) {
    log().warn(namesOf(job), "A job's lease was lost; another worker has it.");
  }
}

/** How the runs of jobs are counted. Whatever failed is either tried again or put aside. */
const outcomes: Readonly<Record<Settlement["kind"], string>> = {
  done: "done",
  again: "again",
  retry: "retried",
  outage: "retried",
  failed: "dead_letter",
  canceled: "canceled",
};

/** Renews the lease until the job has finished; aborts `givenUp` where it was lost or the job is to be canceled. */
async function keepLease(run: ClaimedRun, finished: AbortSignal, givenUp: AbortController): Promise<void> {
  const { db, job, now, leaseMs } = run;
  while (await pause(leaseMs / 3, finished)) {
    try {
      const renewal = await renew(db, job, now(), leaseMs);
      if (renewal !== "held") givenUp.abort(renewal === "lost" ? leaseLost : cancelAsked);
      if (renewal === "lost") return;
    } catch (error) {
      log().warn({ ...namesOf(job), error: describe(error) }, "A job's lease could not be renewed.");
    }
  }
}

const leaseLost = new Error("The job's lease was lost.");
const cancelAsked = new Error("The job was canceled.");

async function outcomeOf(run: ClaimedRun, signal: AbortSignal): Promise<Settlement> {
  const { job, definition, now } = run;
  const attempt = job.failures + 1;
  const context = { shop: job.shop, attempt, signal, now };
  try {
    if (job.isHopeless)
      throw new PermanentError(`The process stopped ${String(maxLapses)} times while this job ran.`);
    return await definition.run({ ...context, payload: parsePayload(definition, job.payload) });
  } catch (error) {
    if (signal.reason === cancelAsked) return { kind: "canceled" };
    // Stopped, not failed: whoever starts next goes on at once.
    if (signal.aborted) return { kind: "again", at: now() };
    const failure = describe(error);
    const outage = outageOf(error);
    if (outage !== null) {
      log().warn({ ...namesOf(job), attempt, outage, failure }, "A job waits: a database is out of reach.");
      return {
        kind: "outage",
        at: new Date(now().getTime() + backoffMs(outageBackoff, Math.random())),
        failure,
      };
    }
    log().warn({ ...namesOf(job), attempt, failure }, "A job's try failed.");
    if (!(error instanceof PermanentError) && attempt < definition.maxAttempts) {
      return { kind: "retry", at: new Date(now().getTime() + backoffMs(attempt, Math.random())), failure };
    }
    // Before the job is put aside: should the process die in between, the try is repeated and this comes again.
    await definition.onFailed?.(context, error);
    log().error({ ...namesOf(job), attempt, failure }, "A job was put aside as failed.");
    return { kind: "failed", failure };
  }
}

function parsePayload(definition: AnyJobDefinition, payload: unknown): unknown {
  const parsed = definition.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new PermanentError(
    `The job "${definition.kind}" was enqueued with a payload that its definition refuses.`,
  );
}

/** After an outage a job waits as after its fifth failure, 8 to 16 seconds, for as long as the outage lasts. */
const outageBackoff = 5;

/** What says in the log which job a line is about. */
function namesOf({ shop, kind, id }: ClaimedJob): { shop: string; kind: string; job: string } {
  return { shop, kind, job: id };
}

/** Name and message of what was thrown: errors of this app carry no personal data and no tokens in either. */
function describe(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}`.slice(0, 1_000)
    : "Something other than an error.";
}

/** Waits; resolves early, to false, when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
