import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createDuckdbEngine } from "../duckdb.server";
import type { Warehouse } from "../engine";
import { heldToDialect } from "./heldToDialect";

/** An empty warehouse in a DuckDB file in a temporary folder; `close` deletes it. */
export async function openDuckdbWarehouse(): Promise<{ warehouse: Warehouse; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "quintile-warehouse-"));
  const engine = createDuckdbEngine({ directory, threads: 2 });
  return {
    warehouse: heldToDialect(await engine.open("test.myshopify.com")),
    async close() {
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
