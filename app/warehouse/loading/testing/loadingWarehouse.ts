import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";

import { statement } from "../../compile";
import type { Warehouse } from "../../engine";
import { openTestWarehouse } from "../../testing/openTestWarehouse";
import { type Changes, loadChanges, type NewerRecords } from "../loadChanges.server";
import { loadSnapshot, type LoadCounts, type Snapshot } from "../loadSnapshot.server";
import type { RecordTable } from "../records";
import { type BulkRecord, writeSnapshot } from "./bulkRecords";

/** An empty warehouse to load snapshots into, for tests. */
export interface LoadingWarehouse {
  readonly warehouse: Warehouse;
  /** Writes the files of a snapshot and loads them. */
  load(files: Parameters<typeof writeSnapshot>[1], changes?: Partial<Snapshot>): Promise<LoadCounts>;
  /** Writes records as lines and brings them in as changes. */
  change(
    lines: Partial<Record<RecordTable, readonly BulkRecord[]>>,
    changes?: Partial<Pick<Changes, "source" | "now" | "readAt" | "redactedAmong">>,
  ): Promise<NewerRecords>;
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
    async change(lines, changes = {}) {
      const files: Partial<Record<RecordTable, string>> = {};
      for (const [table, of] of Object.entries(lines)) {
        const path = join(folder, `changed-${table}.jsonl`);
        await writeFile(path, of.map((line) => `${JSON.stringify(line)}\n`).join(""));
        files[table as RecordTable] = path;
      }
      return warehouse.transaction((connection) =>
        loadChanges(connection, {
          ...{ files, currency: "EUR", source: "api", now: new Date("2026-02-01T00:00:00Z") },
          readAt: new Date("2026-02-01T00:00:00Z"),
          ...{ shop: warehouse.shop, redactedAmong: () => Promise.resolve(new Set<bigint>()) },
          ...changes,
        }),
      );
    },
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
