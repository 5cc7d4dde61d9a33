import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { enqueue } from "~/jobs/queue.server";
import type { AdminClient } from "~/shopify/admin/client.server";
import { updatedSince } from "~/shopify/admin/bulkOperations.server";
import { type NamedKind, recordsById, recordsUpdated } from "~/shopify/admin/changedRecords.server";
import { AccessDeniedError } from "~/shopify/admin/errors";
import { adminClient } from "~/shopify/admin/shopClient.server";
import type { Warehouse } from "~/warehouse/engine";
import { awaitedRecords, countAwaited, receivedRecords } from "~/warehouse/loading/awaited.server";
import { removeRecords } from "~/warehouse/loading/removeRecords.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { receivedCheckouts } from "./askedCheckouts.server";
import { followChanges } from "./followChanges.server";
import { hiddenOrders } from "./hiddenOrders.server";
import { loadAnswer } from "./loadAnswer.server";
import { liveShop, type LiveShop } from "./liveShop.server";
import { askForReconciliation } from "./reconcileKind.server";

const kind = "fetch-changed";

/** Beyond this many of a kind one bulk operation costs less of the rate limit, and less time, than asking for each. */
export const tooManyToAskFor = 300;

/** Records asked for before others have their turn. */
const atOnce = 50;
const kinds: readonly NamedKind[] = ["customers", "orders", "products"];

/** A change shortly before a webhook was sent may have been left out of the answer before. */
const overlapMs = 60_000;

/**
 * Asks Shopify for the records of which webhooks did not tell everything, a few at a time: what was asked for is loaded and
 * followed before the next are asked for.
 */
export const fetchChanged: JobDefinition<Record<string, never>> = {
  kind,
  payload: z.strictObject({}),
  maxAttempts: 12,

  async run({ shop, signal, now }) {
    const live = await liveShop(shop);
    if (live === null) return { kind: "done" };
    const client = adminClient(shop, signal);
    const warehouse = await openWarehouse(shop);
    const work: Fetching = { live, client, warehouse, now };
    // What a reconciliation has looked over and left is not among what changed: it can only be asked for by itself.
    const waiting = await countAwaited(warehouse, live.changesKnownUntil ?? undefined);
    const many = kinds.some((each) => (waiting.get(each)?.records ?? 0) > tooManyToAskFor);
    if (many) await askForReconciliation(shop, now());
    else for (const each of kinds) await fetchSome(each, work);
    await fetchCheckouts(work);
    await followChanges(shop, { now, signal });
    if (many) return { kind: "done" };
    const isLeft = (await countAwaited(warehouse)).size > 0 || (await liveShop(shop))?.checkoutsAskedSince;
    return isLeft ? { kind: "again", at: now() } : { kind: "done" };
  },
};

interface Fetching {
  readonly live: LiveShop;
  readonly client: AdminClient;
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

/** Asks for what is awaited, soon: several webhooks about one record come within a second. */
export async function askForChanged(shop: string, now: Date): Promise<void> {
  await enqueue(kind, { shop, payload: {}, runAt: new Date(now.getTime() + 1_000) });
}

async function fetchSome(table: NamedKind, { live, client, warehouse, now }: Fetching): Promise<void> {
  const askedAt = now();
  const ids = (await awaitedRecords(warehouse, table, atOnce)).map(({ id }) => id);
  if (ids.length === 0) return;
  const { lines, missing } = await recordsById(client, table, ids);
  await loadAnswer(
    warehouse,
    { [table]: lines },
    { currency: live.currency, now: now(), readAt: askedAt },
    async (connection) => {
      // An order that the app's scopes hide is not gone.
      const hidden =
        table === "orders" ? await hiddenOrders(connection, missing, live, now()) : new Set<bigint>();
      const gone = missing.filter((id) => !hidden.has(id));
      await removeRecords(connection, table, gone, now());
      await receivedRecords(connection, table, { ids, askedAt });
    },
  );
}

/** Checkouts that changed since the first webhook of one that was not looked at yet. */
async function fetchCheckouts({ live, client, warehouse, now }: Fetching): Promise<void> {
  const askedSince = live.checkoutsAskedSince;
  if (askedSince === null) return;
  const at = now();
  const query = updatedSince(new Date(askedSince.getTime() - overlapMs));
  try {
    let after: string | null = null;
    do {
      const page = await recordsUpdated(client, "abandoned_checkouts", query, after);
      await loadAnswer(
        warehouse,
        { abandoned_checkouts: page.lines },
        { currency: live.currency, now: now(), readAt: at },
      );
      after = page.next;
    } while (after !== null);
  } catch (error) {
    // The app need not be allowed to see them.
    if (!(error instanceof AccessDeniedError)) throw error;
  }
  await receivedCheckouts(warehouse.shop, { since: askedSince, at });
}
