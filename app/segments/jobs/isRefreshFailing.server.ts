import { liveKey } from "~/jobs/queue.server";
import { state } from "~/state/client.server";

import { refreshKind } from "./askForRefresh.server";

/** One or two failures are over before anybody reads of them; five take half a minute. */
const worthTelling = 5;

/** Whether bringing a shop's members up to date keeps failing, so that they may stay behind until somebody sees to it. */
export async function isRefreshFailing(shop: string): Promise<boolean> {
  const db = await state();
  const failing = { liveKey: liveKey(refreshKind, shop), failures: { gte: worthTelling } };
  return (await db.job.count({ where: failing })) > 0;
}
