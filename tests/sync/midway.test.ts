import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { forgetDownloads } from "~/history/forgetDownloads.server";
import { ensureSynced, fullSync, nudgeFullSync, retrySync, startFullSync } from "~/history/fullSync.server";
import { applyWebhooks } from "~/history/apply/applyWebhooks.server";
import { readProgress } from "~/history/progress.server";
import { PermanentError } from "~/jobs/job";
import { startWorker } from "~/jobs/worker.server";
import { action as webhook } from "~/routes/webhooks";
import { state } from "~/state/client.server";
import { statement } from "~/warehouse/compile";
import { openWarehouse } from "~/warehouse/warehouses.server";

import type { Fault } from "../../sandbox/admin/faults";
import {
  allScopes,
  bulkOperations,
  control,
  drive,
  fingerprint,
  install,
  startHarness,
  storeNamed,
  type Harness,
} from "./harness";

/** What happens at the store while a sync of it is under way, or waits for its retry. */
const names = [
  "narrowed",
  "late-buyer",
  "removed",
  "removed-at-work",
  "given-up",
  "unapproved",
  "nameless",
  "pressed",
  "calm",
];
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ stores: names.map((name) => storeNamed(name, 60)) });
});
afterAll(() => harness.close());

async function installed(name: string): Promise<string> {
  const shop = `${name}.myshopify.com`;
  await install(harness, shop);
  return shop;
}

async function inject(shop: string, fault: Partial<Fault> & Pick<Fault, "kind">): Promise<void> {
  await control(harness, "POST", shop, "/faults", fault);
}

const downloads = (shop: string) => join(harness.dataDir, "sync", shop);

describe("what is visible", () => {
  it("and is withdrawn before a retry is not taken for gone", async () => {
    const shop = await installed("narrowed");
    await startFullSync(shop);
    await drive(shop);
    const before = await fingerprint(shop);

    await startFullSync(shop);
    await inject(shop, { kind: "bulk", effect: "fail", rootField: "orders", times: 2 });
    expect((await drive(shop)).failure).toMatchObject({ phase: "orders" });
    await control(harness, "PUT", shop, "/scopes", {
      scopes: allScopes.filter((scope) => scope !== "read_all_orders"),
    });
    await retrySync(shop);
    const { state: end, ordersVisibleSince } = await drive(shop);
    expect(end).toBe("done");
    expect(ordersVisibleSince).not.toBeNull();
    expect(await fingerprint(shop)).toEqual(before);
  });
});

describe("protected customer data", () => {
  it("that Shopify no longer approves at all stops the sync, and what was stored stays", async () => {
    const shop = await installed("unapproved");
    await startFullSync(shop);
    await drive(shop);
    const before = await fingerprint(shop);
    await control(harness, "PUT", shop, "/approvals", { approvals: [] });
    await startFullSync(shop);
    const progress = await drive(shop);
    expect(progress.failure).toMatchObject({ code: "access_denied" });
    expect(progress.failure?.what).toMatch(/did not let Quintile read your/);
    expect(await fingerprint(shop)).toEqual(before);
  });

  it("that Shopify no longer approves in part is forgotten with the next sync; orders stay whose they are", async () => {
    const shop = await installed("nameless");
    await startFullSync(shop);
    await drive(shop);
    const warehouse = await openWarehouse(shop);
    const facts = statement<{ named: bigint; owned: bigint; buyers: bigint }>`
      SELECT (SELECT count(*) FROM customers WHERE first_name IS NOT NULL OR email IS NOT NULL) AS named,
        (SELECT count(*) FROM orders WHERE customer_id IS NOT NULL) AS owned,
        (SELECT count(*) FROM rfm_scores) AS buyers`;
    const [before] = await warehouse.all(facts);
    expect(before?.named).toBeGreaterThan(0n);
    await control(harness, "PUT", shop, "/approvals", { approvals: ["customer"] });
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await warehouse.all(facts)).toEqual([{ ...before, named: 0n }]);
  });
});

describe("a buyer who came after the customers were exported", () => {
  it("is nobody's yet, and known with the next sync", async () => {
    const shop = await installed("late-buyer");
    const name = "#late";
    const set = { name, customer: { id: "gid://shopify/Customer/987654321" } };
    await inject(shop, { kind: "bulkFile", effect: "patchRow", rootField: "orders", row: 3, set });
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    const warehouse = await openWarehouse(shop);
    const stored = statement<{
      customer: bigint;
    }>`SELECT customer_id AS customer FROM orders WHERE name = ${name}`;
    expect(await warehouse.all(stored)).toEqual([{ customer: 987_654_321n }]);
    const scored = statement<{ rows: bigint }>`
      SELECT count(*) AS rows FROM customer_metrics WHERE customer_id = 987654321`;
    expect(await warehouse.all(scored)).toEqual([{ rows: 0n }]);

    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await warehouse.all(stored)).toEqual([]);
    const unknown = statement<{ rows: bigint }>`
      SELECT count(*) AS rows FROM orders
      WHERE customer_id IS NOT NULL AND customer_id NOT IN (SELECT customer_id FROM customers)`;
    expect(await warehouse.all(unknown)).toEqual([{ rows: 0n }]);
    expect(existsSync(downloads(shop))).toBe(false);
  });
});

