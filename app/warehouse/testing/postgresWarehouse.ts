import { PGlite, type PGliteInterface, types } from "@electric-sql/pglite";

import type { LoadingConnection, Warehouse } from "../engine";
import { migrations } from "../migrations/migrate";

/** A warehouse in PostgreSQL itself, in this process and in memory, for tests to hold DuckDB's answers against. */
export async function openPostgresWarehouse(): Promise<{ warehouse: Warehouse; close: () => Promise<void> }> {
  const postgres = await PGlite.create({
    parsers: {
      [types.INT8]: BigInt,
      [types.TIMESTAMP]: (time) => new Date(`${time.replace(" ", "T")}Z`),
      [types.DATE]: (day) => day,
    },
  });
  for (const { statements, keys } of migrations) {
    for (const text of [...statements, ...keys]) await postgres.exec(text);
  }
  return {
    warehouse: {
      ...connectionOf(postgres),
      shop: "postgres.myshopify.com",
      transaction: (work) => postgres.transaction((transaction) => work(connectionOf(transaction))),
    },
    close: () => postgres.close(),
  };
}

function connectionOf(postgres: Pick<PGliteInterface, "query">): LoadingConnection {
  return {
    async all<Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
      return (await postgres.query<Row>(sql, [...parameters])).rows;
    },
    async *pages<Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
      yield (await postgres.query<Row>(sql, [...parameters])).rows;
    },
    async run({ sql, parameters }) {
      return (await postgres.query(sql, [...parameters])).affectedRows ?? 0;
    },
    stageJsonLines: () => Promise.reject(new Error("Files are loaded by DuckDB only.")),
  };
}
