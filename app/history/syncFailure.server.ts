import { isDiskError } from "~/shopify/admin/bulkDownload.server";
import {
  AccessDeniedError,
  DownloadInterruptedError,
  RequestRefusedError,
  ShopifyUnavailableError,
  ThrottledTooLongError,
  TokenRejectedError,
} from "~/shopify/admin/errors";
import { AccessLostError, TokenRefreshError } from "~/shopify/tokens.server";
import { WarehouseError } from "~/warehouse/errors";

import { failureInWords, isPassing, type FailureCode } from "./failures";
import type { SyncFailure, SyncPhase } from "./progress";

/** A phase stopped for a reason that has a name in `failures.ts`. */
export class SyncStoppedError extends Error {
  override readonly name = "SyncStoppedError";
  constructor(
    readonly phase: SyncPhase,
    readonly code: FailureCode,
    readonly detail: string,
    options?: { readonly cause: unknown },
  ) {
    super(`Full sync stopped in ${phase}: ${code}.`, options);
  }

  /** What the merchant reads. */
  get failure(): SyncFailure {
    return failureInWords(this.code, this.phase, this.detail);
  }

  get passing(): boolean {
    return isPassing(this.code);
  }
}

/** Runs a phase's work; whatever it throws comes out as `SyncStoppedError`, except that an abort stays one. */
export async function inPhase<Result>(
  phase: SyncPhase,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SyncStoppedError) throw error;
    throw new SyncStoppedError(phase, codeOf(error), detailOf(error), { cause: error });
  }
}

const codes: readonly (readonly [new (...args: never[]) => Error, FailureCode])[] = [
  [AccessDeniedError, "access_denied"],
  [AccessLostError, "access_lost"],
  [TokenRejectedError, "access_lost"],
  [TokenRefreshError, "unavailable"],
  [RequestRefusedError, "refused"],
  [ShopifyUnavailableError, "unavailable"],
  [ThrottledTooLongError, "throttled_too_long"],
  [DownloadInterruptedError, "download_interrupted"],
];

/** SQLSTATE disk_full. */
const postgresDiskFull = "53100";

function codeOf(error: unknown): FailureCode {
  if (isDiskError(error)) return "disk_full";
  if (
    error instanceof WarehouseError &&
    (error.kind === postgresDiskFull || /no space left|disk quota|read-only file system/i.test(error.message))
  ) {
    return "disk_full";
  }
  return codes.find(([type]) => error instanceof type)?.[1] ?? "unknown";
}

function detailOf(error: unknown): string {
  if (!(error instanceof AccessDeniedError) || error.scopes.length === 0) return "";
  return `: the permission ${error.scopes.join(", ")} is missing`;
}
