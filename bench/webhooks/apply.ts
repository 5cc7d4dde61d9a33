import { applyWebhooks } from "~/history/apply/applyWebhooks.server";
import { startFullSync } from "~/history/fullSync.server";
import { insertWebhooks } from "~/history/inbox/insertWebhooks.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import { state } from "~/state/client.server";
import { statement } from "~/warehouse/compile";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { drive, install, startHarness, storeNamed } from "../../tests/sync/harness";
import type { Database } from "./database";
import { orderPayload } from "./orderPayload";

const shop = "busy.myshopify.com";
const insertedAtOnce = 500;

export interface Applied {
  readonly customers: number;
  readonly segments: number;
  readonly orders: number;
  readonly seconds: number;
  readonly per_s: number;
  /** Memberships that began or ended. */
  readonly changes: number;
}

/**
 * Applies new orders of known customers, as they wait in the inbox of a synced store, until none waits: stored, their customers
 * scored again and the memberships of every segment brought up to date.
 */
export async function applyMany(asked: {
  readonly database: Database | null;
  readonly customers: number;
  readonly orders: number;
}): Promise<Applied> {
  const store = storeNamed("busy", asked.customers);
  const harness = await startHarness(
    { stores: [store] },
    asked.database === null ? {} : { database: asked.database },
  );
  try {
    await install(harness, shop);
    await startFullSync(shop);
    await drive(shop);
    const job = {
      shop,
      payload: {},
      attempt: 1,
      signal: new AbortController().signal,
      now: () => new Date(),
    };
    await refreshSegments.run(job);
    const ids = store.customers.map(({ id }) => Number(id.slice(id.lastIndexOf("/") + 1)));
    await fillInbox(ids, asked.orders);
    const before = await counted();

    const started = performance.now();
    while ((await applyWebhooks.run(job)).kind === "again");
    const seconds = (performance.now() - started) / 1_000;

    const after = await counted();
    const orders = after.orders - before.orders;
    if (orders !== asked.orders)
      throw new Error(`${String(orders)} orders of ${String(asked.orders)} were stored.`);
    if (after.unfollowed > 0)
      throw new Error(`${String(after.unfollowed)} customers were not looked at again.`);
    return {
      ...{ customers: asked.customers, segments: after.segments, orders },
      seconds: Number(seconds.toFixed(1)),
      per_s: Math.round(orders / seconds),
      changes: after.changes - before.changes,
    };
  } finally {
    await harness.close();
  }
}

async function fillInbox(customerIds: readonly number[], orders: number): Promise<void> {
  const db = await state();
  const at = new Date();
  for (let start = 0; start < orders; start += insertedAtOnce) {
    const webhooks = Array.from({ length: Math.min(insertedAtOnce, orders - start) }, (_, place) => {
      const number = start + place;
      // Spread over the customers, as buyers are; a step that shares no factor with most counts of them.
      const customerId = customerIds[(number * 7_919) % customerIds.length] ?? 0;
      const payload = orderPayload(number, customerId);
      return { shop, topic: "orders/create", webhookId: `w-${String(number)}`, eventId: null, payload };
    });
    await insertWebhooks(
      db,
      webhooks.map((webhook) => ({ ...webhook, triggeredAt: at, receivedAt: at })),
    );
  }
}

interface Counted {
  orders: number;
  segments: number;
  changes: number;
  unfollowed: number;
}

async function counted(): Promise<Counted> {
  const warehouse = await openWarehouse(shop);
  const [row] = await warehouse.all(statement<Counted>`
    SELECT CAST((SELECT count(*) FROM orders) AS integer) AS orders,
      CAST((SELECT count(*) FROM segment_evaluations) AS integer) AS segments,
      CAST((SELECT count(*) FROM memberships) + 2 * (SELECT count(*) FROM past_memberships) AS integer) AS changes,
      CAST((SELECT count(*) FROM changed_customers) AS integer) AS unfollowed`);
  if (!row) throw new Error("Nothing was counted.");
  return row;
}
