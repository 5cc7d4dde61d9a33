import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

import { createPostgresEngine } from "~/warehouse/postgres.server";
import { copyWarehouse, openSource } from "~/warehouse/postgres/copyWarehouse.server";
import { schemaName } from "~/warehouse/postgres/schemaName";

import { derive, type FilledKind, kindBefore, schemaVersion, shop, storeFile } from "../orderHistory";
import type { BareConnection, BenchEngine, StoreKind } from "./engine";

/** Of databases that are lent; what a killed run left of them is dropped when the server starts. */
const lent = "lent_";
const unfinished = "unfinished";

/**
 * Stores are databases of the benchmark's own server. A copy is made by the server from a template, file by file: it has the
 * same pages, indexes and statistics, and nothing that one measurement does is seen by the next.
 */
export const postgresql: BenchEngine = {
  async keep(kind, { inputs, customers, server }) {
    if (kind !== "empty") await keepDatabase(given(server), kind, inputs, customers);
  },
  async lend(kind, { customers, server, readsOnly }) {
    const url = given(server);
    const database = readsOnly ? nameOf(kind, customers) : `${lent}${randomUUID().replaceAll("-", "")}`;
    if (!readsOnly) await asked(url, copied(database, nameOf(kind, customers)));
    const closers: (() => Promise<void>)[] = [];
    return {
      warehouse() {
        const engine = engineOn(within(url, database));
        closers.push(() => engine.close());
        return engine.open(shop);
      },
      async bare() {
        const client = await connected(within(url, database));
        closers.push(() => client.end());
        await client.query(`SET search_path = "${schemaName(shop) ?? ""}", public; SET timezone = 'UTC'`);
        return bareConnection(client);
      },
      async giveBack() {
        for (const close of closers) await close();
        if (!readsOnly) await asked(url, `DROP DATABASE ${database} WITH (FORCE)`);
      },
    };
  },
};

/** Drops what a killed run left. */
export async function dropLent(url: string): Promise<void> {
  const client = await connected(url);
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
    [lent],
  );
  for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  await client.end();
}

function bareConnection(client: Client): BareConnection {
  return {
    async run(script) {
      await client.query(script);
    },
    async rows<Row>(query: string) {
      return (await client.query(query)).rows as Row[];
    },
    async writeCsv(select, file) {
      const rows = client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT csv, HEADER)`));
      await pipeline(rows, createWriteStream(file));
    },
    async readLines(file, table) {
      // Control characters that JSON escapes: a line is one cell as it stands.
      const lines = copyFrom(`COPY ${table} FROM STDIN (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')`);
      await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), client.query(lines));
    },
  };
}

/** Named so only when it is whole. */
async function keepDatabase(url: string, kind: FilledKind, inputs: string, customers: number): Promise<void> {
  const name = nameOf(kind, customers);
  const [found] = await asked(url, `SELECT FROM pg_database WHERE datname = '${name}'`);
  if (found !== undefined) return;
  const before = kindBefore(kind);
  if (before !== null) await keepDatabase(url, before, inputs, customers);
  console.error(`postgresql: filling ${name}`);
  await asked(url, `DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await asked(url, copied(unfinished, before === null ? "template1" : nameOf(before, customers)));
  const engine = engineOn(within(url, unfinished));
  const warehouse = await engine.open(shop);
  if (before === null) await fill(within(url, unfinished), await storeFile(kind, inputs, customers));
  else await derive[before](warehouse);
  await engine.close();
  // What the server does by itself after a while: what is measured then does not depend on when.
  await asked(within(url, unfinished), "VACUUM ANALYZE");
  await asked(url, `ALTER DATABASE ${unfinished} RENAME TO ${name}`);
}

async function fill(url: string, file: string): Promise<void> {
  const source = await openSource(file, shop);
  try {
    await copyWarehouse(source, url);
  } finally {
    source.close();
  }
}

function nameOf(kind: StoreKind, customers: number): string {
  return kind === "empty" ? "template1" : `${kind}_${String(schemaVersion)}_${String(customers)}`;
}

function copied(database: string, template: string): string {
  return `CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY file_copy`;
}

function engineOn(url: string) {
  return createPostgresEngine({ url, connections: 4, reader: { memoryLimit: "2GB", threads: 2 } });
}

function within(url: string, database: string): string {
  return new URL(`/${database}`, url).href;
}

async function asked(url: string, statement: string): Promise<unknown[]> {
  const client = await connected(url);
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: "quintile bench" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function given(server: string | null): string {
  if (server === null) throw new Error("The benchmark's PostgreSQL does not run.");
  return server;
}
