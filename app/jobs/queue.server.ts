import { randomUUID } from "node:crypto";

import type { State } from "~/state/client.server";
import { state } from "~/state/client.server";
import type { Prisma } from "~/state/generated/sqlite/client";
import { isUniqueViolation } from "~/state/lease.server";

import { nudgeWorker } from "./nudge";

/** What the database holds unique: one live job (waiting or running) of a kind per shop. */
export const liveKey = (kind: string, shop: string): string => `${kind} ${shop}`;

export interface NewJob {
  readonly shop: string;
  /** Validated by the kind's definition when the job runs. */
  readonly payload: Prisma.InputJsonValue;
  /** Not before this time; at once by default. */
  readonly runAt?: Date;
  /** Higher first. */
  readonly priority?: number;
}

/**
 * Asks for a job. Where one of this kind is live for the shop already there is no second one. If that one waits it takes
 * over the new payload and the earlier time (unless it waits out a failure: asking again does not make that pass
 * sooner). If it runs it will be run once more afterwards, with the new payload.
 */
export async function enqueue(kind: string, job: NewJob, db?: State): Promise<void> {
  const { shop, payload, runAt = new Date(), priority = 0 } = job;
  const jobs = (db ?? (await state())).job;
  const key = liveKey(kind, shop);

  const create = async (): Promise<boolean> => {
    const data = { id: randomUUID(), kind, shop, payload, state: "waiting", liveKey: key, priority, runAt };
    try {
      await jobs.create({ data: { ...data, createdAt: new Date() } });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  };
  const joinWaiting = async (): Promise<boolean> => {
    const waiting = { liveKey: key, state: "waiting" };
    const { count } = await jobs.updateMany({ where: waiting, data: { payload } });
    await jobs.updateMany({ where: { ...waiting, failures: 0, runAt: { gt: runAt } }, data: { runAt } });
    return count === 1;
  };
  const followRunning = async (): Promise<boolean> => {
    const running = { liveKey: key, state: "running" };
    const { count } = await jobs.updateMany({
      where: { ...running, OR: [{ wakeAt: null }, { wakeAt: { gt: runAt } }] },
      data: { wakeAt: runAt, nextPayload: payload },
    });
    if (count === 1) return true;
    return (await jobs.updateMany({ where: running, data: { nextPayload: payload } })).count === 1;
  };

  // The live job may start or end between two of these questions; then none of them fits and they are asked again.
  while (!((await create()) || (await joinWaiting()) || (await followRunning())));
  nudgeWorker();
}

/** Cancels the live job of a kind: one that waits at once, one that runs at its next safe point. */
export async function cancel(kind: string, shop: string, db?: State): Promise<void> {
  const jobs = (db ?? (await state())).job;
  const key = liveKey(kind, shop);
  const { count } = await jobs.updateMany({
    where: { liveKey: key, state: "waiting" },
    data: { state: "canceled", liveKey: null, finishedAt: new Date() },
  });
  if (count === 1) return;
  await jobs.updateMany({
    where: { liveKey: key, state: "running" },
    data: { cancelAsked: true, wakeAt: null },
  });
}

/**
 * Puts the last failed job of a kind back to work, its tries counted anew.
 *
 * @returns false where there is none, or a live one has taken its place.
 */
export async function retryFailed(kind: string, shop: string, db?: State): Promise<boolean> {
  const jobs = (db ?? (await state())).job;
  const failed = await jobs.findFirst({
    where: { kind, shop, state: "failed" },
    orderBy: { finishedAt: "desc" },
  });
  if (failed === null) return false;
  try {
    const { count } = await jobs.updateMany({
      where: { id: failed.id, shop, state: "failed" },
      data: {
        state: "waiting",
        liveKey: liveKey(kind, shop),
        runAt: new Date(),
        failures: 0,
        finishedAt: null,
      },
    });
    if (count === 1) nudgeWorker();
    return count === 1;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
