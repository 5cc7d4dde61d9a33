import { randomUUID } from "node:crypto";

import { Client } from "pg";
import { inject } from "vitest";

/** A database of its own on the PostgreSQL server of this test run; `remove` drops it, whoever is still connected. */
export async function temporaryDatabase(): Promise<{ readonly url: string; remove(): Promise<void> }> {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await ask(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => ask(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
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
