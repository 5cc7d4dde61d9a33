import { expect, it } from "vitest";

import { startBulkQuery } from "./bulkOperations.server";
import type { AdminClient } from "./client.server";
import { AccessDeniedError, RequestRefusedError } from "./errors";

/** A client that Shopify answers a start with these errors. */
function refusedWith(...userErrors: { code: string | null; message: string }[]): AdminClient {
  return {
    shop: "test.myshopify.com",
    request: <Result>() =>
      Promise.resolve({ bulkOperationRunQuery: { bulkOperation: null, userErrors } } as Result),
  };
}

it("tells a right that is missing from a query that is wrong, and both from a queue that is full", async () => {
  const denied = { code: "INVALID", message: "Access denied for abandonedCheckouts field." };
  await expect(startBulkQuery(refusedWith(denied), "{}")).rejects.toThrow(AccessDeniedError);
  const wrong = { code: "INVALID", message: "Invalid bulk query: Syntax Error" };
  await expect(startBulkQuery(refusedWith(wrong), "{}")).rejects.toThrow(RequestRefusedError);
  const full = { code: "OPERATION_IN_PROGRESS", message: "already in progress" };
  expect(await startBulkQuery(refusedWith(full), "{}")).toEqual({ kind: "busy" });
});
