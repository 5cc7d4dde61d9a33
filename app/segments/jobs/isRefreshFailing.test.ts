import { afterAll, beforeAll, expect, test } from "vitest";

import { claim, settle, type Settlement } from "~/jobs/lease.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { askForRefresh, refreshKind } from "./askForRefresh.server";
import { isRefreshFailing } from "./isRefreshFailing.server";

const shop = "one.myshopify.com";

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
beforeAll(async () => {
  temporary = await temporaryProcessState();
});
afterAll(() => temporary.remove());

/** Runs the job once, which ends as given. */
async function run(settlement: Settlement): Promise<void> {
  const now = new Date(Date.now() + 60_000);
  const job = await claim(temporary.db, { kinds: [refreshKind], now, leaseMs: 1_000 });
  if (!job) throw new Error("Nothing was asked for.");
  expect(await settle(temporary.db, job, settlement, now)).toBe(true);
}

test("is told after several failures in a row, also while asked for again, and no longer once one succeeds", async () => {
  expect(await isRefreshFailing(shop)).toBe(false);
  await askForRefresh(shop);
  for (let failures = 1; failures <= 5; failures += 1) {
    expect(await isRefreshFailing(shop)).toBe(false);
    await run({ kind: "retry", at: new Date(), failure: "Out of Memory Error" });
  }
  await askForRefresh(shop);
  expect(await isRefreshFailing(shop)).toBe(true);
  expect(await isRefreshFailing("two.myshopify.com")).toBe(false);
  await run({ kind: "done" });
  await askForRefresh(shop);
  expect(await isRefreshFailing(shop)).toBe(false);
});
