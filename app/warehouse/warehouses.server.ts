import { join } from "node:path";

import { environment } from "~/state/environment.server";

import { createDuckdbEngine } from "./duckdb.server";
import type { Warehouse, WarehouseEngine } from "./engine";

// Kept on globalThis: a development reload must find the engine that already holds the database files.
const held = globalThis as { quintileWarehouses?: WarehouseEngine };

/** The engine of this process, made on first use from the environment. */
export function warehouseEngine(): WarehouseEngine {
  const { DATA_DIR, WAREHOUSE_MEMORY_LIMIT, WAREHOUSE_THREADS } = environment();
  held.quintileWarehouses ??= createDuckdbEngine({
    directory: join(DATA_DIR, "warehouse"),
    memoryLimit: WAREHOUSE_MEMORY_LIMIT,
    ...(WAREHOUSE_THREADS === undefined ? {} : { threads: WAREHOUSE_THREADS }),
  });
  return held.quintileWarehouses;
}

/** The warehouse of a shop, opened (and made or migrated) on first use. */
export function openWarehouse(shop: string): Promise<Warehouse> {
  return warehouseEngine().open(shop);
}
