import { availableParallelism } from "node:os";
import { join } from "node:path";

import { environment } from "~/state/environment.server";

import { createDuckdbEngine } from "./duckdb.server";
import type { Warehouse, WarehouseEngine } from "./engine";
import { createPostgresEngine } from "./postgres.server";

// Kept on globalThis: a development reload must find the engine that already holds the database files.
const held = globalThis as { quintileWarehouses?: WarehouseEngine };

/** The engine of this process, made on first use from the environment. */
export function warehouseEngine(): WarehouseEngine {
  held.quintileWarehouses ??= createEngine();
  return held.quintileWarehouses;
}

/** An engine as the environment says. */
export function createEngine(): WarehouseEngine {
  const { DATA_DIR, WAREHOUSE_URL, WAREHOUSE_DDL_URL, WAREHOUSE_CONNECTIONS, ...limits } = environment();
  const threads = limits.WAREHOUSE_THREADS;
  const memoryLimit = limits.WAREHOUSE_MEMORY_LIMIT;
  if (WAREHOUSE_URL === undefined) {
    return createDuckdbEngine({
      directory: join(DATA_DIR, "warehouse"),
      memoryLimit,
      ...(threads === undefined ? {} : { threads }),
    });
  }
  return createPostgresEngine({
    url: WAREHOUSE_URL,
    ddlUrl: WAREHOUSE_DDL_URL,
    connections: WAREHOUSE_CONNECTIONS,
    reader: { memoryLimit, threads: threads ?? availableParallelism() },
  });
}

/** The warehouse of a shop, opened (and made or migrated) on first use. */
export function openWarehouse(shop: string): Promise<Warehouse> {
  return warehouseEngine().open(shop);
}
