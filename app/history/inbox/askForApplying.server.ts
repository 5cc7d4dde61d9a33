import { enqueue, liveKey } from "~/jobs/queue.server";
import { state, stateProvider } from "~/state/client.server";
import { log } from "~/state/log.server";

import { createCoalescer } from "./coalesce";

/** The kind of the job that applies a shop's webhooks. */
export const applyKind = "apply-webhooks";

/**
 * How often jobs are asked for: what comes meanwhile they find by themselves. Each costs the state database about six commits, of
 * which SQLite does some hundred a second, and nothing else in the process goes on meanwhile.
 */
const paces = {
  sqlite: { everyMs: 200, apartMs: 100 },
  postgresql: { everyMs: 200, apartMs: 2 },
} as const;

/**
 * Asks for a shop's webhooks to be applied, soon. What cannot be asked for, because the process dies or the database is down,
 * the schedule asks for.
 */
export const askForApplying = createCoalescer(
  async (shop) => {
    try {
      await enqueueApplying(shop);
    } catch (error) {
      const failure = error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
      log().warn({ shop, failure }, "Webhooks could not be asked to be applied; the schedule does it.");
    }
  },
  () => paces[stateProvider()],
);

/** Asks for it now. Where it waits for its turn already there is nothing to write: it has not looked yet. */
export async function enqueueApplying(shop: string, now = new Date()): Promise<void> {
  const db = await state();
  const waiting = { liveKey: liveKey(applyKind, shop), state: "waiting" };
  const ready = await db.job.count({
    where: { ...waiting, OR: [{ runAt: { lte: now } }, { failures: { gt: 0 } }] },
  });
  if (ready === 0) await enqueue(applyKind, { shop, payload: {} });
}
