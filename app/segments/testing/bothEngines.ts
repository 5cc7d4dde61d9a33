import type { Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

/** Empty warehouses in DuckDB and in PostgreSQL: one text of SQL is meant for both. Takes some seconds. */
export async function openBothEngines(): Promise<{
  readonly warehouses: readonly Warehouse[];
  readonly close: () => Promise<void>;
}> {
  const opened = await Promise.all([openDuckdbWarehouse(), openPostgresWarehouse()]);
  return {
    warehouses: opened.map(({ warehouse }) => warehouse),
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}
