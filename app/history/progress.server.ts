import type { SyncProgress } from "./progress";
import { progressOf } from "./progressOf";
import { latestRun } from "./syncRun.server";

/** How the newest sync of a shop stands; null if it never had one. */
export async function readProgress(shop: string, now = new Date()): Promise<SyncProgress | null> {
  const run = await latestRun(shop);
  return run && progressOf(run, now);
}
