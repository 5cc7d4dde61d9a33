import { describe, expect, it } from "vitest";

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

import { inPhase, SyncStoppedError } from "./syncFailure.server";

const { signal } = new AbortController();

async function stopped(error: Error, during: AbortSignal = signal): Promise<unknown> {
  return inPhase("orders", during, () => Promise.reject(error)).catch((thrown: unknown) => thrown);
}

const diskFull = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });

describe("what a failed phase says", () => {
  it.each([
    [
      new AccessDeniedError("BulkOrders", ["read_orders"]),
      "access_denied",
      false,
      /permission read_orders is missing/,
    ],
    [new AccessLostError("a.myshopify.com", "Refused."), "access_lost", false, /no longer accepts/],
    [new TokenRejectedError("rejected"), "access_lost", false, /no longer accepts/],
    [
      new TokenRefreshError("no answer"),
      "unavailable",
      true,
      /could not be reached while reading your orders/,
    ],
    [new RequestRefusedError("refused"), "refused", false, /refused a request for your orders/],
    [new ShopifyUnavailableError("down"), "unavailable", true, /could not be reached/],
    [new ThrottledTooLongError("busy"), "throttled_too_long", true, /rate limit/],
    [new DownloadInterruptedError("broke"), "download_interrupted", true, /kept breaking off/],
    [diskFull, "disk_full", false, /could not write to its disk/],
    [
      new WarehouseError("a", "IO Error", "IO Error: No space left on device"),
      "disk_full",
      false,
      /its disk/,
    ],
    [new Error("customer ada@example.com"), "unknown", true, /unexpected/],
  ])("%s → %s", async (error, code, passing, what) => {
    const thrown = await stopped(error);
    expect(thrown).toBeInstanceOf(SyncStoppedError);
    const { failure, passing: triesAgain, message } = thrown as SyncStoppedError;
    expect(failure).toMatchObject({ phase: "orders", code });
    expect(failure.what).toMatch(what);
    expect(failure.what).toContain("Nothing that was stored before is lost.");
    expect(failure.action.length).toBeGreaterThan(20);
    expect(triesAgain).toBe(passing);
    expect(`${message}${failure.what}${failure.action}`).not.toContain("ada@example.com");
  });

  it("keeps the reason that a phase gives itself", async () => {
    const own = new SyncStoppedError("orders", "bulk_never_ends", "20");
    expect(await stopped(own)).toBe(own);
    expect(own.failure.what).toContain("no progress for 20 minutes");
  });
});

it("is not a failure when the process is asked to stop", async () => {
  const stop = new AbortController();
  const reason = new Error("stopping");
  stop.abort(reason);
  expect(await stopped(new Error("anything"), stop.signal)).toBe(reason);
});
