import { z } from "zod";

import { readScoring } from "~/customers/scoredState.server";
import { shopToday } from "~/history/shopToday";
import type { JobDefinition } from "~/jobs/job";
import { log } from "~/state/log.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { giveReadyMade } from "../readyMade.server";
import { activeSegments } from "../segmentStore.server";
import { refreshKind } from "./askForRefresh.server";
import { bringUpToDate, type Pass } from "./bringUpToDate.server";
import { askForLookBack } from "./lookBack.server";
import { noteRefresh, readShopSegments } from "./shopSegments.server";
import { isRankingStale } from "./staleness";

/**
 * Brings the stored members of a shop's segments up to date. It looks itself at what is behind (the day, the rules of counting,
 * the scoring, definitions, rankings), so no reason to run it can be lost, and where nothing is behind it does nothing.
 */
export const refreshSegments: JobDefinition<Record<string, never>> = {
  kind: refreshKind,
  payload: z.strictObject({}),
  // As good as never given up, ten minutes between tries: the schedule would only ask for it again.
  maxAttempts: 1_000,

  async run({ shop, now, signal }) {
    const at = now();
    const record = await readShopSegments(shop);
    // The app was removed, or the first sync has not got so far.
    if (!record?.timezone) return { kind: "done" };
    const warehouse = await openWarehouse(shop);
    const scoring = await readScoring(warehouse);
    if (!scoring) return { kind: "done" };

    await giveReadyMade(shop, at);
    const { timezone: timeZone, settings } = record;
    const counting = { analysisDate: shopToday(at, timeZone), timeZone, settings };
    // Read after the record: what is changed from here on is noted there, and asks for another run.
    const active = await activeSegments(shop);
    signal.throwIfAborted();
    const { passes, entered, left, failures } = await bringUpToDate(warehouse, {
      active,
      counting,
      scoring,
      isRankingStale: isRankingStale(record),
      now: at,
    });
    const day = counting.analysisDate;
    await askForLookBack(shop, warehouse);
    // Not noted as done, so that those that failed are tried again; the others follow all the same.
    const [failure] = failures;
    if (failure) throw failure;
    await noteRefresh(shop, record, { day, rankedAt: passes.some(ranks) ? at : null });
    const milliseconds = now().getTime() - at.getTime();
    if (passes.length > 0)
      log().info({ shop, day, passes, entered, left, milliseconds }, "Segments refreshed.");
    return { kind: "done" };
  },
};

/** Every pass but that of single definitions finds anew what ranks customers against each other. */
const ranks = (pass: Pass): boolean => pass !== "definitions";
