import { createHash } from "node:crypto";

import { sql } from "kysely";

import { statement } from "../../compile";
import type { Warehouse } from "../../engine";
import { stagedTables } from "../columns";

/** A digest of the rows of every table that a load fills, whatever order they lie in; for tests. */
export async function tableHashes(warehouse: Warehouse): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const table of [...Object.keys(stagedTables), "collections", "customer_tag_events"]) {
    const rows = await warehouse.all(statement`SELECT * FROM ${sql.table(table)}`);
    const text = rows.map((row) =>
      JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? `${String(value)}n` : value)),
    );
    hashes[table] = createHash("sha256").update(text.sort().join("\n")).digest("hex");
  }
  return hashes;
}
