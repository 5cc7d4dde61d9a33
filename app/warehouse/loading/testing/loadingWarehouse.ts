import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";

import { statement } from "../../compile";
import type { Warehouse } from "../../engine";
import { openTestWarehouse } from "../../testing/openTestWarehouse";
import { loadSnapshot, type LoadCounts, type Snapshot } from "../loadSnapshot.server";
import { writeSnapshot } from "./bulkRecords";

/** An empty warehouse to load snapshots into, for tests. */
export interface LoadingWarehouse {
  readonly warehouse: Warehouse;
  /** Writes the files of a snapshot and loads them. */
  load(files: Parameters<typeof writeSnapshot>[1], changes?: Partial<Snapshot>): Promise<LoadCounts>;
  /** Some columns of every row of a table, in the order of those columns. */
  rowsOf(table: string, columns: readonly string[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function openLoadingWarehouse(): Promise<LoadingWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), "quintile-loading-"));
  const { warehouse, close } = await openTestWarehouse();
  return {
    warehouse,
    load: async (files, changes) => loadSnapshot(warehouse, await writeSnapshot(folder, files, changes)),
    rowsOf(table, columns) {
      const names = sql.join(columns.map((column) => sql.ref(column)));
      return warehouse.all(statement`SELECT ${names} FROM ${sql.table(table)} ORDER BY ${names}`);
    },
    async close() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
