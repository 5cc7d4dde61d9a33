import { randomUUID } from "node:crypto";

import { inject } from "vitest";

import type { Warehouse } from "../engine";

import { createPostgresEngine } from "../postgres.server";
import { heldToDialect } from "./heldToDialect";

/** An empty warehouse on the PostgreSQL server of this test run; `close` drops it. */
export async function openPostgresWarehouse(): Promise<{ warehouse: Warehouse; close: () => Promise<void> }> {
  const engine = createPostgresEngine({
    url: inject("postgresUrl"),
    connections: 4,
    reader: { memoryLimit: "1GB", threads: 2 },
  });
  const shop = `test-${randomUUID()}.myshopify.com`;
  return {
    warehouse: heldToDialect(await engine.open(shop)),
    async close() {
      await engine.drop(shop);
      await engine.close();
    },
  };
}
