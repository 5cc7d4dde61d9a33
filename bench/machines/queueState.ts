import { state } from "~/state/client.server";

/** How far the shops are, as any process reads it. */
export interface QueueState {
  /** Shops by the state of their sync. */
  readonly syncs: Readonly<Record<string, number>>;
  /** Shops whose segments have been found. */
  readonly refreshed: number;
  /** Jobs by kind and state: `full-sync waiting`. */
  readonly jobs: Readonly<Record<string, number>>;
  /** Why jobs and syncs failed. */
  readonly failures: readonly string[];
}

/** Kinds that go on by themselves, behind everything else, for as long as a year of months takes: nobody waits for them. */
const unhurried: ReadonlySet<string> = new Set(["look-back"]);

export async function readQueueState(): Promise<QueueState> {
  const db = await state();
  const [syncs, jobs, refreshed, failedJobs, failedSyncs] = await Promise.all([
    db.syncRun.groupBy({ by: ["state"], _count: true }),
    db.job.groupBy({ by: ["kind", "state"], _count: true }),
    db.shop.count({ where: { segmentsDay: { not: null } } }),
    db.job.findMany({ where: { state: "failed" } }),
    db.syncRun.findMany({ where: { state: "failed" } }),
  ]);
  return {
    syncs: Object.fromEntries(syncs.map((group) => [group.state, group._count])),
    jobs: Object.fromEntries(jobs.map((group) => [`${group.kind} ${group.state}`, group._count])),
    refreshed,
    failures: [
      ...failedJobs.map(({ kind, shop, failure }) => `${kind} of ${shop}: ${failure ?? ""}`),
      ...failedSyncs.map(({ shop, failure }) => `sync of ${shop}: ${JSON.stringify(failure)}`),
    ],
  };
}

/** Whether nothing that anybody waits for is left to be done. */
export function isAllDone({ syncs, refreshed, jobs }: QueueState, shops: number): boolean {
  const live = unfinished(jobs).filter(({ kind }) => !unhurried.has(kind));
  return syncs.done === shops && refreshed === shops && live.length === 0;
}

/** What no job may be left as once all processes have ended. */
export function leftJobs(jobs: QueueState["jobs"]): string[] {
  return unfinished(jobs)
    .filter(({ kind, state }) => !unhurried.has(kind) || state !== "waiting")
    .map(({ kind, state }) => `${kind} ${state}`);
}

function unfinished(jobs: QueueState["jobs"]): { readonly kind: string; readonly state: string }[] {
  return Object.keys(jobs)
    .map((group) => group.split(" "))
    .map(([kind = "", state = ""]) => ({ kind, state }))
    .filter(({ state }) => state !== "done");
}

export function inWords({ syncs, refreshed, jobs }: QueueState): string {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(", ");
  return `syncs: ${list(syncs)}; segments found of ${String(refreshed)} shops; jobs: ${list(jobs)}`;
}

/** How many jobs are still held by these claims. */
export async function heldBy(claims: readonly string[]): Promise<number> {
  const db = await state();
  return db.job.count({ where: { leaseHolder: { in: [...claims] } } });
}
