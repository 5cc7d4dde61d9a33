import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import type { ScheduledCheck } from "~/jobs/schedule.server";
import type { AdminClient } from "~/shopify/admin/client.server";
import { updatedSince } from "~/shopify/admin/bulkOperations.server";
import { recordsUpdated } from "~/shopify/admin/changedRecords.server";
import { readCountsOf, type StoreCounts } from "~/shopify/admin/counts.server";
import { AccessDeniedError } from "~/shopify/admin/errors";
import { adminClient } from "~/shopify/admin/shopClient.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import type { Warehouse } from "~/warehouse/engine";
import { recordTables, type RecordTable } from "~/warehouse/loading/records";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { noteChangesKnown } from "./changesKnown.server";
import { askForChanged } from "./fetchChanged.server";
import { followChanges } from "./followChanges.server";
import { startFullSync, startSyncOfChanges } from "./fullSync.server";
import { liveShop, type LiveShop } from "./liveShop.server";
import { loadAnswer } from "./loadAnswer.server";
import { lookForGone } from "./lookForGone.server";
import { type Found, nothingFound, noteReconciliation, type Outcome } from "./reconciliation.server";
import { askForReconciliation, reconcileKind } from "./reconcileKind.server";
import { activeRun } from "./syncRun.server";

/** How often everything that changed is looked at. */
export const reconcileEveryMs = 3_600_000;

/** Clocks differ, and Shopify's search knows of a change some time after it happened. */
const overlapMs = 10 * 60_000;

/** After a longer gap everything is brought in anew: Shopify says of no record that it went. */
const windowMs = 7 * 24 * 3_600_000;

/** Beyond this many changed records of a kind one bulk operation costs less of the rate limit, and less time, than pages. */
const tooManyForPages = 200;

/** A webhook may still be on its way for a change as young as this; older ones it did not bring count as repaired. */
const onItsWayMs = 2 * 60_000;

const countedAs = {
  products: "products",
  customers: "customers",
  orders: "orders",
  abandoned_checkouts: "checkouts",
} as const satisfies Record<RecordTable, keyof StoreCounts>;

/**
 * Looks at everything that Shopify changed since the last look, whatever webhooks said: brings in what is missing or older
 * here, and removes what is gone. Says how much that was. Where it is too much for pages, or the gap is too long, a sync does
 * the same by bulk operations.
 */
export const reconcile: JobDefinition<Record<string, never>> = {
  kind: reconcileKind,
  payload: z.strictObject({}),
  maxAttempts: 8,
  lane: "long",

  async run({ shop, signal, now }) {
    const live = await liveShop(shop);
    // What a sync under way brings in is at least as new.
    if (live === null || (await activeRun(shop))) return { kind: "done" };
    const startedAt = now();
    const known = live.changesKnownUntil;
    if (known === null || startedAt.getTime() - known.getTime() > windowMs) {
      await startFullSync(shop, startedAt);
      return { kind: "done" };
    }
    const since = new Date(known.getTime() - overlapMs);
    const look: Look = { shop, live, client: adminClient(shop, signal), since, startedAt };
    const changed = await readCountsOf(look.client, updatedSince(since));
    const looked = recordTables.map((table) => changed[countedAs[table]] ?? 0);
    if (Math.max(...looked) > tooManyForPages) {
      await startSyncOfChanges(shop, since, startedAt);
      const found = nothingFound();
      for (const table of recordTables)
        found[table] = { ...found[table], looked: changed[countedAs[table]] ?? 0 };
      await noteEnd(look, found, "resync", now());
      return { kind: "done" };
    }
    const { found, outcome } = await lookAtPages(look, { signal, now });
    await followChanges(shop, { now, signal });
    // What named a customer who is gone is asked for: it may be somebody else's by now.
    await askForChanged(shop, now());
    await noteChangesKnown(shop, startedAt);
    await noteEnd(look, found, outcome, now());
    return { kind: "done" };
  },

  async onFailed({ shop, now }, error) {
    const live = await liveShop(shop);
    if (live === null) return;
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : "not an error";
    await noteReconciliation(shop, {
      startedAt: now(),
      finishedAt: now(),
      outcome: "failed",
      since: live.changesKnownUntil ?? now(),
      found: nothingFound(),
      failure,
    });
  },
};

/** Asks for a reconciliation of each shop whose last look is an hour ago. */
export const dueReconciliations: ScheduledCheck = {
  name: "due-reconciliations",

  async run(now) {
    const db = await state();
    const due = await db.shop.findMany({
      where: {
        uninstalledAt: null,
        syncRuns: { some: { state: "done" }, none: { state: "running" } },
        // Null: last synced by a version of the app that did not note it.
        OR: [
          { changesKnownUntil: null },
          { changesKnownUntil: { lt: new Date(now.getTime() - reconcileEveryMs) } },
        ],
      },
      select: { domain: true },
    });
    for (const { domain } of due) await askForReconciliation(domain, now);
  },
};

interface Look {
  readonly shop: string;
  readonly live: LiveShop;
  readonly client: AdminClient;
  readonly since: Date;
  readonly startedAt: Date;
}

async function lookAtPages(
  look: Look,
  { signal, now }: { readonly signal: AbortSignal; readonly now: () => Date },
): Promise<{ found: Record<RecordTable, Found>; outcome: Outcome }> {
  const { shop, live, client, startedAt } = look;
  const warehouse = await openWarehouse(shop);
  const found = nothingFound();
  for (const table of recordTables) {
    signal.throwIfAborted();
    found[table] = { ...found[table], ...(await bringIn(table, warehouse, look, now)) };
  }
  const gone = await lookForGone({ warehouse, client, live, startedAt, now, signal });
  for (const table of recordTables) found[table] = { ...found[table], ...gone.found[table] };
  if (gone.tooMany) await startFullSync(shop, startedAt);
  return { found, outcome: gone.tooMany ? "resync" : "done" };
}

/** Brings in, page after page, what Shopify changed of a kind. */
async function bringIn(
  table: RecordTable,
  warehouse: Warehouse,
  { live, client, since, startedAt }: Look,
  now: () => Date,
): Promise<Pick<Found, "looked" | "repaired">> {
  const total = { looked: 0, repaired: 0 };
  const updatedBefore = new Date(startedAt.getTime() - onItsWayMs);
  let after: string | null = null;
  try {
    do {
      const readAt = now();
      const page = await recordsUpdated(client, table, updatedSince(since), after);
      const loading = { currency: live.currency, now: now(), readAt, updatedBefore };
      const newer = await loadAnswer(warehouse, { [table]: page.lines }, loading);
      total.looked += page.records;
      total.repaired += newer[table];
      after = page.next;
    } while (after !== null);
  } catch (error) {
    // No history is worth less for want of checkouts, which the app need not be allowed to see.
    if (table !== "abandoned_checkouts" || !(error instanceof AccessDeniedError)) throw error;
  }
  return total;
}

async function noteEnd(
  { shop, since, startedAt }: Look,
  found: Record<RecordTable, Found>,
  outcome: Outcome,
  finishedAt: Date,
): Promise<void> {
  await noteReconciliation(shop, { startedAt, finishedAt, outcome, since, found, failure: null });
  const repairs = Object.values(found).reduce((sum, { repaired, removed }) => sum + repaired + removed, 0);
  log().info({ shop, outcome, repairs }, "Reconciliation finished.");
}
