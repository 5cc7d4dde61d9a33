import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { enqueue } from "~/jobs/queue.server";

import { removeFiles } from "./syncFiles.server";
import { latestRun, retryableUntil, type SyncRun } from "./syncRun.server";

const kind = "forget-downloads";

/** Removes what a failed sync downloaded, once it is too old to be gone on with: the files hold personal data. */
export const forgetDownloads: JobDefinition<Record<string, never>> = {
  kind,
  payload: z.strictObject({}),
  maxAttempts: 6,

  async run({ shop, now }) {
    const run = await latestRun(shop);
    // A run under way removes its files when it ends, and asks for this again should it fail.
    if (run?.state === "running") return { kind: "done" };
    const needed = run?.state === "failed" ? retryableUntil(run) : now();
    if (needed > now()) return { kind: "again", at: needed };
    await removeFiles(shop);
    return { kind: "done" };
  },
};

/** Sees to it that the downloads of a run that is about to fail go when nobody has gone on with it by then. */
export async function forgetDownloadsLater(run: SyncRun): Promise<void> {
  await enqueue(kind, { shop: run.shop, payload: {}, runAt: retryableUntil(run) });
}
