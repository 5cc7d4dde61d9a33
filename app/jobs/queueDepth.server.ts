import type { State } from "~/state/client.server";

export interface QueueDepth {
  readonly kind: string;
  readonly state: string;
  readonly jobs: number;
}

/** How many jobs of each kind are in each state, over all shops. */
export async function queueDepth(db: State): Promise<QueueDepth[]> {
  const groups = await db.job.groupBy({ by: ["kind", "state"], _count: true });
  return groups.map(({ kind, state, _count }) => ({ kind, state, jobs: _count }));
}
