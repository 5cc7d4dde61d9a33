import { randomUUID } from "node:crypto";

import { z } from "zod";

import { state } from "~/state/client.server";
import { Prisma } from "~/state/generated/sqlite/client";

import { syncPhases, type SyncFailure } from "./progress";
import { bulkStates, freshBulks, freshPhases, phaseStates } from "./syncState";

const failure = z.object({
  phase: z.enum(syncPhases),
  code: z.string(),
  what: z.string(),
  action: z.string(),
});

/** The rows of `SyncRun` as this room reads and writes them. */
const syncRun = z.object({
  id: z.string(),
  shop: z.string(),
  state: z.enum(["running", "failed", "done"]),
  phases: phaseStates,
  bulk: bulkStates,
  failure: failure.nullable(),
  ordersVisibleSince: z.date().nullable(),
  changedSince: z.date().nullable(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type SyncRun = z.infer<typeof syncRun>;

/** How long the results of a run's finished phases are worth going on with. Shopify keeps its files for 7 days. */
const retryWithinMs = 24 * 3_600_000;

/** Until when a failed run is gone on with; later, a retry begins anew. */
export function retryableUntil({ startedAt }: Pick<SyncRun, "startedAt">): Date {
  return new Date(startedAt.getTime() + retryWithinMs);
}

/** What changes while a run is under way. */
export type RunPatch = Partial<Pick<SyncRun, "phases" | "bulk" | "ordersVisibleSince">>;

/** The run under way of a shop; null if there is none. */
export async function activeRun(shop: string): Promise<SyncRun | null> {
  const row = await (await state()).syncRun.findUnique({ where: { activeShop: shop } });
  return row && syncRun.parse(row);
}

/** The newest run of a shop, whatever came of it; null if it never had one. */
export async function latestRun(shop: string): Promise<SyncRun | null> {
  const row = await (await state()).syncRun.findFirst({ where: { shop }, orderBy: { startedAt: "desc" } });
  return row && syncRun.parse(row);
}

/**
 * Begins a run. Where one is under way already, that one: the database admits one per shop.
 *
 * @param changedSince null: of everything; otherwise of what Shopify changed since
 */
export async function beginRun(shop: string, now: Date, changedSince: Date | null = null): Promise<SyncRun> {
  const data = {
    id: randomUUID(),
    shop,
    activeShop: shop,
    state: "running",
    phases: freshPhases(),
    bulk: freshBulks(),
    changedSince,
    startedAt: now,
  };
  try {
    return syncRun.parse(await (await state()).syncRun.create({ data }));
  } catch (error) {
    const other = await activeRun(shop);
    if (other) return other;
    throw error;
  }
}

/** Commits progress of a run under way, and gives back the run as it is now. */
export async function saveRun(run: SyncRun, patch: RunPatch): Promise<SyncRun> {
  const where = { id: run.id, activeShop: run.shop };
  const { count } = await (await state()).syncRun.updateMany({ where, data: patch });
  if (count === 0) throw new Error("The sync run was ended by somebody else.");
  return { ...run, ...patch };
}

/** Ends a run, for good or until it is retried. Ending one that has ended changes nothing. */
export async function endRun(
  run: SyncRun,
  end: { readonly phases: SyncRun["phases"]; readonly failure: SyncFailure | null },
  now: Date,
): Promise<void> {
  const data = {
    activeShop: null,
    state: end.failure ? "failed" : "done",
    phases: end.phases,
    ...(end.failure ? { failure: { ...end.failure } } : {}),
    finishedAt: now,
  };
  await (await state()).syncRun.updateMany({ where: { id: run.id, activeShop: run.shop }, data });
}

/** Puts a failed run under way again. */
export async function reopenRun(run: SyncRun, patch: RunPatch): Promise<void> {
  const data = { ...patch, activeShop: run.shop, state: "running", failure: Prisma.DbNull, finishedAt: null };
  await (await state()).syncRun.updateMany({ where: { id: run.id, shop: run.shop, state: "failed" }, data });
}
