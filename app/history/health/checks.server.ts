import { liveKey } from "~/jobs/queue.server";
import { state } from "~/state/client.server";

import { reconcileEveryMs } from "../reconcile.server";
import { reconcileKind } from "../reconcileKind.server";
import { latestReconciliations } from "../reconciliation.server";
import type { Checks } from "./health";

const mostShown = 5;

/** How a shop's looks at everything that Shopify changed came out, and when the next one is. */
export async function checksOf(shop: string): Promise<Checks> {
  const db = await state();
  const [latest, job, record, syncs] = await Promise.all([
    latestReconciliations(shop, mostShown),
    db.job.findUnique({
      where: { liveKey: liveKey(reconcileKind, shop) },
      select: { state: true, failures: true, failure: true, runAt: true },
    }),
    db.shop.findUnique({ where: { domain: shop }, select: { changesKnownUntil: true } }),
    db.syncRun.count({ where: { shop, state: "running" } }),
  ]);
  const known = record?.changesKnownUntil ?? null;
  const isRunning = job?.state === "running";
  const waitsOutFailure = job !== null && !isRunning && job.failures > 0;
  return {
    latest: latest.map(({ id, startedAt, outcome, failure, found }) => ({
      ...{ id, outcome, failure, found },
      startedAt: startedAt.toISOString(),
    })),
    underWay: job === null || waitsOutFailure ? null : isRunning ? "running" : "waiting",
    failing: waitsOutFailure ? { failure: job.failure ?? "", nextTryAt: job.runAt.toISOString() } : null,
    nextDueAt: known && new Date(known.getTime() + reconcileEveryMs).toISOString(),
    syncing: syncs > 0,
  };
}
