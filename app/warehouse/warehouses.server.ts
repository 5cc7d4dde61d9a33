import { join } from "node:path";

import { createDuckdbEngine } from "./duckdb.server";
import type { Warehouse, WarehouseEngine } from "./engine";

// Kept on globalThis: a development reload must find the engine that already holds the database files.
const held = globalThis as { quintileWarehouses?: WarehouseEngine };

/**
 * The engine of this process, made on first use from the environment: `DATA_DIR` (default `./data`),
 * `WAREHOUSE_MEMORY_LIMIT` (default 2GB per shop) and `WAREHOUSE_THREADS` (default: all cores).
 */
export function warehouseEngine(): WarehouseEngine {
  const { DATA_DIR, WAREHOUSE_MEMORY_LIMIT, WAREHOUSE_THREADS } = process.env;
  held.quintileWarehouses ??= createDuckdbEngine({
    directory: join(DATA_DIR ?? "./data", "warehouse"),
    ...(WAREHOUSE_MEMORY_LIMIT ? { memoryLimit: WAREHOUSE_MEMORY_LIMIT } : {}),
    ...(WAREHOUSE_THREADS ? { threads: Number(WAREHOUSE_THREADS) } : {}),
  });
  return held.quintileWarehouses;
}

/** The warehouse of a shop, opened (and made or migrated) on first use. */
export function openWarehouse(shop: string): Promise<Warehouse> {
  return warehouseEngine().open(shop);
}
