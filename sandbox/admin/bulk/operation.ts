export type BulkOperationStatus =
  "CREATED" | "RUNNING" | "COMPLETED" | "CANCELING" | "CANCELED" | "FAILED" | "EXPIRED";

export type BulkErrorCode = "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT";

/** A bulk query from its acceptance to the end of its result's life. Instants in ms since the epoch. */
export interface BulkOperation {
  readonly id: string;
  readonly query: string;
  readonly createdAt: number;
  status: BulkOperationStatus;
  endedAt: number | null;
  errorCode: BulkErrorCode | null;
  /** Why the sandbox could not answer, for whoever reads its control endpoints. Shopify tells only the code. */
  failure: string | null;
  objectCount: number;
  rootObjectCount: number;
  /** Bytes as announced; null until a result is complete. */
  fileSize: number | null;
  /** The result, or what was written of it before the operation broke off. Null when no row was written. */
  file: { path: string; url: string } | null;
}

/** A result can be downloaded for this long after the operation ended. */
export const RESULT_LIFE_MS = 7 * 86_400_000;

/** Operations of one kind that may run at once for an app and shop, since API version 2026-01. */
export const MAX_RUNNING = 5;

export function isRunning({ status }: BulkOperation): boolean {
  return status === "CREATED" || status === "RUNNING" || status === "CANCELING";
}

/** Whether what was written can no longer be downloaded at `now`. */
export function isResultGone({ endedAt }: BulkOperation, now: number): boolean {
  return endedAt !== null && now > endedAt + RESULT_LIFE_MS;
}

/** The status at a moment: a finished result expires with its address. */
export function statusAt(operation: BulkOperation, now: number): BulkOperationStatus {
  return operation.status === "COMPLETED" && isResultGone(operation, now) ? "EXPIRED" : operation.status;
}

/** Where the result (`whole`), or the part of a broken one (`partial`), can be downloaded at a moment. */
export function resultUrl(operation: BulkOperation, part: "whole" | "partial", now: number): string | null {
  const isWhole = operation.status === "COMPLETED";
  if (operation.file === null || operation.endedAt === null || isWhole !== (part === "whole")) return null;
  return isResultGone(operation, now) ? null : operation.file.url;
}
