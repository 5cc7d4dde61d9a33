import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { Client } from "pg";

import type { Setting } from "../benchmark";

export interface Database {
  /** As `DATABASE_URL`. */
  readonly url: string;
  remove(): Promise<void>;
}

/** A new database for the app's own records: a file, or one on the benchmark's PostgreSQL, which drops it should this be killed. */
export async function newDatabase({ server }: Setting, scratch: string): Promise<Database> {
  const name = `lent_${randomUUID().replaceAll("-", "")}`;
  if (server === null) return { url: `file:${join(scratch, `${name}.db`)}`, remove: () => Promise.resolve() };
  await ask(server, `CREATE DATABASE ${name}`);
  return {
    url: new URL(`/${name}`, server).href,
    remove: () => ask(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function ask(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
