import { setTimeout as sleep } from "node:timers/promises";

import { Client, DatabaseError } from "pg";

/** How long others wait for a table that is to be rewritten while somebody reads it, in seconds. */
const lockSeconds = 5;
const lockNotAvailable = "55P03";

/** How long transactions are waited for that began before, and how often is looked, in milliseconds. */
const patienceMs = 15_000;
const pauseMs = 100;

export interface Vacuuming {
  /** Tables, as SQL spells them, that are written anew: nothing is left of rows that are gone. */
  readonly rewritten: readonly string[];
  /** Tables in which the place of such rows may be used again. */
  readonly swept?: readonly string[];
  /** By PostgreSQL's clock, as text: what is gone since is not looked after. Now, where nothing is said. */
  readonly since?: string;
}

/**
 * Takes rows that are gone out of the tables of a PostgreSQL database, on a connection of its own.
 *
 * @returns false where somebody may still read them, or reads a table for so long that others would have to wait
 */
export async function vacuum(url: string, { rewritten, swept = [], since }: Vacuuming): Promise<boolean> {
  const client = new Client({ connectionString: url, application_name: "quintile vacuum" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (!(await areOver(client, since ?? (await timeOf(client))))) return false;
    await client.query(`SET lock_timeout = '${String(lockSeconds)}s'`);
    await client.query(`VACUUM (FULL, ANALYZE) ${rewritten.join(", ")}`);
    if (swept.length > 0) await client.query(`VACUUM ${swept.join(", ")}`);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === lockNotAvailable) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits for the transactions that began before a time: most take moments. Resolves to whether they are over. */
async function areOver(client: Client, since: string): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (await isReadSince(client, since)) {
    if (Date.now() > until) return false;
    await sleep(pauseMs);
  }
  return true;
}

/** Now, by PostgreSQL's clock. */
export async function timeOf(client: Pick<Client, "query">): Promise<string> {
  const { rows } = await client.query<{ now: string }>("SELECT clock_timestamp()::text AS now");
  return rows[0]?.now ?? "";
}

/**
 * Whether a transaction is under way that began before a time, for which VACUUM leaves in place what is gone since: one that reads
 * this database, or one that writes in any: VACUUM FULL takes a snapshot itself, which sees the writers of all.
 */
async function isReadSince(client: Client, since: string): Promise<boolean> {
  const { rows } = await client.query<{ older: boolean }>(
    `SELECT count(*) > 0 AS older FROM pg_stat_activity
     WHERE pid <> pg_backend_pid() AND xact_start < CAST($1 AS timestamptz)
       AND (backend_xid IS NOT NULL OR (backend_xmin IS NOT NULL AND datname = current_database()))`,
    [since],
  );
  return rows[0]?.older !== false;
}
