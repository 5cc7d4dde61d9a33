import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { DuckDBInstance } from "@duckdb/node-api";

import { exportMembers } from "~/segments/members/export.server";

import type { Comparison } from "./benchmark";
import { catalogue } from "./catalogue";
import { counting } from "./orderHistory";
import { rivalText } from "./rivals/rival";
import { timed } from "./turns";

/** The one with everybody in it. */
const segment = catalogue.find(({ name }) => name === "all_customers")?.id ?? 0;

/** Every customer of a store written to a CSV file; the rival's is written by the engine itself. */
export const exporting: Comparison = {
  kind: "comparison",
  name: "export",
  store: "members",
  readsOnly: true,
  customers: 1_000_000,
  size: (customers) => `${String(customers)} members`,
  async ours(store, _setting, scratch) {
    const file = join(scratch, "ours.csv");
    const { ms } = await timed(async () => {
      const facts = { currency: "CAD", timeZone: counting.timeZone };
      const rows = exportMembers(await store.warehouse(), segment, facts);
      await pipeline(Readable.from(rows), createWriteStream(file));
    });
    return { value: ms, result: await cellsOf(file) };
  },
  async rival(store, _setting, scratch) {
    const file = join(scratch, "rival.csv");
    const select = (await rivalText("export.sql")).replaceAll("$segment", String(segment));
    const { ms } = await timed(async () => (await store.bare()).writeCsv(select, file));
    return { value: ms, result: await cellsOf(file) };
  },
};

/** What a file says, whatever it puts between quotes. */
async function cellsOf(file: string): Promise<Record<string, string>> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(`
    SELECT count(*)::text AS lines, bit_xor(hash(cells))::text AS cells, string_agg(DISTINCT "Why") AS causes
    FROM read_csv('${file.replaceAll("'", "''")}', header = true, all_varchar = true, parallel = false) AS cells`);
  const [row] = rows.getRowObjects();
  connection.disconnectSync();
  instance.closeSync();
  return row as Record<string, string>;
}
