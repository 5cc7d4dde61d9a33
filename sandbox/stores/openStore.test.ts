import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { generateStore } from "./generate";
import { writeJsonlFolder } from "./jsonlFolder";
import { openStore } from "./openStore";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-store-"));
});
afterEach(() => rm(folder, { recursive: true }));

const store = generateStore({
  seed: 5,
  customers: 120,
  now: new Date("2026-06-01T12:00:00Z"),
  currencyCode: "KWD",
});

/** The folder with one line of a file changed. */
async function withLine(file: string, lineNumber: number, change: (line: string) => string): Promise<void> {
  await writeJsonlFolder(store, folder);
  const lines = (await readFile(join(folder, file), "utf8")).split("\n");
  lines[lineNumber - 1] = change(lines[lineNumber - 1] ?? "");
  await writeFile(join(folder, file), lines.join("\n"));
}

describe("openStore", () => {
  it("leaves out what did not exist yet at an earlier date, and totals follow", async () => {
    const { store: cdnow, now } = await openStore({ name: "cdnow", now: new Date("1997-02-01T05:00:00Z") });
    // Counted in the file: grep -cE ' 199701[0-9]{2} ' CDNOW_master.txt, and its distinct first columns.
    expect([cdnow.orders.length, cdnow.customers.length]).toEqual([8_928, 7_846]);
    expect(cdnow.orders.every(({ createdAt }) => Date.parse(createdAt) <= now.getTime())).toBe(true);
    const orders = cdnow.customers.reduce((sum, { numberOfOrders }) => sum + Number(numberOfOrders), 0);
    expect(orders).toBe(cdnow.orders.length);
  });

  it("reads back a folder of JSONL as it was written, and lives a day after the last change", async () => {
    await writeJsonlFolder(store, folder);
    const opened = await openStore({ name: folder });
    expect(opened.store).toEqual(store);
    const last =
      [...store.orders, ...store.customers]
        .map(({ updatedAt }) => updatedAt)
        .sort()
        .at(-1) ?? "";
    expect(opened.now.getTime()).toBe(Date.parse(last) + 86_400_000);
  });

  it("opens stores by name, at their own date or the one given", async () => {
    const now = new Date("2025-05-05T05:05:05Z");
    expect(await openStore({ name: "generated", customers: 50, seed: 9, now })).toEqual({
      store: generateStore({ customers: 50, seed: 9, now }),
      now,
    });
    expect((await openStore({ name: "cdnow" })).now.toISOString().slice(0, 10)).toBe("1998-07-01");
  });

  it("says which stores there are when there is none", async () => {
    await expect(openStore({ name: join(folder, "nowhere") })).rejects.toThrow(
      /"generated", "cdnow" or a folder/,
    );
    await expect(openStore({ name: folder })).rejects.toThrow(/neither \*\.jsonl files .* nor \*\.csv/);
  });

  it("names file and line of a line that was cut off, without quoting it", async () => {
    await withLine("customers.jsonl", 3, (line) => line.slice(0, 40));
    const error = await openStore({ name: folder }).catch((caught: unknown) => String(caught));
    expect(error).toMatch(/customers\.jsonl:3: this is not JSON/);
    expect(error).not.toContain("7000000000003");
  });

  it("names file, line and field of a value of the wrong kind", async () => {
    await withLine("orders.jsonl", 2, (line) => line.replace(/"quantity":\d+/, '"quantity":"many"'));
    await expect(openStore({ name: folder })).rejects.toThrow(/orders\.jsonl:2: lineItems\.0\.quantity/);
  });

  it("refuses an order of a customer who is not there, and an id that comes twice", async () => {
    await withLine("customers.jsonl", 1, () => "");
    await expect(openStore({ name: folder })).rejects.toThrow(
      /orders\.jsonl:\d+: .*Customer\/7000000000001 is not in/,
    );
    await writeJsonlFolder(store, folder);
    await appendFile(join(folder, "products.jsonl"), `${JSON.stringify(store.products[0])}\n`);
    await expect(openStore({ name: folder })).rejects.toThrow(/products\.jsonl:\d+: .* comes twice/);
  });
});
