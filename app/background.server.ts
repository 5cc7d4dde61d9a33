import { forgetDownloads } from "~/history/forgetDownloads.server";
import { fullSync } from "~/history/fullSync.server";
import { startSchedule } from "~/jobs/schedule.server";
import type { AnyJobDefinition } from "~/jobs/worker.server";
import { startWorker } from "~/jobs/worker.server";
import { dueSegments } from "~/segments/jobs/dueSegments.server";
import { lookBack } from "~/segments/jobs/lookBack.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import { resealSecrets } from "~/shopify/resealSecrets.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { keyRing } from "~/state/secrets.server";

/** Every kind of job that the app runs. */
export const definitions: readonly AnyJobDefinition[] = [
  fullSync,
  forgetDownloads,
  refreshSegments,
  lookBack,
];

interface Background {
  stop(): Promise<void>;
}
const registry = globalThis as { quintileBackground?: Promise<Background> };

/**
 * Starts what runs beside the pages: the job worker and the schedule. Once per process, however often a development server loads
 * this module. On SIGTERM and SIGINT the jobs that run are given back before the process ends.
 */
export function startBackgroundWork(): void {
  if (registry.quintileBackground !== undefined) return;
  const background = start();
  registry.quintileBackground = background;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void background.then((started) => started.stop()).finally(() => process.exit(0));
    });
  }
}

async function start(): Promise<Background> {
  try {
    const db = await state();
    const resealed = await resealSecrets(db, keyRing());
    if (resealed > 0) log().info({ resealed }, "Stored secrets were sealed anew with the current key.");
    const worker = startWorker({ db, definitions });
    const schedule = startSchedule({ db, checks: [dueSegments] });
    return {
      async stop() {
        await Promise.all([schedule.stop(), worker.stop()]);
      },
    };
  } catch (error) {
    // Nothing works without state and its keys: better a process that ends with the reason than pages that all fail.
    log().fatal({ error: error instanceof Error ? error.message : "" }, "Quintile cannot start.");
    process.exit(1);
  }
}
