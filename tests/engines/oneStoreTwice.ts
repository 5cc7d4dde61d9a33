import { join } from "node:path";

import { inject } from "vitest";

import { startFullSync } from "~/history/fullSync.server";
import { createDuckdbEngine } from "~/warehouse/duckdb.server";
import type { Warehouse, WarehouseEngine } from "~/warehouse/engine";
import { createPostgresEngine } from "~/warehouse/postgres.server";
import { engineHeldToDialect } from "~/warehouse/testing/heldToDialect";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { generateStore } from "../../sandbox/stores/generate";
import { generatedNow } from "../../sandbox/stores/openStore";
import type { SandboxStore } from "../../sandbox/stores/store";
import { control, drive, install, startHarness } from "../sync/harness";

/** The same store, brought in by the app's own sync into a warehouse of each engine. */
export interface OneStoreTwice {
  readonly duckdb: Warehouse;
  readonly postgres: Warehouse;
  close(): Promise<void>;
}

const shops = { duckdb: "on-duckdb.myshopify.com", postgres: "on-postgres.myshopify.com" };

/** When the merchant works on customers between the two syncs: one moment, as the records of both shops are to be equal. */
const edited = generatedNow.getTime() + 60_000;

/**
 * Syncs a generated store twice into each engine: between, some customers get a tag, a few are deleted, so that the second
 * sync replaces, removes and notes what was added.
 */
export async function syncOneStoreTwice(customers: number): Promise<OneStoreTwice> {
  let clock = Date.now;
  const stores = Object.values(shops).map((shop) => storeOf(shop, customers));
  const harness = await startHarness({ stores, now: () => clock() });
  const engine = engineHeldToDialect(() =>
    byShop({
      [shops.duckdb]: createDuckdbEngine({ directory: join(harness.dataDir, "warehouse"), threads: 2 }),
      [shops.postgres]: createPostgresEngine({
        url: inject("postgresUrl"),
        connections: 4,
        reader: { memoryLimit: "1GB", threads: 2 },
      }),
    }),
  );
  (globalThis as { quintileWarehouses?: WarehouseEngine }).quintileWarehouses = engine;

  for (const { shop, customers } of stores) {
    await install(harness, shop.myshopifyDomain);
    await sync(shop.myshopifyDomain);
    clock = () => edited;
    for (const [place, { id, tags }] of [...customers].entries()) {
      const path = `/customers/${id.replace(/.*\//, "")}`;
      if (place % 100 === 50) await control(harness, "DELETE", shop.myshopifyDomain, path);
      else if (place % 8 === 0)
        await control(harness, "PATCH", shop.myshopifyDomain, path, { tags: [...tags, tagAt(place)] });
    }
    clock = Date.now;
    await sync(shop.myshopifyDomain);
  }
  return {
    duckdb: await openWarehouse(shops.duckdb),
    postgres: await openWarehouse(shops.postgres),
    async close() {
      await engine.drop(shops.postgres);
      await harness.close();
    },
  };
}

const tagAt = (place: number): string => (place % 3 === 0 ? "Loyal" : "Called back, twice");

function storeOf(shop: string, customers: number): SandboxStore {
  const store = generateStore({ seed: 11, customers, now: generatedNow });
  return { ...store, shop: { ...store.shop, myshopifyDomain: shop } };
}

async function sync(shop: string): Promise<void> {
  await startFullSync(shop);
  const { state } = await drive(shop);
  if (state !== "done") throw new Error(`The sync of ${shop} ended as ${state}.`);
}

/** An engine that is another for each shop. */
function byShop(engines: Readonly<Record<string, WarehouseEngine>>): WarehouseEngine {
  const of = (shop: string): WarehouseEngine => {
    const engine = engines[shop];
    if (!engine) throw new Error(`No engine is meant for ${shop}.`);
    return engine;
  };
  return {
    open: (shop) => of(shop).open(shop),
    reach: () => Promise.resolve(),
    drop: (shop) => of(shop).drop(shop),
    async close() {
      for (const engine of Object.values(engines)) await engine.close();
    },
  };
}
