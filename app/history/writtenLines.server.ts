import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { environment } from "~/state/environment.server";
import { recordTables, type RecordTable } from "~/warehouse/loading/records";

/** Records as lines of a bulk operation's file. */
export type Lines = Readonly<Partial<Record<RecordTable, readonly Record<string, unknown>[]>>>;

/**
 * Writes records into files for the warehouse to read, of each kind that there is any of, and removes them when `work` is
 * done: they hold personal data.
 */
export async function withWrittenLines<Result>(
  shop: string,
  lines: Lines,
  work: (files: Partial<Record<RecordTable, string>>) => Promise<Result>,
): Promise<Result> {
  const folder = join(changesFolder(), shop, randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    const files: Partial<Record<RecordTable, string>> = {};
    for (const table of recordTables) {
      const of = lines[table] ?? [];
      if (of.length === 0) continue;
      files[table] = join(folder, `${table}.jsonl`);
      await writeFile(files[table], of.map((line) => `${JSON.stringify(line)}\n`).join(""));
    }
    return await work(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Longer than any transaction that reads such files. */
const forgottenMs = 2 * 3_600_000;

/** Removes what processes that were killed left behind. */
export async function sweepWrittenLines(now: Date): Promise<void> {
  for (const shop of await readdir(changesFolder()).catch(noneThere)) {
    await removeWrittenLines(shop, new Date(now.getTime() - forgottenMs));
  }
}

/** Removes such files of a shop; those that were written since a time are in use, and stay. */
export async function removeWrittenLines(shop: string, before: Date): Promise<void> {
  const folder = join(changesFolder(), shop);
  for (const name of await readdir(folder).catch(noneThere)) {
    const written = await stat(join(folder, name)).catch(() => null);
    if (written !== null && written.mtime < before)
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Removes all such files of a shop that nobody works for any more. */
export async function forgetWrittenLines(shop: string): Promise<void> {
  await rm(join(changesFolder(), shop), { recursive: true, force: true });
}

function noneThere(error: unknown): string[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}

function changesFolder(): string {
  return join(resolve(environment().DATA_DIR), "changes");
}
