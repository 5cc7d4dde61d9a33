import { randomUUID } from "node:crypto";

import type { State } from "~/state/client.server";
import type { Job } from "~/state/generated/sqlite/client";

/** How often a job may take its process down (or outlive its lease) before it is put aside. */
export const maxLapses = 10;

/** A job taken by one worker. `leaseHolder` is new with every claim: whoever lost the lease can no longer write. */
export type ClaimedJob = Job & {
  readonly leaseHolder: string;
  /** It outlived its lease so often that it is not to be run again, only to be put aside. */
  readonly isHopeless: boolean;
};

/**
 * Takes one job that is due, or whose worker stopped renewing its lease. Workers of any number of processes may ask at
 * once: a conditional update decides, and one of them wins. Higher priorities go first, then whoever has waited longest: a job
 * that asks to be run again goes behind the others, so that no shop is served for ever before another.
 *
 * @returns null where nothing is due.
 */
export async function claim(
  db: State,
  {
    kinds,
    now,
    leaseMs,
  }: { readonly kinds: readonly string[]; readonly now: Date; readonly leaseMs: number },
): Promise<ClaimedJob | null> {
  const due = { state: "waiting", runAt: { lte: now } };
  const lapsed = { state: "running", leaseUntil: { lt: now } };
  for (;;) {
    const candidates = await db.job.findMany({
      where: { kind: { in: [...kinds] }, OR: [due, lapsed] },
      orderBy: [{ priority: "desc" }, { runAt: "asc" }],
      select: { id: true, state: true, failures: true, leaseHolder: true },
      take: 10,
    });
    if (candidates.length === 0) return null;
    for (const { id, state, failures, leaseHolder } of candidates) {
      const isLapsed = state === "running";
      const holder = randomUUID();
      const { count } = await db.job.updateMany({
        where: { id, leaseHolder, ...(isLapsed ? lapsed : due) },
        data: {
          state: "running",
          leaseHolder: holder,
          leaseUntil: new Date(now.getTime() + leaseMs),
          failures: isLapsed ? failures + 1 : failures,
        },
      });
      if (count === 0) continue;
      const job = await db.job.findUniqueOrThrow({ where: { id } });
      const isHopeless = isLapsed && job.failures >= maxLapses;
      if (job.leaseHolder === holder) return { ...job, leaseHolder: holder, isHopeless };
    }
    // Others took all of these meanwhile. There may be more: of thirty who asked at once, twenty went away empty.
  }
}

export type Renewal = "held" | "lost" | "cancel asked";

/** Extends the lease. */
export async function renew(db: State, job: ClaimedJob, now: Date, leaseMs: number): Promise<Renewal> {
  const mine = { id: job.id, leaseHolder: job.leaseHolder };
  const { count } = await db.job.updateMany({
    where: mine,
    data: { leaseUntil: new Date(now.getTime() + leaseMs) },
  });
  if (count === 0) return "lost";
  return (await db.job.count({ where: { ...mine, cancelAsked: true } })) === 1 ? "cancel asked" : "held";
}

/** How a run ended, for the queue. */
export type Settlement =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly at: Date }
  | { readonly kind: "retry"; readonly at: Date; readonly failure: string }
  /** A database was out of reach, which is no failure of the job and uses up none of its tries. */
  | { readonly kind: "outage"; readonly at: Date; readonly failure: string }
  | { readonly kind: "failed"; readonly failure: string }
  | { readonly kind: "canceled" };

/**
 * Gives the job back. A job that was enqueued again while it ran waits anew instead of ending.
 *
 * @returns false where the lease was lost: somebody else has the job, and this run changes nothing about it.
 */
export async function settle(
  db: State,
  job: ClaimedJob,
  settlement: Settlement,
  now: Date,
): Promise<boolean> {
  if (!("at" in settlement)) return endOrWake(db, job, settlement, now);
  const { at } = settlement;
  const release =
    settlement.kind === "again"
      ? { at, failures: 0, failure: null }
      : {
          at,
          failures: job.failures + (settlement.kind === "retry" ? 1 : 0),
          failure: settlement.failure,
        };
  return (
    (await releaseUnlessCanceled(db, job, release)) || (await endOrWake(db, job, { kind: "canceled" }, now))
  );
}

async function endOrWake(db: State, job: ClaimedJob, ending: Ending, now: Date): Promise<boolean> {
  return (await end(db, job, ending, now)) || (await releaseToWake(db, job));
}

type Ending = Extract<Settlement, { kind: "done" | "failed" | "canceled" }>;

async function end(db: State, job: ClaimedJob, ending: Ending, now: Date): Promise<boolean> {
  const { id, leaseHolder, kind, shop } = job;
  const { count } = await db.job.updateMany({
    where: { id, leaseHolder, wakeAt: null },
    data: { ...ended(ending.kind, now), failure: ending.kind === "failed" ? ending.failure : null },
  });
  if (count === 0) return false;
  // Of a shop's jobs of a kind, the last one that ended is history enough; failed ones stay until they are retried.
  await db.job.deleteMany({ where: { kind, shop, state: { in: ["done", "canceled"] }, id: { not: id } } });
  return true;
}

const ended = (state: string, now: Date) => ({
  state,
  liveKey: null,
  leaseHolder: null,
  leaseUntil: null,
  cancelAsked: false,
  finishedAt: now,
});

interface Release {
  readonly at: Date;
  readonly failures: number;
  readonly failure: string | null;
}

/** One statement, because what was enqueued meanwhile must not slip in between reading and writing it. */
async function releaseUnlessCanceled(
  db: State,
  job: ClaimedJob,
  { at, failures, failure }: Release,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "Job" SET
      "state" = 'waiting',
      "runAt" = CASE WHEN "wakeAt" < ${at} AND ${failures} = 0 THEN "wakeAt" ELSE ${at} END,
      "payload" = COALESCE("nextPayload", "payload"),
      "wakeAt" = NULL, "nextPayload" = NULL, "leaseHolder" = NULL, "leaseUntil" = NULL,
      "failures" = ${failures}, "failure" = ${failure}
    WHERE "id" = ${job.id} AND "leaseHolder" = ${job.leaseHolder} AND "cancelAsked" = ${false}`;
  return count === 1;
}

async function releaseToWake(db: State, job: ClaimedJob): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "Job" SET
      "state" = 'waiting', "runAt" = "wakeAt", "payload" = COALESCE("nextPayload", "payload"),
      "wakeAt" = NULL, "nextPayload" = NULL, "leaseHolder" = NULL, "leaseUntil" = NULL,
      "cancelAsked" = ${false}, "failures" = 0, "failure" = NULL
    WHERE "id" = ${job.id} AND "leaseHolder" = ${job.leaseHolder} AND "wakeAt" IS NOT NULL`;
  return count === 1;
}
