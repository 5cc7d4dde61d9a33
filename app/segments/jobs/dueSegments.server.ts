import type { ScheduledCheck } from "~/jobs/schedule.server";

import { askForRefresh } from "./askForRefresh.server";
import { syncedShops } from "./shopSegments.server";
import { isRefreshDue } from "./staleness";

/** Asks for a refresh wherever one is due: where a day has ended, and whatever a process that died did not ask for. */
export const dueSegments: ScheduledCheck = {
  name: "due-segments",

  async run(now) {
    for (const { shop, ...segments } of await syncedShops()) {
      if (isRefreshDue(segments, now)) await askForRefresh(shop);
    }
  },
};
