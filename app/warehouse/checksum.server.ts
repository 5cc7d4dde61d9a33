import { createHash } from "node:crypto";

import { sql } from "kysely";

import { statement } from "./compile";
import type { Connection } from "./engine";

/** What a table holds, in any order. */
export interface TableChecksum {
  readonly rows: number;
  /** Equal where the rows are, whichever engine keeps them: of what the port hands over, not of the engine's own texts. */
  readonly checksum: string;
}

const lane = 2 ** 32;

/** Reads a table page by page and adds up a hash of each row. */
export async function checksumOf(
  connection: Connection,
  table: string,
  columns: readonly string[],
): Promise<TableChecksum> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const rows = statement<Record<string, unknown>>`SELECT ${names} FROM ${sql.table(table)}`;
  let [count, high, low] = [0, 0, 0];
  for await (const page of connection.pages(rows)) {
    for (const row of page) {
      const hash = createHash("sha1")
        .update(told(columns.map((column) => row[column])))
        .digest();
      count += 1;
      high = (high + hash.readUInt32BE(0)) % lane;
      low = (low + hash.readUInt32BE(4)) % lane;
    }
  }
  return { rows: count, checksum: `${high.toString(16)}-${low.toString(16)}` };
}

function told(cells: readonly unknown[]): string {
  return JSON.stringify(cells, (_key, cell: unknown) => {
    if (typeof cell === "bigint") return `${String(cell)}n`;
    // PostgreSQL's texts cannot hold it; what is copied there is without.
    return typeof cell === "string" ? cell.replaceAll("\0", "") : cell;
  });
}
