import type { ScheduledCheck } from "~/jobs/schedule.server";
import { log } from "~/state/log.server";

import { askForRefresh } from "./askForRefresh.server";
import { syncedShops } from "./shopSegments.server";
import { isRefreshDue } from "./staleness";

/** Asks for a refresh wherever one is due: where a day has ended, and whatever a process that died did not ask for. */
export const dueSegments: ScheduledCheck = {
  name: "due-segments",

  async run(now) {
    for (const [shop, progress] of await syncedShops()) {
      try {
        if (isRefreshDue(progress, now)) await askForRefresh(shop);
      } catch (error) {
        // A time zone that this system does not know, say: the other shops go on.
        const failure = error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
        log().error({ shop, failure }, "A shop's segments could not be asked for.");
      }
    }
  },
};
