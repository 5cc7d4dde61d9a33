import { setTimeout as sleep } from "node:timers/promises";

import { PrismaLibSql } from "@prisma/adapter-libsql";

import { originOf, type State } from "./client.server";
import type { Prisma } from "./generated/sqlite/client";
import { vacuum } from "./vacuum.server";

const tries = 20;
const pauseMs = 250;

/**
 * Leaves nothing in the state database's files of rows that were deleted or replaced. SQLite overwrites them itself
 * (`erasingSqlite.server.ts`), but in its log they stay until that is emptied; PostgreSQL only marks their place as free, and has
 * their tables rewritten, during which others wait for them.
 *
 * @param tables that had such rows
 * @returns false where somebody still reads what was there before: to be asked again later
 */
export function forgetDeleted(db: State, tables: readonly Prisma.ModelName[]): Promise<boolean> {
  const { provider, url } = originOf(db);
  return provider === "sqlite"
    ? emptyLog(url)
    : vacuum(url, { rewritten: tables.map((table) => `"${table}"`) });
}

/** On a connection that does not wait for others, as the whole process would wait with it. */
async function emptyLog(url: string): Promise<boolean> {
  const adapter = await new PrismaLibSql({ url, intMode: "bigint", timeout: 0 }).connect();
  try {
    for (let attempt = 1; attempt <= tries; attempt++) {
      if (attempt > 1) await sleep(pauseMs);
      const checkpoint = { sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [], argTypes: [] };
      const { rows } = await adapter.queryRaw(checkpoint);
      if (String(rows[0]?.[0]) === "0") return true;
    }
    return false;
  } finally {
    await adapter.dispose();
  }
}
