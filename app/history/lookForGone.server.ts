import type { AdminClient } from "~/shopify/admin/client.server";
import type { Warehouse } from "~/warehouse/engine";
import { recordTables, type RecordTable } from "~/warehouse/loading/records";

import { findGone } from "./findGone.server";
import type { LiveShop } from "./liveShop.server";
import { type Found, latestReconciliations } from "./reconciliation.server";

export interface GoneLook {
  readonly warehouse: Warehouse;
  readonly client: AdminClient;
  readonly live: LiveShop;
  readonly startedAt: Date;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

export type FoundGone = Readonly<Record<RecordTable, Pick<Found, "removed" | "unexplained">>>;

/**
 * Removes what is gone from Shopify without its having said so.
 *
 * @returns what was removed, and whether a kind has too many records for that: then everything is to be brought in anew
 */
export async function lookForGone({
  signal,
  ...look
}: GoneLook): Promise<{ readonly found: FoundGone; readonly tooMany: boolean }> {
  const [former] = await latestReconciliations(look.warehouse.shop, 1);
  const found = {} as Record<RecordTable, Pick<Found, "removed" | "unexplained">>;
  let tooMany = false;
  for (const table of recordTables) {
    signal.throwIfAborted();
    const gone = await findGone(table, { ...look, explained: former?.found[table].unexplained ?? null });
    found[table] = gone.found;
    tooMany ||= gone.tooMany;
  }
  return { found, tooMany };
}
