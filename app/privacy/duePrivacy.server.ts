import { enqueue } from "~/jobs/queue.server";
import type { ScheduledCheck } from "~/jobs/schedule.server";
import type { State } from "~/state/client.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";

import { privacyJobKind } from "./privacyKind";
import { daysLeft, daysOfWarning, daysToAnswer } from "./request";

const dayMs = 86_400_000;
/** How long the record of a request is kept after it is over, in days. */
const recordDays = 365;
/** How long a file can be downloaded again after it was, and, where nobody did, after it was due; in days. */
const fileDays = 30;

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * dayMs);

/** Sees to it that no privacy request is left lying, that somebody is told in time, and that the records of them go. */
export const duePrivacy: ScheduledCheck = {
  name: "due-privacy",

  async run(now) {
    const db = await state();
    await tryAgain(db, now);
    await askForJobs(db);
    await warn(db, now);
    await tidy(db, now);
  },
};

/** What was put aside is tried again every day. */
async function tryAgain(db: State, now: Date): Promise<void> {
  await db.privacyRequest.updateMany({
    where: { state: "failed", finishedAt: { lt: daysBefore(now, 1) } },
    data: { state: "open", finishedAt: null },
  });
}

/** Wherever nobody is at it, because a process died before it had asked for the job, say. */
async function askForJobs(db: State): Promise<void> {
  const open = await db.privacyRequest.findMany({
    where: { state: "open" },
    distinct: ["shop"],
    select: { shop: true },
  });
  if (open.length === 0) return;
  const live = await db.job.findMany({
    where: { kind: privacyJobKind, state: { in: ["waiting", "running"] } },
    select: { shop: true },
  });
  const underWay = new Set(live.map(({ shop }) => shop));
  for (const { shop } of open) if (!underWay.has(shop)) await enqueue(privacyJobKind, { shop, payload: {} });
}

/** Once a day, while a request is nearly due and not done. */
async function warn(db: State, now: Date): Promise<void> {
  const nearly = await db.privacyRequest.findMany({
    where: {
      state: { in: ["open", "ready", "failed"] },
      dueAt: { lt: daysBefore(now, -daysOfWarning) },
      OR: [{ warnedAt: null }, { warnedAt: { lt: daysBefore(now, 1) } }],
    },
    select: { id: true, shop: true, kind: true, state: true, dueAt: true },
  });
  for (const { id, shop, kind, state: reached, dueAt } of nearly) {
    const left = daysLeft(dueAt, now);
    log().warn({ shop, request: id, kind, state: reached, dueAt, left }, "A privacy request is nearly due.");
    await db.privacyRequest.updateMany({ where: { id, shop }, data: { warnedAt: now } });
  }
}

async function tidy(db: State, now: Date): Promise<void> {
  const over = { state: { in: ["done", "refused"] } };
  await db.privacyRequest.deleteMany({ where: { ...over, finishedAt: { lt: daysBefore(now, recordDays) } } });
  // Whom a file was about is not kept for longer than it may be asked for.
  await db.privacyRequest.updateMany({
    where: { ...over, subject: { not: null }, finishedAt: { lt: daysBefore(now, fileDays) } },
    data: { subject: null },
  });
  await db.privacyRequest.updateMany({
    where: { state: "ready", receivedAt: { lt: daysBefore(now, daysToAnswer + fileDays) } },
    data: { state: "refused", subject: null, finishedAt: now, failure: "not_downloaded" },
  });
  await forgetJobs(db);
}

/** The job that forgot a shop is over only after it did, and then is the last that tells of it. */
async function forgetJobs(db: State): Promise<void> {
  const ended = await db.job.findMany({
    where: { kind: privacyJobKind, state: { in: ["done", "failed", "canceled"] } },
    select: { id: true, shop: true },
  });
  if (ended.length === 0) return;
  const shops = [...new Set(ended.map(({ shop }) => shop))];
  const known = await db.shop.findMany({ where: { domain: { in: shops } }, select: { domain: true } });
  const there = new Set(known.map(({ domain }) => domain));
  const gone = ended.filter(({ shop }) => !there.has(shop)).map(({ id }) => id);
  await db.job.deleteMany({ where: { id: { in: gone }, finishedAt: { not: null } } });
}
