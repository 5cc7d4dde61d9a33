import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { temporaryProcessState } from "~/state/testing/temporaryState";

import { sweepDownloads } from "./sweepDownloads.server";
import { runFolder } from "./syncFiles.server";
import { freshBulks, freshPhases } from "./syncState";

const now = new Date("2026-11-02T12:00:00Z");
const anHourAgo = new Date("2026-11-02T11:00:00Z");
const twoDaysAgo = new Date("2026-10-31T12:00:00Z");

const [shop, leftShop] = ["one.myshopify.com", "left.myshopify.com"];

/** Runs of syncs, by what is known of them: whether their files are kept. */
const runs = [
  { id: "under-way", shop, state: "running", startedAt: twoDaysAgo, kept: true },
  { id: "failed", shop, state: "failed", startedAt: anHourAgo, kept: true },
  { id: "failed-long-ago", shop, state: "failed", startedAt: twoDaysAgo, kept: false },
  { id: "done-elsewhere", shop, state: "done", startedAt: anHourAgo, kept: false },
  { id: "of-a-shop-that-left", shop: leftShop, state: "failed", startedAt: anHourAgo, kept: false },
  {
    id: "of-a-shop-that-was-erased",
    shop: "erased.myshopify.com",
    state: null,
    startedAt: anHourAgo,
    kept: false,
  },
] as const;

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "quintile-sweep-"));
  const environment = {
    DATA_DIR: dataDir,
    SHOPIFY_APP_URL: "http://localhost:9",
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "hush",
    QUINTILE_ENCRYPTION_KEYS: `a:${Buffer.alloc(32).toString("base64")}`,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  temporary = await temporaryProcessState();
  const { db } = temporary;
  const installed = { installedAt: twoDaysAgo, authorizedAt: twoDaysAgo, settings: {} };
  await db.shop.createMany({
    data: [
      { ...installed, domain: shop },
      { ...installed, domain: leftShop, uninstalledAt: anHourAgo },
    ],
  });
  for (const { id, shop, state, startedAt } of runs) {
    await mkdir(runFolder(shop, id), { recursive: true });
    await writeFile(join(runFolder(shop, id), "customers-1.jsonl"), "{}\n");
    if (state === null) continue;
    const activeShop = state === "running" ? shop : null;
    await db.syncRun.create({
      data: { ...{ id, shop, state, startedAt, activeShop }, phases: freshPhases(), bulk: freshBulks() },
    });
  }
});
afterAll(async () => {
  await temporary.remove();
  await rm(dataDir, { recursive: true, force: true });
});

test("of what was downloaded on this machine only that stays which a sync will go on with", async () => {
  await sweepDownloads(now);
  for (const { id, shop, kept } of runs) expect([id, existsSync(runFolder(shop, id))]).toEqual([id, kept]);
});
