import { z } from "zod";

import { PermanentError, type JobDefinition } from "~/jobs/job";
import { cancel, enqueue } from "~/jobs/queue.server";
import { adminClient } from "~/shopify/admin/shopClient.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { advanceBulk, type SyncContext } from "./bulkPhase.server";
import { failureInWords } from "./failures";
import { askForChanged } from "./fetchChanged.server";
import { followChanges } from "./followChanges.server";
import { forgetDownloadsLater } from "./forgetDownloads.server";
import { liveShop } from "./liveShop.server";
import { lookForGone } from "./lookForGone.server";
import { syncPhases, type SyncPhase } from "./progress";
import { noteFoundBySync } from "./reconciliation.server";
import { readShop } from "./shopPhase.server";
import { loadFiles, scoreCustomers } from "./storePhases.server";
import { removeFiles, removeRunFiles } from "./syncFiles.server";
import { inPhase, SyncStoppedError } from "./syncFailure.server";
import {
  activeRun,
  beginRun,
  endRun,
  latestRun,
  reopenRun,
  retryableUntil,
  type SyncRun,
} from "./syncRun.server";
import {
  bulkKinds,
  failed,
  freshBulk,
  isBulkKind,
  isExported,
  waitingAgain,
  type PhaseStates,
} from "./syncState";

const kind = "full-sync";

/**
 * Brings a shop's whole history in and scores it. Each run of the job takes the sync as far as it goes without waiting
 * for Shopify; every step is committed, so that a killed process goes on where it was.
 */
export const fullSync: JobDefinition<Record<string, never>> = {
  kind,
  payload: z.strictObject({}),
  maxAttempts: 6,
  lane: "long",

  async run({ shop, signal, now }) {
    const run = await activeRun(shop);
    if (!run) return { kind: "done" };
    try {
      const waiting = await advance(run, { client: adminClient(shop, signal), signal, now });
      return waiting
        ? { kind: "again", at: new Date(now().getTime() + pollMs(waiting, now())) }
        : { kind: "done" };
    } catch (error) {
      if ((await activeRun(shop))?.id !== run.id) {
        // Ended by somebody else meanwhile: the app was removed, or another process took over. What this one wrote goes.
        await removeRunFiles(shop, run.id);
        return { kind: "done" };
      }
      if (!(error instanceof SyncStoppedError) || error.passing) throw error;
      throw new PermanentError(error.message, { cause: error });
    }
  },

  async onFailed({ shop, now }, error) {
    const reason = error instanceof PermanentError ? (error.cause ?? error) : error;
    await fail(shop, reason, now());
  },
};

/** Starts a sync of everything, unless one is under way. What is stored stays readable all the while. */
export async function startFullSync(shop: string, now = new Date()): Promise<void> {
  await beginRun(shop, now);
  await enqueue(kind, { shop, payload: {} });
}

/** Starts a sync of what Shopify changed since a time, unless a sync is under way. */
export async function startSyncOfChanges(shop: string, changedSince: Date, now: Date): Promise<void> {
  await beginRun(shop, now, changedSince);
  await enqueue(kind, { shop, payload: {} });
}

/**
 * Makes sure that a shop's history is here or on its way; webhooks and reconciliations keep it current. Called whenever the
 * app is opened. A failed sync waits for the merchant, who is shown why it failed.
 */
export async function ensureSynced(shop: string, now = new Date()): Promise<void> {
  const latest = await latestRun(shop);
  const { installedAt } = await (await state()).shop.findUniqueOrThrow({ where: { domain: shop } });
  // A run under way without its job (killed between the two commits) gets its job back. It may end meanwhile: none is begun.
  if (latest?.state === "running") await enqueue(kind, { shop, payload: {} });
  else if (latest === null || latest.startedAt < installedAt) await startFullSync(shop, now);
}

/** Shopify says that a bulk operation ended: look now instead of at the next poll. */
export async function nudgeFullSync(shop: string): Promise<void> {
  if (await activeRun(shop)) await enqueue(kind, { shop, payload: {} });
}

/**
 * Ends whatever sync a shop has, because it removed the app, and removes the downloads, which nobody will go on with.
 * What was stored before stays until Shopify asks for its deletion.
 */
export async function callOffSync(shop: string, now = new Date()): Promise<void> {
  await cancel(kind, shop);
  const run = await activeRun(shop);
  if (run) {
    const failure = failureInWords("access_lost", currentPhase(run));
    await endRun(run, { phases: phasesAtFailure(run.phases, failure.phase, now), failure }, now);
    log().info({ shop, run: run.id }, "Full sync called off: the shop removed the app.");
  }
  await removeFiles(shop);
}

