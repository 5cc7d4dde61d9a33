import { z } from "zod";

import { readScoring, type Scoring } from "~/customers/scoredState.server";
import type { JobDefinition } from "~/jobs/job";
import { enqueue } from "~/jobs/queue.server";
import { log } from "~/state/log.server";
import type { Warehouse } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { listSegments } from "../segmentStore.server";
import {
  type Backcasts,
  forgetSizes,
  nextBackcasts,
  readKnownSizes,
  storeBackcasts,
} from "../sizes/lookBack.server";
import { ordersKnownFrom } from "../sizes/ordersKnownFrom.server";
import { readShopSegments } from "./shopSegments.server";

const kind = "look-back";
/** Whatever else a shop waits for goes first. */
const priority = -10;

/**
 * Counts how large a shop's segments were before they were recorded, so that there is a line to look at on the first day. Some
 * segments on one day a run, in statements of their own that no transaction holds together: a run takes about as long as a
 * preview, then other jobs have their turn, and what is stored by then stays.
 */
export const lookBack: JobDefinition<Record<string, never>> = {
  kind,
  payload: z.strictObject({}),
  maxAttempts: 10,

  async run({ shop, now, signal }) {
    // The app was removed.
    if (!(await readShopSegments(shop))) return { kind: "done" };
    const warehouse = await openWarehouse(shop);
    const scoring = await readScoring(warehouse);
    if (!scoring) return { kind: "done" };
    const { deleted, next } = await workOf(shop, warehouse, scoring);
    if (deleted.length > 0) await forgetSizes(warehouse, deleted);
    if (!next) return { kind: "done" };
    signal.throwIfAborted();
    const failed = await storeBackcasts(warehouse, next, scoring, signal);
    if (failed.length > 0) {
      log().warn({ shop, day: next.day, segments: failed }, "Sizes of a past day could not be counted.");
    }
    return { kind: "again", at: now() };
  },
};

/** Asks for the job where there is work for it. */
export async function askForLookBack(shop: string, warehouse: Warehouse): Promise<void> {
  const scoring = await readScoring(warehouse);
  if (!scoring) return;
  const { deleted, next } = await workOf(shop, warehouse, scoring);
  if (deleted.length > 0 || next) await enqueue(kind, { shop, payload: {}, priority });
}

interface Work {
  /** Segments that are gone, and of which something is stored. */
  readonly deleted: readonly number[];
  readonly next: Backcasts | null;
}

async function workOf(shop: string, warehouse: Warehouse, scoring: Scoring): Promise<Work> {
  // Before the segments: one that is made in between has nothing stored yet, and is not taken for deleted.
  const known = await readKnownSizes(warehouse);
  const all = await listSegments(shop);
  const active = all.flatMap(({ id, active, definition }) =>
    active && definition ? [{ id, definition }] : [],
  );
  const ids = new Set(all.map(({ id }) => id));
  return {
    deleted: known.segments.filter((id) => !ids.has(id)),
    next: nextBackcasts(active, known, scoring, await ordersKnownFrom(shop, scoring.timeZone)),
  };
}
