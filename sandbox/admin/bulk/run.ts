import { open, type FileHandle } from "node:fs/promises";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";

import { GraphQLError } from "graphql";

import type { AdminContext } from "../context";
import { takeFault, type FaultOf } from "../faults";
import { announce } from "../webhooks/deliver";
import type { BulkOperation, BulkOperationStatus } from "./operation";
import { finishPayload } from "./finishPayload";
import { takeFileFaults, type FileFaults } from "./fileFaults";
import type { ProjectedConnection } from "./projection";
import { bulkRows, connectionRows } from "./rows";
import { createPassThrough, createShuffler, type LineOrder } from "./shuffle";

/** The event loop is given back after this long, so that the sandbox keeps answering while it writes a file. */
const SLICE_MS = 8;
/** A slowed operation waits this often over its whole run. */
const SLOW_STEPS = 20;
/** How often a hanging or slowed operation looks whether it was cancelled. */
const WATCH_MS = 25;

export interface BulkRun {
  operation: BulkOperation;
  rootField: string;
  connection: ProjectedConnection;
  groupObjects: boolean;
  /** Where the rows are written. */
  path: string;
  /** Where the app can download them. */
  url: string;
}

/** Runs an accepted operation to its end, whatever that is, and announces it. Never rejects. */
export async function runBulkOperation(run: BulkRun, context: AdminContext): Promise<void> {
  const { operation } = run;
  const { state, shop } = context;
  const { signal } = state.closing;
  try {
    await sleep(state.timing.bulkStartMs, undefined, { signal });
    if (operation.status === "CREATED") operation.status = "RUNNING";
    const status = await writeFile(run, context);
    operation.endedAt = state.now();
    operation.status = status;
  } catch (error) {
    if (signal.aborted) return;
    operation.endedAt = state.now();
    operation.status = "FAILED";
    operation.failure = error instanceof Error ? error.message : String(error);
    const isDenied = error instanceof GraphQLError && error.extensions.code === "ACCESS_DENIED";
    operation.errorCode = isDenied ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR";
  }
  announce(state, shop, [{ topic: "bulk_operations/finish", payload: () => finishPayload(operation) }]);
}

async function writeFile(run: BulkRun, context: AdminContext): Promise<BulkOperationStatus> {
  const { operation } = run;
  const handle = await open(run.path, "w");
  try {
    const fileFaults = takeFileFaults(context.shop.faults, run.rootField);
    const writer = createWriter(run, handle, fileFaults);
    try {
      return await writeRows(run, context, writer, fileFaults);
    } finally {
      await writer.finish();
      if (writer.bytes() > 0) operation.file = { path: run.path, url: run.url };
      if (operation.status === "RUNNING") operation.fileSize = writer.bytes();
      if (fileFaults.truncate) await handle.truncate(Math.max(0, writer.bytes() - fileFaults.truncate.bytes));
    }
  } finally {
    await handle.close();
  }
}

async function writeRows(
  run: BulkRun,
  context: AdminContext,
  writer: LineWriter,
  fileFaults: FileFaults,
): Promise<BulkOperationStatus> {
  const { operation, connection, rootField } = run;
  const fault = takeFault(
    context.shop.faults,
    "bulk",
    (candidate) => candidate.rootField === undefined || candidate.rootField === rootField,
  );
  const roots = connectionRows(connection, {}, context);
  const slowEvery = Math.ceil(roots.length / SLOW_STEPS);
  let sliceStart = performance.now();
  for (const [index, root] of roots.entries()) {
    if (fault && fault.effect !== "slow" && index >= fault.afterRows) break;
    for (const { row, isRoot } of bulkRows(connection, root, context)) {
      operation.objectCount++;
      if (isRoot) operation.rootObjectCount++;
      if (isRoot && index === fileFaults.patchRow?.row) Object.assign(row, fileFaults.patchRow.set);
      if (index >= (fileFaults.dropRows?.rows ?? 0)) writer.add(JSON.stringify(row));
    }
    if (fault?.effect === "slow" && index % slowEvery === 0) {
      await writer.flush();
      await watchFor(operation, fault.delayMs, context);
    } else if (performance.now() - sliceStart > SLICE_MS) {
      await writer.flush();
      await nextTurn();
      sliceStart = performance.now();
    }
    if (isCancelling(operation)) return "CANCELED";
  }
  return fault ? await breakOff(fault, operation, context) : "COMPLETED";
}

/** How an operation ends that was told to go wrong. */
async function breakOff(
  fault: FaultOf<"bulk">,
  operation: BulkOperation,
  context: AdminContext,
): Promise<BulkOperationStatus> {
  switch (fault.effect) {
    case "slow":
      return "COMPLETED";
    case "cancel":
      return "CANCELED";
    case "expire":
      return "EXPIRED";
    case "fail":
      operation.errorCode = fault.errorCode;
      return "FAILED";
    case "hang":
      await watchFor(operation, Infinity, context);
      return "CANCELED";
  }
}

/** Waits that long in real time, or until the operation is cancelled. */
async function watchFor(
  operation: BulkOperation,
  milliseconds: number,
  { state }: AdminContext,
): Promise<void> {
  const { signal } = state.closing;
  for (let waited = 0; waited < milliseconds && !isCancelling(operation); waited += WATCH_MS) {
    await sleep(Math.min(WATCH_MS, milliseconds - waited), undefined, { signal });
  }
}

// A function, for the status is changed by a mutation while the run is waiting.
const isCancelling = (operation: BulkOperation): boolean => operation.status === "CANCELING";

interface LineWriter {
  add(line: string): void;
  flush(): Promise<void>;
  /** Writes the lines that still wait for their place. */
  finish(): Promise<void>;
  bytes(): number;
}

function createWriter(run: BulkRun, handle: FileHandle, { corruptLine }: FileFaults): LineWriter {
  const order: LineOrder = run.groupObjects ? createPassThrough() : createShuffler(run.operation.id);
  let pending: string[] = [];
  let lines = 0;
  let bytes = 0;

  function emit(line: string): void {
    // Broken in the middle, as a writer that dies leaves it.
    pending.push(corruptLine?.line === lines ? line.slice(0, Math.floor(line.length / 2)) : line);
    lines++;
  }

  async function flush(): Promise<void> {
    if (pending.length === 0) return;
    const chunk = Buffer.from(`${pending.join("\n")}\n`);
    pending = [];
    bytes += chunk.length;
    await handle.write(chunk);
  }

  return {
    add(line) {
      const leaving = order.push(line);
      if (leaving !== undefined) emit(leaving);
    },
    flush,
    async finish() {
      for (const line of order.rest()) emit(line);
      await flush();
    },
    bytes: () => bytes,
  };
}
