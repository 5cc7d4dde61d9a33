import { applyWebhooks } from "~/history/apply/applyWebhooks.server";
import { fetchChanged } from "~/history/fetchChanged.server";
import { forgetDownloads } from "~/history/forgetDownloads.server";
import { fullSync } from "~/history/fullSync.server";
import { dueWebhooks } from "~/history/inbox/dueWebhooks.server";
import { forgetWebhooks } from "~/history/inbox/forgetWebhooks.server";
import { dueReconciliations, reconcile } from "~/history/reconcile.server";
import { startSweeping } from "~/history/sweepDownloads.server";
import { type ScheduledCheck, startSchedule } from "~/jobs/schedule.server";
import type { AnyJobDefinition } from "~/jobs/worker.server";
import { startWorker } from "~/jobs/worker.server";
import { duePrivacy } from "~/privacy/duePrivacy.server";
import { privacyJob } from "~/privacy/privacyJob.server";
import { dueSegments } from "~/segments/jobs/dueSegments.server";
import { lookBack } from "~/segments/jobs/lookBack.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import { dueRegistrations, registerWebhooks } from "~/shopify/subscriptions/registerWebhooks.server";
import type { State } from "~/state/client.server";

/** Every kind of job that the app runs. */
export const definitions: readonly AnyJobDefinition[] = [
  fullSync,
  forgetDownloads,
  applyWebhooks,
  fetchChanged,
  reconcile,
  registerWebhooks,
  refreshSegments,
  lookBack,
  privacyJob,
];

/** Whatever is looked at again and again. */
export const checks: readonly ScheduledCheck[] = [
  dueSegments,
  dueWebhooks,
  dueReconciliations,
  forgetWebhooks,
  dueRegistrations,
  duePrivacy,
];

export interface Background {
  /** Begins nothing more, asks the jobs that run to give up, and waits until they are finished or handed back. */
  stop(): Promise<void>;
}

/** Starts what runs beside the pages: the job worker, the schedule, and what keeps this machine's disk clean. */
export function startBackground(db: State): Background {
  const worker = startWorker({ db, definitions });
  const schedule = startSchedule({ db, checks });
  const sweeping = startSweeping();
  return {
    async stop() {
      await Promise.all([schedule.stop(), worker.stop()]);
      await sweeping.stop();
    },
  };
}
