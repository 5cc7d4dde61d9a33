import type { ScheduledCheck } from "~/jobs/schedule.server";

import { enqueueApplying } from "./askForApplying.server";
import { shopsWithPending } from "./pendingWebhooks.server";

/** Asks for webhooks to be applied that wait though nobody asked: whoever accepted them died before, or could not. */
export const dueWebhooks: ScheduledCheck = {
  name: "due-webhooks",

  async run() {
    for (const shop of await shopsWithPending()) await enqueueApplying(shop);
  },
};
