import type { AdminClient } from "~/shopify/admin/client.server";
import { ordersVisibleSince, readShopFacts } from "~/shopify/admin/shopFacts.server";
import { state } from "~/state/client.server";

import { saveRun, type SyncRun } from "./syncRun.server";

/**
 * Reads the scopes once more when Shopify has exported the orders: a sync can wait a day for its retry, and orders that
 * the app was forbidden to see meanwhile are not in the file. They must not be taken for gone.
 */
export async function narrowWindow(run: SyncRun, client: AdminClient): Promise<SyncRun> {
  if (run.ordersVisibleSince !== null) return run;
  const { scopes } = await readShopFacts(client);
  const visibleSince = ordersVisibleSince(scopes, run.startedAt);
  if (visibleSince === null) return run;
  const data = { scopes: scopes.join(","), ordersVisibleSince: visibleSince };
  await (await state()).shop.update({ where: { domain: run.shop }, data });
  return saveRun(run, { ordersVisibleSince: visibleSince });
}

/** Where the window stood when Shopify began to export the orders: it moves on while a sync waits for its retry. */
export function windowOfFile(run: SyncRun): Date | null {
  if (run.ordersVisibleSince === null) return null;
  const began = run.bulk.orders.createdAt;
  const waited = began === null ? 0 : Math.max(0, Date.parse(began) - run.startedAt.getTime());
  return new Date(run.ordersVisibleSince.getTime() + waited);
}
