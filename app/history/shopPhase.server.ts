import { readStoreCounts } from "~/shopify/admin/counts.server";
import { holdsScope } from "~/shopify/admin/scopes";
import { ordersVisibleSince, readShopFacts } from "~/shopify/admin/shopFacts.server";
import { state } from "~/state/client.server";

import type { SyncContext } from "./bulkPhase.server";
import { SyncStoppedError } from "./syncFailure.server";
import { saveRun, type SyncRun } from "./syncRun.server";
import { bulkKinds, finished, running, type PhaseStates } from "./syncState";

const neededScopes = ["read_customers", "read_orders", "read_products"];

/** Learns the shop's currency, days and scopes, how much there is to read, and over which window of time. */
export async function readShop(run: SyncRun, { client, now }: SyncContext): Promise<SyncRun> {
  const begun = await saveRun(run, {
    phases: { ...run.phases, shop: running(run.phases.shop, now(), 0, 1) },
  });
  const askedAt = now();
  const facts = await readShopFacts(client);
  const missing = neededScopes.filter((scope) => !holdsScope(facts.scopes, scope));
  if (missing.length > 0) {
    throw new SyncStoppedError("shop", "access_denied", `: the permission ${missing.join(", ")} is missing`);
  }
  const visibleSince = ordersVisibleSince(facts.scopes, now());
  await (
    await state()
  ).shop.update({
    where: { domain: run.shop },
    data: {
      name: facts.name,
      currency: facts.currency,
      timezone: facts.timeZone,
      factsAt: askedAt,
      scopes: facts.scopes.join(","),
      ordersVisibleSince: visibleSince,
    },
  });

  const counts = await readStoreCounts(client);
  const phases: PhaseStates = { ...begun.phases, shop: finished(begun.phases.shop, now(), 1) };
  for (const kind of bulkKinds) phases[kind] = { ...phases[kind], total: counts[kind] };
  return saveRun(begun, { phases, ordersVisibleSince: visibleSince });
}
