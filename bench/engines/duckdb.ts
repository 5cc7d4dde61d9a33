import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { createDuckdbEngine } from "~/warehouse/duckdb.server";

import { shop, storeFile } from "../orderHistory";
import type { BareConnection, BenchEngine } from "./engine";

/** Stores are database files, lent as copies. */
export const duckdb: BenchEngine = {
  async keep(kind, { inputs, customers }) {
    if (kind !== "empty") await storeFile(kind, inputs, customers);
  },
  async lend(kind, { inputs, customers, scratch }) {
    const directory = await mkdtemp(join(scratch, "store-"));
    const file = join(directory, `${shop}.duckdb`);
    if (kind !== "empty") await copyFile(await storeFile(kind, inputs, customers), file);
    const closers: (() => Promise<void> | void)[] = [];
    return {
      async warehouse() {
        const engine = createDuckdbEngine({ directory });
        closers.push(() => engine.close());
        return engine.open(shop);
      },
      async bare() {
        const instance = await DuckDBInstance.create(file);
        const connection = await instance.connect();
        closers.push(() => {
          connection.disconnectSync();
          instance.closeSync();
        });
        const bare: BareConnection = {
          async run(script) {
            await connection.run(script);
          },
          async rows<Row>(query: string) {
            return (await connection.runAndReadAll(query)).getRowObjects() as Row[];
          },
          async writeCsv(select, csv) {
            await connection.run(`COPY (${select}) TO '${csv.replaceAll("'", "''")}' (FORMAT csv, HEADER)`);
          },
        };
        return bare;
      },
      async giveBack() {
        for (const close of closers) await close();
        await rm(directory, { recursive: true, force: true });
      },
    };
  },
};
