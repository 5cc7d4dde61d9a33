/**
 * A process of its own that loads a snapshot, tells its parent each statement it is about to run, and stops for good
 * before the one that contains `HANG_AT`, so that a test can kill it there. Without `HANG_AT` it loads and exits.
 */
import { createDuckdbEngine } from "../../duckdb.server";
import type { LoadingConnection, Warehouse } from "../../engine";
import { loadSnapshot, type Snapshot } from "../loadSnapshot.server";

const { directory, shop, files, hangAt } = JSON.parse(process.argv[2] ?? "") as {
  directory: string;
  shop: string;
  files: Snapshot["files"];
  hangAt: string;
};

function hangingAt(connection: LoadingConnection): LoadingConnection {
  async function pass(text: string): Promise<void> {
    if (!text.includes(hangAt)) return;
    process.stdout.write("hanging\n");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
  return {
    all: (query) => connection.all(query),
    pages: (query) => connection.pages(query),
    async run(query) {
      await pass(query.sql);
      return connection.run(query);
    },
    async stageJsonLines(stage) {
      await pass(`stage ${stage.tables.map(({ into }) => into).join(" ")}`);
      return connection.stageJsonLines(stage);
    },
  };
}

const warehouse: Warehouse = await createDuckdbEngine({ directory, threads: 2 }).open(shop);
await loadSnapshot(
  { ...warehouse, transaction: (work) => warehouse.transaction((connection) => work(hangingAt(connection))) },
  { files, currency: "EUR", snapshotStartedAt: new Date("2026-01-01T00:00:00Z") },
);
