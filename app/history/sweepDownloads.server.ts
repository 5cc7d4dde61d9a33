import { setTimeout as sleep } from "node:timers/promises";

import { state } from "~/state/client.server";
import { log } from "~/state/log.server";

import { downloadedRuns, removeRunFiles } from "./syncFiles.server";
import { retryableUntil } from "./syncRun.server";
import { sweepWrittenLines } from "./writtenLines.server";

/**
 * Removes what lies on this machine's disk of syncs that nobody will go on with. Whoever ends a sync removes its files, but on its
 * own disk only: each machine that had a part in it downloaded some, and they hold personal data.
 */
export async function sweepDownloads(now: Date): Promise<void> {
  for (const { shop, runId } of await downloadedRuns()) {
    if (!(await isGoneOnWith(shop, runId, now))) await removeRunFiles(shop, runId);
  }
}

async function isGoneOnWith(shop: string, id: string, now: Date): Promise<boolean> {
  const db = await state();
  const run = await db.syncRun.findFirst({
    where: { id, shop },
    select: { state: true, startedAt: true, shopRecord: { select: { uninstalledAt: true } } },
  });
  if (run?.state === "running") return true;
  return run?.state === "failed" && run.shopRecord.uninstalledAt === null && now < retryableUntil(run);
}

export interface Sweeping {
  /** Sweeps a last time: the machine may be taken away. */
  stop(): Promise<void>;
}

/** Sweeps this machine's disk now and again. */
export function startSweeping({ everyMs = 60_000, now = () => new Date() } = {}): Sweeping {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = keepSweeping();

  async function keepSweeping(): Promise<void> {
    while (!signal.aborted) {
      await sweepOrSay(now());
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
    await sweepOrSay(now());
  }

  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

async function sweepOrSay(now: Date): Promise<void> {
  try {
    await sweepDownloads(now);
    await sweepWrittenLines(now);
  } catch (error) {
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
    log().warn({ failure }, "Old downloads could not be removed; trying again.");
  }
}
