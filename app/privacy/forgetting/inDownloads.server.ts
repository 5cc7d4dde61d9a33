import { removeRunFiles, runsOnDisk } from "~/history/syncFiles.server";
import { activeRun } from "~/history/syncRun.server";

import type { Forgetter } from "./forgetter";

/**
 * What syncs have downloaded, which names every customer: the folders of runs that ended are removed, and downloaded again
 * should somebody go on with one. The one of a run under way counts as found until it ends, which removes it.
 */
export const inDownloads: Forgetter = {
  async find(shop) {
    return { downloads: (await runsOnDisk(shop)).length };
  },
  async forget(shop) {
    const underWay = (await activeRun(shop))?.id;
    for (const runId of await runsOnDisk(shop)) if (runId !== underWay) await removeRunFiles(shop, runId);
  },
  async *tell() {
    // Copies of what the warehouse tells, or is about to.
  },
};
