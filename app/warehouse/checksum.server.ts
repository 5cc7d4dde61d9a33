import { sql } from "kysely";

import { type Checksum, startChecksum } from "~/state/checksum";

import { statement } from "./compile";
import type { Connection } from "./engine";

/** Reads a table page by page and adds it up: bounded memory, however large it is. */
export async function checksumOf(
  connection: Connection,
  table: string,
  columns: readonly string[],
): Promise<Checksum> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const checksum = startChecksum();
  const rows = statement<Record<string, unknown>>`SELECT ${names} FROM ${sql.table(table)}`;
  for await (const page of connection.pages(rows)) {
    for (const row of page) checksum.add(columns.map((column) => row[column]));
  }
  return checksum.result();
}
