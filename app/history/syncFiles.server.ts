import { readdir, rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { environment } from "~/state/environment.server";

import { bulkKinds, type BulkKind } from "./syncState";

/** `<DATA_DIR>/sync/<shop>/<run>`: the files of one run; they hold personal data and go when the run is done. */
export function runFolder(shop: string, runId: string): string {
  return join(shopFolder(shop), runId);
}

/** The operation's number is in the name: a part of one operation's file is never continued with another's. */
export function fileName(kind: BulkKind, operationId: string): string {
  return `${kind}-${basename(operationId)}.jsonl`;
}

/** The kind of object that a downloaded file holds. */
export function kindOfFile(path: string): BulkKind | null {
  return bulkKinds.find((kind) => basename(path).startsWith(`${kind}-`)) ?? null;
}

/** Removes the downloads of one run. */
export async function removeRunFiles(shop: string, runId: string): Promise<void> {
  await rm(runFolder(shop, runId), { recursive: true, force: true });
}

/** Removes the downloads of all runs of a shop. */
export async function removeFiles(shop: string): Promise<void> {
  await rm(shopFolder(shop), { recursive: true, force: true });
}

/** Every run of which something is on this machine's disk. */
export async function downloadedRuns(): Promise<{ readonly shop: string; readonly runId: string }[]> {
  const shops = await foldersIn(syncFolder());
  const runs = shops.map(async (shop) => (await runsOnDisk(shop)).map((runId) => ({ shop, runId })));
  return (await Promise.all(runs)).flat();
}

/** The runs of a shop of which something is on this machine's disk. */
export function runsOnDisk(shop: string): Promise<string[]> {
  return foldersIn(shopFolder(shop));
}

async function foldersIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    // Not there yet, or gone meanwhile.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
}

export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function shopFolder(shop: string): string {
  return join(syncFolder(), shop);
}

function syncFolder(): string {
  return join(resolve(environment().DATA_DIR), "sync");
}
