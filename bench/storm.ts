import { isDeepStrictEqual } from "node:util";

import { state } from "~/state/client.server";

import { startActivity } from "../sandbox/admin/activity";
import type { ShopState } from "../sandbox/admin/state";
import { createStorm } from "../sandbox/admin/webhooks/storm";
import { storeNamed } from "../tests/sync/harness";
import {
  catchUp,
  delivered,
  factsOf,
  freshFactsOf,
  type LiveShops,
  reconciled,
  settle,
  startLiveShops,
} from "../tests/live/liveShops";
import type { Report } from "./benchmark";

const shops = 20;
const webhooksPerShop = 1_000;
const shares = { lost: 0.05, duplicated: 0.2, wronglySigned: 0.02, maxDelayMs: 2_000 };

/**
 * Webhooks of twenty shops, some lost, some twice, some wrongly signed, all in random order; then one reconciliation of each.
 * Fails where a warehouse differs from a fresh sync of its store in any row, or a wrong signature left a trace.
 */
export const storm: Report = {
  kind: "report",
  name: "storm",
  customers: 500,
  size: (customers) =>
    `${String(shops)} shops of ${String(customers)} customers, ${String(shops * webhooksPerShop)} webhooks`,
  prepare: () => Promise.resolve(),
  report: async ({ customers }) => {
    const names = Array.from({ length: shops }, (_, index) => `storm-${String(index + 1)}`);
    const live = await startLiveShops(names.map((name) => storeNamed(name, customers)));
    try {
      const settled: ShopState[] = [];
      for (const name of names) settled.push(await settle(live, `${name}.myshopify.com`));
      const began = performance.now();
      settled.forEach((shop, index) => {
        stir(live, shop, index + 1);
      });
      for (const shop of settled) await delivered(shop);
      const accepted = performance.now();
      for (const { domain } of settled) await catchUp(domain);
      const applied = performance.now();
      let repaired = 0;
      for (const { domain } of settled) {
        const [look] = await reconciled(domain, () => new Date(Date.now() + 10 * 60_000));
        const found = Object.values(look?.found ?? {});
        repaired += found.reduce((sum, each) => sum + each.repaired + each.removed, 0);
      }
      const looked = performance.now();
      for (const { domain } of settled) await compare(domain);
      const total = { messages: 0, lost: 0, duplicated: 0, wronglySigned: 0 };
      for (const shop of settled)
        for (const key of Object.keys(total) as (keyof typeof total)[])
          total[key] += shop.storm?.counts[key] ?? 0;
      const traces = await tracesOf(settled);
      if (traces > 0) throw new Error(`${String(traces)} wrongly signed webhooks left a trace.`);
      const refused = live.answers.get(401) ?? 0;
      if (refused !== total.wronglySigned) throw new Error(`${String(refused)} webhooks were answered 401.`);
      const seconds = (from: number, until: number) => Number(((until - from) / 1_000).toFixed(1));
      return [
        {
          ...{ shops, ...total, repaired, differences: 0 },
          ...{ delivered_s: seconds(began, accepted), applied_s: seconds(accepted, applied) },
          reconciled_s: seconds(applied, looked),
        },
      ];
    } finally {
      await live.close();
    }
  },
};

/** Has a shop's merchant and buyers do things until so many webhooks were made. */
function stir({ harness }: LiveShops, shop: ShopState, seed: number): void {
  shop.storm = createStorm({ seed, ...shares });
  const activity = startActivity(harness.sandbox.state, shop, { seed });
  while (shop.storm.counts.messages < webhooksPerShop) activity.step();
}

async function compare(shop: string): Promise<void> {
  const kept = await factsOf(shop);
  const fresh = await freshFactsOf(shop);
  if (!isDeepStrictEqual(kept, fresh))
    throw new Error(`${shop} differs: ${JSON.stringify(kept)}\n${JSON.stringify(fresh)}`);
}

/** Webhooks in the inbox that were never answered with 200. */
async function tracesOf(settled: readonly ShopState[]): Promise<number> {
  const db = await state();
  let traces = 0;
  for (const { domain, deliveries } of settled) {
    const wrong = deliveries.filter(({ attempts }) => attempts.at(-1)?.status === 401);
    const ids = wrong.map(({ webhookId }) => webhookId);
    traces += await db.webhookDelivery.count({ where: { shop: domain, webhookId: { in: ids } } });
  }
  return traces;
}
