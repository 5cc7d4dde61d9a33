import { join } from "node:path";

import { z } from "zod";

import { scoreStore } from "~/customers/score.server";
import { scoringSettings } from "~/customers/settings";
import { redactedAmong } from "~/privacy/redacted.server";
import { askForRefresh } from "~/segments/jobs/askForRefresh.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { syncedRows, syncLoadSeconds } from "~/state/metrics.server";
import { MalformedFileError } from "~/warehouse/engine";
import { loadChanges } from "~/warehouse/loading/loadChanges.server";
import { loadSnapshot } from "~/warehouse/loading/loadSnapshot.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { giveUp, type SyncContext } from "./bulkPhase.server";
import { noteChangesKnown } from "./changesKnown.server";
import { followChanges } from "./followChanges.server";
import { windowOfFile } from "./ordersWindow.server";
import { noteFoundBySync } from "./reconciliation.server";
import { shopToday } from "./shopToday";
import { isThere, kindOfFile, runFolder } from "./syncFiles.server";
import { saveRun, type SyncRun } from "./syncRun.server";
import { bulkKinds, finished, running, waitingAgain, type BulkKind } from "./syncState";

const shopRecord = z.object({ currency: z.string(), timezone: z.string(), settings: scoringSettings });

async function readShopRecord(shop: string): Promise<z.infer<typeof shopRecord>> {
  return shopRecord.parse(await (await state()).shop.findUniqueOrThrow({ where: { domain: shop } }));
}

/** Merges the downloaded files into the warehouse, in one transaction. */
export async function loadFiles(run: SyncRun, { now, signal }: SyncContext): Promise<SyncRun> {
  const lost = await firstLostFile(run);
  // The state outlived the disk (another machine took over): the file is fetched again.
  if (lost) {
    return saveRun(run, {
      bulk: { ...run.bulk, [lost]: { ...run.bulk[lost], file: null } },
      phases: { ...run.phases, [lost]: waitingAgain(run.phases[lost]) },
    });
  }

  const lines = bulkKinds.reduce((sum, kind) => sum + run.bulk[kind].objects, 0);
  // A load that a killed process began starts from nothing, and so does its progress.
  let loading: SyncRun = { ...run, phases: { ...run.phases, load: waitingAgain(run.phases.load) } };
  // Throws where the job is to stop or the run was ended, which takes the whole load back.
  const noteRead = async (read: number): Promise<void> => {
    signal.throwIfAborted();
    const load = running(loading.phases.load, now(), read, lines);
    loading = await saveRun(loading, { phases: { ...loading.phases, load } });
  };
  await noteRead(0);
  try {
    await (run.changedSince === null ? loadEverything(run, noteRead) : loadChanged(run, now()));
  } catch (error) {
    const kind = error instanceof MalformedFileError ? kindOfFile(error.path) : null;
    if (!(error instanceof MalformedFileError) || !kind) throw error;
    const line = error.line === null ? "" : ` (line ${String(error.line)})`;
    const waiting = { ...loading, phases: { ...loading.phases, load: waitingAgain(loading.phases.load) } };
    return giveUp(waiting, kind, "malformed_file", `${line}: ${error.reason}`);
  }
  await noteChangesKnown(run.shop, exportedUntil(run));
  return saveRun(loading, {
    phases: { ...loading.phases, load: finished(loading.phases.load, now(), lines) },
  });
}

/** Makes the warehouse equal to what was downloaded. */
async function loadEverything(run: SyncRun, noteRead: (read: number) => Promise<void>): Promise<void> {
  const { currency } = await readShopRecord(run.shop);
  const since = performance.now();
  const snapshot = {
    files: { ...filesOf(run), abandoned_checkouts: filesOf(run).abandoned_checkouts ?? null },
    currency,
    snapshotStartedAt: exportedUntil(run),
    ordersVisibleSince: windowOfFile(run),
    redactedAmong,
  };
  const counts = await loadSnapshot(await openWarehouse(run.shop), snapshot, noteRead);
  // Lines without their order are left out; there should be none.
  log()[counts.orphanLines > 0 ? "warn" : "info"](
    { shop: run.shop, run: run.id, ...counts },
    "Snapshot loaded.",
  );
  syncLoadSeconds.inc((performance.now() - since) / 1_000);
  for (const [table, rows] of Object.entries(counts.read)) syncedRows.inc({ table }, rows);
}

/** Brings in what was downloaded of what had changed; everything else stays. */
async function loadChanged(run: SyncRun, now: Date): Promise<void> {
  const { currency } = await readShopRecord(run.shop);
  const warehouse = await openWarehouse(run.shop);
  const newer = await warehouse.transaction(async (connection) => {
    const files = filesOf(run);
    const readAt = exportedUntil(run);
    const changes = { files, currency, source: "api", now, readAt, shop: run.shop, redactedAmong } as const;
    return loadChanges(connection, changes, readAt);
  });
  await noteFoundBySync(run.shop, {
    products: { repaired: newer.products },
    customers: { repaired: newer.customers },
    orders: { repaired: newer.orders },
    abandoned_checkouts: { repaired: newer.abandoned_checkouts },
  });
  log().info({ shop: run.shop, run: run.id, newer }, "Changes loaded.");
}

function filesOf(run: SyncRun) {
  return {
    products: path(run, "products"),
    customers: path(run, "customers"),
    orders: path(run, "orders"),
    ...(run.bulk.checkouts.denied ? {} : { abandoned_checkouts: path(run, "checkouts") }),
  };
}

/** Scores every customer as of the shop's today; after some changes, those whom they concern. */
export async function scoreCustomers(run: SyncRun, { now, signal }: SyncContext): Promise<SyncRun> {
  if (run.changedSince !== null) {
    const followed = await followChanges(run.shop, { now, signal });
    return saveRun(run, { phases: { ...run.phases, score: finished(run.phases.score, now(), followed) } });
  }
  const { total } = run.phases.customers;
  const begun = await saveRun(run, {
    phases: { ...run.phases, score: running(run.phases.score, now(), 0, total) },
  });
  const { timezone, settings } = await readShopRecord(run.shop);
  const { customers } = await scoreStore(await openWarehouse(run.shop), {
    analysisDate: shopToday(now(), timezone),
    timeZone: timezone,
    settings,
    now: now(),
  });
  // Before the phase is noted as done: a process that dies in between scores again, and asks again.
  await askForRefresh(run.shop);
  return saveRun(begun, {
    phases: { ...begun.phases, score: finished(begun.phases.score, now(), customers) },
  });
}

function path(run: SyncRun, kind: BulkKind): string {
  return join(runFolder(run.shop, run.id), run.bulk[kind].file ?? "");
}

async function firstLostFile(run: SyncRun): Promise<BulkKind | null> {
  for (const kind of bulkKinds) {
    if (!run.bulk[kind].denied && !(await isThere(path(run, kind)))) return kind;
  }
  return null;
}

/** Everything that Shopify had before this time is in the files. */
function exportedUntil(run: SyncRun): Date {
  const times = bulkKinds.map((kind) => Date.parse(run.bulk[kind].createdAt ?? run.startedAt.toISOString()));
  return new Date(Math.min(...times));
}
