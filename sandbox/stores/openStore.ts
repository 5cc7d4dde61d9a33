import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { asOf } from "./asOf";
import { cdnowNow, cdnowStore } from "./cdnow";
import { readCsvExports } from "./csvExports";
import { generateStore } from "./generate";
import { readJsonlFolder } from "./jsonlFolder";
import type { SandboxStore } from "./store";

export interface OpenStoreOptions {
  /** `generated`, `cdnow`, or the path of a folder with Admin-shaped JSONL or with CSV exports from Shopify. */
  name: string;
  /** The date that the store and the app live at; each store has one of its own. */
  now?: Date;
  /** Of a generated store: customers (5,000), seed (1) and currency (USD). */
  customers?: number;
  seed?: number | string;
  currencyCode?: string;
  /** Of CSV exports, which do not name it (UTC). */
  ianaTimezone?: string;
}

export interface OpenedStore {
  store: SandboxStore;
  now: Date;
}

/** Where generated stores end unless told otherwise: a fixed date, so that equal commands give equal stores. */
export const generatedNow = new Date("2026-11-20T16:00:00Z");

/** Opens a store by its name or folder. Throws, saying what to do, when there is none. */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { name, customers = 5_000, seed = 1, currencyCode } = options;
  if (name === "generated") {
    const now = options.now ?? generatedNow;
    return { store: generateStore({ seed, customers, now, ...(currencyCode && { currencyCode }) }), now };
  }
  const store = name === "cdnow" ? await cdnowStore() : await readFolder(name, options.ianaTimezone);
  const now = options.now ?? (name === "cdnow" ? cdnowNow : dayAfter(store));
  return { store: asOf(store, now), now };
}

async function readFolder(folder: string, ianaTimezone: string | undefined): Promise<SandboxStore> {
  const names = await readdir(folder).catch(() => {
    throw new Error(
      `There is no store "${folder}". Name "generated", "cdnow" or a folder with JSONL or CSV files.`,
    );
  });
  if (names.some((name) => name.endsWith(".jsonl"))) return readJsonlFolder(folder);
  const csvFiles = names.filter((name) => /\.csv$/i.test(name)).sort();
  if (csvFiles.length === 0) {
    throw new Error(
      `${folder} holds neither *.jsonl files (see sandbox/stores/README.md) nor *.csv exports from Shopify.`,
    );
  }
  return readCsvExports(
    csvFiles.map((name) => join(folder, name)),
    { ...(ianaTimezone !== undefined && { ianaTimezone }) },
  );
}

/** A day after the last thing that happened, so that the history ends in the past. */
function dayAfter({ orders, customers, shop }: SandboxStore): Date {
  let last = Date.parse(shop.createdAt);
  for (const { updatedAt } of [...orders, ...customers]) last = Math.max(last, Date.parse(updatedAt));
  return new Date(last + 86_400_000);
}
