import { forgetDownloads } from "~/history/forgetDownloads.server";
import { fullSync } from "~/history/fullSync.server";
import type { AnyJobDefinition, Worker } from "~/jobs/worker.server";
import { startWorker } from "~/jobs/worker.server";
import { resealSessions } from "~/shopify/resealSessions.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { keyRing } from "~/state/secrets.server";

/** Every kind of job that the app runs. */
const definitions: readonly AnyJobDefinition[] = [fullSync, forgetDownloads];

const registry = globalThis as { quintileWorker?: Promise<Worker> };

/**
 * Starts what runs beside the pages: the job worker. One per process, however often a development server loads this
 * module. On SIGTERM and SIGINT the jobs that run are given back before the process ends.
 */
export function startBackgroundWork(): void {
  if (registry.quintileWorker !== undefined) return;
  const worker = start();
  registry.quintileWorker = worker;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void worker.then((started) => started.stop()).finally(() => process.exit(0));
    });
  }
}

async function start(): Promise<Worker> {
  try {
    const db = await state();
    const resealed = await resealSessions(db, keyRing());
    if (resealed > 0) log().info({ resealed }, "Stored secrets were sealed anew with the current key.");
    return startWorker({ db, definitions });
  } catch (error) {
    // Nothing works without state and its keys: better a process that ends with the reason than pages that all fail.
    log().fatal({ error: error instanceof Error ? error.message : "" }, "Quintile cannot start.");
    process.exit(1);
  }
}
