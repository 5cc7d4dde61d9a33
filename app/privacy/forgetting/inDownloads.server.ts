import { removeRunFiles, runsOnDisk } from "~/history/syncFiles.server";
import { activeRun } from "~/history/syncRun.server";
import { removeWrittenLines } from "~/history/writtenLines.server";

import type { Forgetter } from "./forgetter";

/** Files of changes are in use for seconds; those that are older than this, in milliseconds, a killed process left. */
const inUseMs = 10 * 60_000;

/**
 * What syncs have downloaded, which names every customer: the folders of runs that ended are removed, and downloaded again
 * should somebody go on with one. The one of a run under way counts as found until it ends, which removes it. What changes are
 * written into while they are read is not counted, and goes where it was left behind.
 */
export const inDownloads: Forgetter = {
  async find(shop) {
    return { downloads: (await runsOnDisk(shop)).length };
  },
  async forget(shop, _, now) {
    const underWay = (await activeRun(shop))?.id;
    for (const runId of await runsOnDisk(shop)) if (runId !== underWay) await removeRunFiles(shop, runId);
    await removeWrittenLines(shop, new Date(now.getTime() - inUseMs));
  },
  // Copies of what the warehouse tells, or is about to.
  tell: () => Promise.resolve([]),
};
