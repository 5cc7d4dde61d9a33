import { afterAll, beforeAll, describe } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

const engines = { DuckDB: openDuckdbWarehouse, PostgreSQL: openPostgresWarehouse };
type EngineName = keyof typeof engines;

/** Tests over a warehouse of each engine: one text of SQL is meant for both. */
export function onEachEngine(tests: (warehouse: () => Warehouse) => void): void {
  describe.each(Object.keys(engines) as EngineName[])("on %s", (engine) => {
    let warehouse: Warehouse;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ warehouse, close } = await engines[engine]());
    }, 120_000);
    afterAll(() => close());
    tests(() => warehouse);
  });
}
