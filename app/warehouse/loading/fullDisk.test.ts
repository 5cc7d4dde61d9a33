import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createDuckdbEngine } from "../duckdb.server";
import { loadSnapshot } from "./loadSnapshot.server";
import { customer, line, order, writeSnapshot, type BulkRecord } from "./testing/bulkRecords";
import { tableHashes } from "./testing/tableHashes";

const shop = "full.myshopify.com";
const child = fileURLToPath(new URL("./testing/loadAndHang.ts", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-full-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function store(orders: number): { customers: BulkRecord[]; orders: BulkRecord[] } {
  const ids = Array.from({ length: orders }, (_, n) => n + 1);
  // Texts that do not compress, so that the rows need room.
  const text = (id: number) =>
    Array.from({ length: 8 }, (_, n) => Math.sin(id * 9 + n).toString(36)).join("");
  return {
    customers: ids.map((id) => customer(id, { note: text(id) })),
    orders: ids.flatMap((id) => [
      line(id, id, { sku: text(id) }),
      order(id, { updatedAt: "2025-06-02T12:00:00Z" }),
    ]),
  };
}

/** Loads in a process none of whose files may become larger than `limit` blocks of 512 bytes: as on a disk that is full. */
function loadWithRoomFor(limit: number, files: unknown): { status: number | null; stderr: string } {
  const input = JSON.stringify({ directory: join(folder, "warehouse"), shop, files, hangAt: "nothing" });
  const script = `trap '' XFSZ; ulimit -f ${String(limit)}; exec "$0" --import tsx "$1" "$2"`;
  return spawnSync("/bin/bash", ["-c", script, process.execPath, child, input], { encoding: "utf8" });
}

test("a load that fills the disk says so and leaves the store as it was; with room, the next one finishes", async () => {
  const directory = join(folder, "warehouse");
  const before = createDuckdbEngine({ directory });
  await loadSnapshot(await before.open(shop), await writeSnapshot(folder, store(50)));
  const old = await tableHashes(await before.open(shop));
  await before.close();

  const larger = await writeSnapshot(folder, store(20_000));
  const { status, stderr } = loadWithRoomFor(6_000, larger.files);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(
    /Warehouse of full\.myshopify\.com: .*(IO Error|FATAL Error|TransactionContext Error)/,
  );

  const after = createDuckdbEngine({ directory });
  const warehouse = await after.open(shop);
  expect(await tableHashes(warehouse)).toEqual(old);
  const { read } = await loadSnapshot(warehouse, larger);
  expect(read.orders).toBe(20_000);
  await after.close();
});
