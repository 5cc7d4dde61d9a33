import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { downloadBulkFile } from "~/shopify/admin/bulkDownload.server";
import {
  cancelBulkOperation,
  findBulkQuery,
  namedBulkQuery,
  ofChangedSince,
  readBulkOperation,
  startBulkQuery,
  type BulkOperation,
} from "~/shopify/admin/bulkOperations.server";
import type { AdminClient } from "~/shopify/admin/client.server";
import {
  AccessDeniedError,
  AdminApiError,
  DownloadGoneError,
  IncompleteFileError,
} from "~/shopify/admin/errors";
import {
  BulkAbandonedCheckoutsDocument,
  BulkCustomersDocument,
  BulkOrdersDocument,
  BulkProductsDocument,
} from "~/shopify/generated/admin";
import { log } from "~/state/log.server";

import type { FailureCode } from "./failures";
import { narrowWindow } from "./ordersWindow.server";
import { fileName, runFolder } from "./syncFiles.server";
import { SyncStoppedError } from "./syncFailure.server";
import { saveRun, type SyncRun } from "./syncRun.server";
import {
  finished,
  freshBulk,
  running,
  waitingAgain,
  type BulkKind,
  type BulkState,
  type PhaseState,
} from "./syncState";

export interface SyncContext {
  readonly client: AdminClient;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

const documents = {
  products: BulkProductsDocument,
  customers: BulkCustomersDocument,
  orders: BulkOrdersDocument,
  checkouts: BulkAbandonedCheckoutsDocument,
};

/**
 * What a sync does without where Shopify does not let the app read it. Abandoned checkouts need a right of the user
 * (`manage_abandoned_checkouts`) besides the scope, and no history is worth less for want of them.
 */
const dispensable: ReadonlySet<BulkKind> = new Set(["checkouts"]);

/** Shopify wants a search sorted by what it asks for, or it may time out; checkouts cannot be. */
const sortsByUpdate: ReadonlySet<BulkKind> = new Set(["products", "customers", "orders"]);

/** A bulk operation that writes nothing for so long is given up. Shopify itself allows ten days. */
const stalledAfterMinutes = 20;
const operationsPerPhase = 2;

/** Takes one kind of object one step on: asks for the operation, reads how it stands, or downloads what it wrote. */
export async function advanceBulk(run: SyncRun, kind: BulkKind, context: SyncContext): Promise<SyncRun> {
  try {
    return await advance(run, kind, context);
  } catch (error) {
    if (!dispensable.has(kind) || !isDenial(error)) throw error;
    log().warn({ shop: run.shop, run: run.id, kind }, "Shopify denies access: the sync goes on without.");
    return save(run, kind, { ...freshBulk, denied: true }, finished(run.phases[kind], context.now(), 0));
  }
}

/** Shopify denies either the request or, later, the operation. */
function isDenial(error: unknown): boolean {
  return (
    error instanceof AccessDeniedError ||
    (error instanceof SyncStoppedError && error.code === "access_denied")
  );
}

async function advance(run: SyncRun, kind: BulkKind, context: SyncContext): Promise<SyncRun> {
  const { operationId } = run.bulk[kind];
  if (operationId === null) return submit(run, kind, context);

  const operation = await readBulkOperation(context.client, operationId);
  if (!operation) return giveUp(run, kind, "bulk_expired");
  switch (operation.status) {
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      return watch(run, kind, operation, context);
    case "COMPLETED": {
      const seen = kind === "orders" ? await narrowWindow(run, context.client) : run;
      return download(await note(seen, kind, operation, context), kind, operation, context);
    }
    case "FAILED":
      if (operation.errorCode === "ACCESS_DENIED") throw new SyncStoppedError(kind, "access_denied", "");
      return giveUp(run, kind, "bulk_failed", operation.errorCode ?? "without a reason");
    case "CANCELED":
      return giveUp(run, kind, "bulk_canceled");
    case "EXPIRED":
      return giveUp(run, kind, "bulk_expired");
  }
}

/** Drops an operation that came to nothing: another is asked for once, then the phase has failed. */
export async function giveUp(run: SyncRun, kind: BulkKind, code: FailureCode, detail = ""): Promise<SyncRun> {
  const givenUp = run.bulk[kind].givenUp + 1;
  if (givenUp >= operationsPerPhase) throw new SyncStoppedError(kind, code, detail);
  return save(run, kind, { ...freshBulk, givenUp }, waitingAgain(run.phases[kind]));
}

async function submit(run: SyncRun, kind: BulkKind, context: SyncContext): Promise<SyncRun> {
  const { client, now } = context;
  const intended = run.bulk[kind].intent;
  if (intended !== null) {
    // An earlier try may have reached Shopify without our learning of it.
    const operation = await findBulkQuery(client, queryText(run, kind, intended));
    if (operation) return note(run, kind, operation, context);
  }

  const intent = intended ?? randomBytes(6).toString("hex");
  const changedAt = run.bulk[kind].changedAt ?? now().toISOString();
  const ready = await save(
    run,
    kind,
    { ...run.bulk[kind], intent, changedAt },
    running(run.phases[kind], now()),
  );
  const start = await startBulkQuery(client, queryText(run, kind, intent));
  if (start.kind === "started") return note(ready, kind, start.operation, context);
  if (isStalled(changedAt, now())) throw new SyncStoppedError(kind, "bulk_busy", String(stalledAfterMinutes));
  return ready;
}

async function watch(
  run: SyncRun,
  kind: BulkKind,
  operation: BulkOperation,
  context: SyncContext,
): Promise<SyncRun> {
  const noted = await note(run, kind, operation, context);
  const { changedAt } = noted.bulk[kind];
  if (changedAt === null || !isStalled(changedAt, context.now())) return noted;
  await cancelBulkOperation(context.client, operation.id).catch((error: unknown) => {
    // Leaving it behind takes one of five places until Shopify ends it; no reason to stop.
    if (!(error instanceof AdminApiError)) throw error;
  });
  return giveUp(noted, kind, "bulk_never_ends", String(stalledAfterMinutes));
}

async function download(
  run: SyncRun,
  kind: BulkKind,
  operation: BulkOperation,
  context: SyncContext,
): Promise<SyncRun> {
  const file = fileName(kind, operation.id);
  const path = join(runFolder(run.shop, run.id), file);
  try {
    await downloadBulkFile(operation, path, context.signal).catch((error: unknown) => {
      // The transfer may be at fault: a second copy of the same file is the cheapest cure.
      if (error instanceof IncompleteFileError) return downloadBulkFile(operation, path, context.signal);
      throw error;
    });
  } catch (error) {
    if (error instanceof DownloadGoneError) return giveUp(run, kind, "bulk_expired");
    if (error instanceof IncompleteFileError) return giveUp(run, kind, "incomplete_file", error.message);
    throw error;
  }
  return save(
    run,
    kind,
    { ...run.bulk[kind], file },
    finished(run.phases[kind], context.now(), operation.rootObjectCount),
  );
}

/** Commits how an operation stands. */
function note(
  run: SyncRun,
  kind: BulkKind,
  operation: BulkOperation,
  { now }: SyncContext,
): Promise<SyncRun> {
  const before = run.bulk[kind];
  const changed = before.operationId !== operation.id || before.objects !== operation.objectCount;
  const bulk: BulkState = {
    ...before,
    operationId: operation.id,
    createdAt: operation.createdAt.toISOString(),
    objects: operation.objectCount,
    changedAt: changed ? now().toISOString() : before.changedAt,
  };
  return save(run, kind, bulk, running(run.phases[kind], now(), operation.rootObjectCount));
}

function save(run: SyncRun, kind: BulkKind, bulk: BulkState, phase: PhaseState): Promise<SyncRun> {
  return saveRun(run, { bulk: { ...run.bulk, [kind]: bulk }, phases: { ...run.phases, [kind]: phase } });
}

function queryText({ changedSince }: SyncRun, kind: BulkKind, intent: string): string {
  const text = namedBulkQuery(documents[kind], `Quintile_${kind}_${intent}`);
  return changedSince === null ? text : ofChangedSince(text, changedSince, sortsByUpdate.has(kind));
}

function isStalled(changedAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(changedAt) > stalledAfterMinutes * 60_000;
}