/** Goes on with a failed sync at the phase that failed; an old one, or one that did not fail, is started anew. */
export async function retrySync(shop: string, now = new Date()): Promise<void> {
  const run = await latestRun(shop);
  if (run?.state === "failed" && run.failure && now < retryableUntil(run)) {
    const { phase } = run.failure;
    await reopenRun(run, {
      phases: { ...run.phases, [phase]: waitingAgain(run.phases[phase]) },
      bulk: isBulkKind(phase) ? { ...run.bulk, [phase]: freshBulk } : run.bulk,
    });
  }
  await startFullSync(shop, now);
}

/** Takes a run as far as it goes. Resolves to it while it waits for Shopify, to null when all is done. */
async function advance(from: SyncRun, context: SyncContext): Promise<SyncRun | null> {
  let run = from;
  while (run.phases.score.state !== "done") {
    context.signal.throwIfAborted();
    const wasExporting = isExporting(run);
    run = await step(run, context);
    if (wasExporting && isExporting(run)) return run;
  }
  // Of what is gone Shopify's changes say nothing.
  const isStillToSync = run.changedSince !== null && (await removeGone(run, context)).tooMany;
  await removeFiles(run.shop);
  await endRun(run, { phases: run.phases, failure: null }, context.now());
  const seconds = secondsSince(run.startedAt, context.now());
  log().info({ shop: run.shop, run: run.id, seconds }, "Full sync finished.");
  if (isStillToSync) await startFullSync(run.shop, context.now());
  return null;
}

async function removeGone(run: SyncRun, { client, signal, now }: SyncContext): Promise<{ tooMany: boolean }> {
  const live = await liveShop(run.shop);
  if (live === null) return { tooMany: false };
  const warehouse = await openWarehouse(run.shop);
  const look = { warehouse, client, live, startedAt: run.startedAt, now, signal };
  const { found, tooMany } = await lookForGone(look);
  await noteFoundBySync(run.shop, found);
  await followChanges(run.shop, { now, signal });
  await askForChanged(run.shop, now());
  return { tooMany };
}

/** Does the next thing that is to be done. */
function step(run: SyncRun, context: SyncContext): Promise<SyncRun> {
  const { signal } = context;
  if (run.phases.shop.state !== "done") return inPhase("shop", signal, () => readShop(run, context));
  if (isExporting(run)) return advanceExports(run, context);
  if (run.phases.load.state !== "done") return inPhase("load", signal, () => loadFiles(run, context));
  return inPhase("score", signal, () => scoreCustomers(run, context));
}

/** Takes every kind of object that is not downloaded yet one step on. */
async function advanceExports(from: SyncRun, context: SyncContext): Promise<SyncRun> {
  let run = from;
  for (const bulkKind of bulkKinds) {
    const before = run;
    if (isExported(before.bulk[bulkKind])) continue;
    run = await inPhase(bulkKind, context.signal, () => advanceBulk(before, bulkKind, context));
  }
  return run;
}

/** Whether the shop is known and Shopify has not handed everything over yet. */
function isExporting(run: SyncRun): boolean {
  return run.phases.shop.state === "done" && !bulkKinds.every((bulkKind) => isExported(run.bulk[bulkKind]));
}

/** Every second at first, when small stores finish; every five seconds once it takes minutes. */
function pollMs(run: SyncRun, now: Date): number {
  const started = bulkKinds.map((bulkKind) => run.phases[bulkKind].startedAt).find((at) => at !== null);
  const waited = started ? now.getTime() - Date.parse(started) : 0;
  return Math.min(5_000, Math.max(1_000, waited / 12));
}

/** What ran beside the failed phase stands still with it; Retry takes it up where Shopify has got to by then. */
function phasesAtFailure(phases: PhaseStates, at: SyncPhase, now: Date): PhaseStates {
  const stopped = { ...phases };
  for (const phase of syncPhases)
    if (phases[phase].state === "running") stopped[phase] = waitingAgain(phases[phase]);
  return { ...stopped, [at]: failed(phases[at], now) };
}

/** For whoever reads the log. The errors of this house, and of its libraries for what history does, quote no data. */
function causeOf(error: unknown): string {
  const cause = error instanceof SyncStoppedError && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : "not an error";
}

function currentPhase(run: SyncRun): SyncPhase {
  return syncPhases.find((phase) => run.phases[phase].state !== "done") ?? "score";
}

function secondsSince(time: Date, now: Date): number {
  return Math.round((now.getTime() - time.getTime()) / 1_000);
}

async function fail(shop: string, error: unknown, now: Date): Promise<void> {
  const run = await activeRun(shop);
  if (!run) return;
  const failure =
    error instanceof SyncStoppedError ? error.failure : failureInWords("unknown", currentPhase(run));
  log().error(
    { shop, run: run.id, phase: failure.phase, code: failure.code, cause: causeOf(error) },
    `Full sync failed: ${failure.what}`,
  );
  await forgetDownloadsLater(run);
  await endRun(run, { phases: phasesAtFailure(run.phases, failure.phase, now), failure }, now);
}
