import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createDuckdbEngine } from "../duckdb.server";
import { loadSnapshot } from "./loadSnapshot.server";
import { customer, line, order, writeSnapshot, type BulkRecord } from "./testing/bulkRecords";
import { tableHashes } from "./testing/tableHashes";

const shop = "killed.myshopify.com";
const child = fileURLToPath(new URL("./testing/loadAndHang.ts", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-killed-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A store of 3,000 orders; another version of every record for another `year`. */
function store(year: number): { customers: BulkRecord[]; orders: BulkRecord[] } {
  const updatedAt = `${String(year)}-06-02T12:00:00Z`;
  const ids = Array.from({ length: 3_000 }, (_, n) => n + 1);
  return {
    customers: ids.map((id) => customer(id, { updatedAt })),
    orders: ids.flatMap((id) => [line(id, id, { sku: updatedAt }), order(id, { updatedAt })]),
  };
}

test.each([
  ["before the customers are read", "stage incoming_customers"],
  ["when the stored orders are taken out", 'DELETE FROM "order_lines"'],
  ["with the orders in and their lines not", "INSERT INTO order_lines"],
  ["right before the commit", 'DROP TABLE "incoming_abandoned_checkout_lines"'],
])(
  "a load killed %s leaves the store as it was, and the next one finishes",
  async (_, hangAt) => {
    const directory = join(folder, "warehouse");
    const before = createDuckdbEngine({ directory });
    await loadSnapshot(await before.open(shop), await writeSnapshot(folder, store(2024)));
    const old = await tableHashes(await before.open(shop));
    await before.close();

    const snapshot = await writeSnapshot(folder, store(2025));
    const process_ = spawn(
      process.execPath,
      ["--import", "tsx", child, JSON.stringify({ directory, shop, files: snapshot.files, hangAt })],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const exited = once(process_, "exit");
    // An early end means that the statement was never reached.
    await Promise.race([
      once(process_.stdout, "data"),
      exited.then(() => Promise.reject(new Error("the child ended"))),
    ]);
    process_.kill("SIGKILL");
    await exited;

    const after = createDuckdbEngine({ directory });
    const warehouse = await after.open(shop);
    expect(await tableHashes(warehouse)).toEqual(old);
    await loadSnapshot(warehouse, snapshot);
    const finished = await tableHashes(warehouse);
    expect(finished).not.toEqual(old);

    const undisturbed = await after.open("undisturbed.myshopify.com");
    await loadSnapshot(undisturbed, snapshot);
    expect(finished).toEqual(await tableHashes(undisturbed));
    await after.close();
  },
  120_000,
);