function contextOf(shop: string, now = () => new Date()) {
  return { shop, payload: {}, attempt: 1, signal: new AbortController().signal, now };
}

/** The shop removes the app, Shopify says so to the webhooks' route, and the job has its turn. */
async function removeApp(shop: string): Promise<void> {
  await control(harness, "POST", shop, "/uninstall");
  const body = "{}";
  const secret = harness.env.SHOPIFY_API_SECRET ?? "";
  const headers = {
    "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("base64"),
    "X-Shopify-Topic": "app/uninstalled",
    "X-Shopify-Shop-Domain": shop,
    "X-Shopify-Webhook-Id": shop,
    "X-Shopify-Triggered-At": new Date().toISOString(),
  };
  const request = new Request("http://localhost/webhooks", { method: "POST", headers, body });
  expect((await webhook({ request, params: {}, context: {} })).status).toBe(200);
  expect(await applyWebhooks.run(contextOf(shop))).toEqual({ kind: "done" });
}

describe("the app, removed", () => {
  it("ends the sync without a try more; what was stored stays, and installing again begins anew", async () => {
    const shop = await installed("removed");
    await startFullSync(shop);
    await drive(shop);
    const before = await fingerprint(shop);

    await startFullSync(shop);
    await inject(shop, { kind: "bulk", effect: "slow", rootField: "orders", delayMs: 20 });
    const db = await state();
    let isRemoved = false;
    const progress = await drive(shop, {
      before: async () => {
        if (isRemoved || !existsSync(downloads(shop))) return;
        isRemoved = true;
        await removeApp(shop);
        expect(await db.job.findFirst({ where: { shop, kind: "full-sync" } })).toMatchObject({
          state: "canceled",
        });
      },
    });
    expect(isRemoved).toBe(true);
    expect(progress.failure).toMatchObject({ code: "access_lost" });
    expect(existsSync(downloads(shop))).toBe(false);
    expect(await fingerprint(shop)).toEqual(before);

    await install(harness, shop);
    await ensureSynced(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await db.syncRun.count({ where: { shop } })).toBe(3);
  });

  it("ends a sync that is at work, and leaves none of its files", async () => {
    const shop = await installed("removed-at-work");
    await startFullSync(shop);
    const working = fullSync.run(contextOf(shop)).catch((error: unknown) => error);
    await removeApp(shop);
    const outcome = await working;
    // Whichever comes first: the webhook that says so, or Shopify's refusal.
    if (outcome instanceof PermanentError) expect(outcome.message).toMatch(/access_lost/);
    else expect(outcome).toEqual({ kind: "done" });
    expect((await readProgress(shop))?.state).toBe("failed");
    expect(existsSync(downloads(shop))).toBe(false);
  });
});

it("asked for again, opened and nudged while two workers are at it, a sync is done once", async () => {
  const calm = await installed("calm");
  await startFullSync(calm);
  await drive(calm);

  const shop = await installed("pressed");
  await inject(shop, { kind: "bulk", effect: "slow", delayMs: 20, times: 3 });
  await startFullSync(shop);
  const db = await state();
  const workers = [1, 2].map(() => startWorker({ db, definitions: [fullSync], pollMs: 20 }));
  try {
    await retrySync(shop);
    while ((await readProgress(shop))?.state === "running")
      await Promise.all([nudgeFullSync(shop), ensureSynced(shop), sleep(10)]);
    await vi.waitFor(async () => {
      expect(await db.job.count({ where: { shop, kind: "full-sync", liveKey: { not: null } } })).toBe(0);
    }, 10_000);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
  expect((await readProgress(shop))?.state).toBe("done");
  expect(await bulkOperations(harness, shop)).toHaveLength(4);
  expect(await db.syncRun.count({ where: { shop } })).toBe(1);
  expect(await fingerprint(shop)).toEqual(await fingerprint(calm));
});

describe("the downloads of a failed sync", () => {
  it("wait a day for a retry, and are removed then", async () => {
    const shop = await installed("given-up");
    await startFullSync(shop);
    await inject(shop, { kind: "bulk", effect: "fail", rootField: "orders", times: 2 });
    const { state: end, startedAt } = await drive(shop);
    expect(end).toBe("failed");
    const tomorrow = new Date(Date.parse(startedAt) + 86_400_000);
    const job = await (await state()).job.findFirst({ where: { shop, kind: forgetDownloads.kind } });
    expect(job).toMatchObject({ state: "waiting", runAt: tomorrow });

    const early = contextOf(shop, () => new Date(tomorrow.getTime() - 1));
    expect(await forgetDownloads.run(early)).toEqual({ kind: "again", at: tomorrow });
    expect(existsSync(downloads(shop))).toBe(true);
    expect(await forgetDownloads.run(contextOf(shop, () => tomorrow))).toEqual({ kind: "done" });
    expect(existsSync(downloads(shop))).toBe(false);
  });
});
