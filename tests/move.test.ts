import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startFullSync } from "~/history/fullSync.server";
import { move } from "~/move/move.server";
import { previewCount } from "~/segments/preview/count.server";
import { giveReadyMade } from "~/segments/readyMade.server";
import { activeSegments, listSegments } from "~/segments/segmentStore.server";
import { evaluateAll } from "~/segments/membership/evaluate.server";
import { openState, state } from "~/state/client.server";
import { temporaryDatabase } from "~/state/testing/temporaryDatabase";
import { statement } from "~/warehouse/compile";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import { createPostgresEngine } from "~/warehouse/postgres.server";
import { openWarehouse, warehouseEngine } from "~/warehouse/warehouses.server";

import { drive, type Harness, install, startHarness, storeNamed } from "./sync/harness";

const stores = [storeNamed("moved", 300), storeNamed("moved-too", 40)];
const shops = stores.map(({ shop }) => shop.myshopifyDomain);
const now = new Date("2026-11-24T00:00:00Z");

let harness: Harness;
/** The files of an app that was stopped. */
let dataDir: string;
let database: Awaited<ReturnType<typeof temporaryDatabase>>;
let before: { readonly segments: unknown; readonly members: unknown };

beforeAll(async () => {
  harness = await startHarness({ stores });
  for (const shop of shops) {
    await install(harness, shop);
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    await giveReadyMade(shop, now);
    const { segments } = await activeSegments(shop);
    await evaluateAll(await openWarehouse(shop), segments, { now, fallback: "definition" });
  }
  const members = await membersOf(await openWarehouse(shops[0] ?? ""));
  before = { segments: await listSegments(shops[0] ?? ""), members };
  await warehouseEngine().close();
  dataDir = await mkdtemp(join(tmpdir(), "quintile-moved-"));
  await cp(harness.dataDir, dataDir, { recursive: true });
  database = await temporaryDatabase();
});
afterAll(async () => {
  await database.remove();
  await harness.close();
  await rm(dataDir, { recursive: true, force: true });
});

const membersOf = (warehouse: Awaited<ReturnType<typeof openWarehouse>>) =>
  warehouse.all(statement`SELECT * FROM memberships ORDER BY segment_id, customer_id`);

/** Of every file below a folder. */
function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

async function moveOver(replace = false): Promise<string[]> {
  const told: string[] = [];
  await move({
    ...{ dataDir, databaseUrl: database.url, warehouseUrl: database.url, replace },
    tell: (line) => told.push(line),
  });
  return told;
}

describe("a move to PostgreSQL", () => {
  it("copies every row, says so, and leaves the source as it was", async () => {
    const source = hashes(dataDir);
    const told = await moveOver();
    expect(told.slice(0, 2)).toEqual([
      expect.stringMatching(/^1 of 2: moved-too\.myshopify\.com, [1-9]\d* rows, the same on both sides$/),
      expect.stringMatching(/^2 of 2: moved\.myshopify\.com, [1-9]\d* rows, the same on both sides$/),
    ]);
    expect(told).toContainEqual("shop: 2 rows, the same on both sides");
    expect(hashes(dataDir)).toEqual(source);
  });

  it("leaves the app there with the segments, members and previews that it had, able to go on", async () => {
    const [shop = ""] = shops;
    const there = await openState(database.url, { connections: 2 });
    const engine = createPostgresEngine({
      url: database.url,
      connections: 3,
      reader: { memoryLimit: "1GB", threads: 1 },
    });
    try {
      const warehouse = await engine.open(shop);
      expect(await membersOf(warehouse)).toEqual(before.members);
      const rows = await there.segment.findMany({ where: { shop }, orderBy: { id: "asc" } });
      const here = await (await state()).segment.findMany({ where: { shop }, orderBy: { id: "asc" } });
      expect(rows).toEqual(here);
      const duckdb = createDuckdbEngine({ directory: join(harness.dataDir, "warehouse") });
      const source = await duckdb.open(shop);
      for (const { definition } of (await activeSegments(shop)).segments.slice(0, 12)) {
        expect(await previewCount(warehouse, definition)).toEqual(await previewCount(source, definition));
      }
      await duckdb.close();
      // Ids are counted on from where they were.
      const [latest] = rows.slice(-1);
      if (!latest) throw new Error("No segment was moved.");
      const { definition } = latest;
      const made = await there.segment.create({
        data: { shop, name: "Made there", definition: definition ?? {}, createdAt: now, updatedAt: now },
      });
      expect(made.id).toBeGreaterThan(latest.id);
    } finally {
      await engine.close();
      await there.$disconnect();
    }
  });

  it("is not made again over what is there, unless that is asked for; then it is as the source", async () => {
    await expect(moveOver()).rejects.toThrow(/holds 2 shops already\. Say --replace/);
    const told = await moveOver(true);
    expect(told).toContainEqual("shop: 2 rows, the same on both sides");
    const there = await openState(database.url, { connections: 2 });
    expect(await there.segment.count({ where: { name: "Made there" } })).toBe(0);
    await there.$disconnect();
  });

  it("is refused while the app runs on the files, and where there are none", async () => {
    const elsewhere = await temporaryDatabase();
    const into = (folder: string) =>
      move({
        ...{ dataDir: folder, databaseUrl: elsewhere.url, warehouseUrl: elsewhere.url, replace: false },
        tell: () => undefined,
      });
    await expect(into(join(dataDir, "nowhere"))).rejects.toThrow(/There is no state\.db/);
    const running = await openState(`file:${join(dataDir, "state.db")}`);
    const lease = { state: "running", leaseHolder: "x", leaseUntil: new Date(Date.now() + 60_000) };
    await running.job.updateMany({ data: lease });
    await running.$disconnect();
    await expect(into(dataDir)).rejects.toThrow(/The app is running on these files/);
    await elsewhere.remove();
  });
});
