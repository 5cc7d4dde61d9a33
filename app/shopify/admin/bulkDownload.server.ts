import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { backoffMs } from "./client.server";
import { DownloadGoneError, DownloadInterruptedError, IncompleteFileError } from "./errors";

export interface BulkFile {
  /** Null: Shopify had nothing to write, and the file will be empty. */
  readonly url: string | null;
  /** Bytes, where Shopify says. */
  readonly fileSize: number | null;
  /** Lines. */
  readonly objectCount: number;
}

const tries = 5;
const stallMs = 60_000;

/**
 * Streams a bulk operation's result to `path`. It grows as `<path>.part`, which a later call continues by a Range
 * request, and takes its name only when it is whole, on disk and of the announced size and number of lines.
 * A file that is there already is whole.
 *
 * @throws {DownloadGoneError | IncompleteFileError | DownloadInterruptedError} and file system errors (ENOSPC).
 */
export async function downloadBulkFile(file: BulkFile, path: string, signal?: AbortSignal): Promise<void> {
  if (await exists(path)) return;
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  if (file.url === null) await writeFile(part, "");
  else await fetchToFile(file.url, part, signal);
  try {
    await verify(part, file);
  } catch (error) {
    // A bad part must not be continued: the next try starts from nothing.
    await rm(part, { force: true });
    throw error;
  }
  await flush(part);
  await rename(part, path);
  await flush(dirname(path));
}

async function fetchToFile(url: string, part: string, signal: AbortSignal | undefined): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      await fetchOnce(url, part, signal);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DownloadGoneError || isDiskError(error)) throw error;
      // The cause may quote the address, which is a secret: it is left out.
      if (failures >= tries)
        throw new DownloadInterruptedError("The download from Shopify kept breaking off.");
      await sleep(backoffMs(failures), undefined, signal ? { signal } : undefined);
    }
  }
}

async function fetchOnce(url: string, part: string, signal: AbortSignal | undefined): Promise<void> {
  const have = (await exists(part)) ? (await stat(part)).size : 0;
  const stall = new AbortController();
  const watch = setTimeout(() => {
    stall.abort();
  }, stallMs);
  try {
    const response = await fetch(url, {
      // Compressed on the way, neither ranges nor sizes would be those of the file.
      headers: { "Accept-Encoding": "identity", ...(have > 0 ? { Range: `bytes=${String(have)}-` } : {}) },
      signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
    });
    if (response.status === 416) return; // All of it is here already; `verify` has the last word.
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      await response.body?.cancel();
      throw new DownloadGoneError(`Shopify no longer hands out the file (HTTP ${String(response.status)}).`);
    }
    if (!response.ok || !response.body) throw new Error(`HTTP ${String(response.status)}`);

    const continues =
      response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${String(have)}-`);
    const handle = await open(part, continues ? "a" : "w");
    const body = response.body as unknown as AsyncIterable<Uint8Array>;
    await pipeline(body, refreshing(watch), handle.createWriteStream());
  } finally {
    clearTimeout(watch);
  }
}

/** Passes chunks on; each one shows that the connection lives. */
function refreshing(watch: NodeJS.Timeout) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      watch.refresh();
      yield chunk;
    }
  };
}

async function verify(part: string, file: BulkFile): Promise<void> {
  const { bytes, lines } = await measure(part);
  if (file.fileSize !== null && bytes !== file.fileSize) {
    throw new IncompleteFileError(
      `The file has ${String(bytes)} bytes; Shopify announced ${String(file.fileSize)}.`,
    );
  }
  // Shopify does not promise that the two are equal; fewer lines than objects would be rows lost in silence.
  if (lines < file.objectCount) {
    throw new IncompleteFileError(
      `The file has ${String(lines)} lines; Shopify announced ${String(file.objectCount)}.`,
    );
  }
}

/** Bytes and lines of a file; a last line without its newline counts. 64 KiB at a time, so the event loop stays free. */
async function measure(path: string): Promise<{ bytes: number; lines: number }> {
  const newline = 0x0a;
  let bytes = 0;
  let lines = 0;
  let last = newline;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) lines += 1;
    bytes += chunk.length;
    last = chunk.at(-1) ?? last;
  }
  return { bytes, lines: last === newline ? lines : lines + 1 };
}

/** Forces a file or folder to disk, so that a rename outlives a power cut. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

const diskErrors = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EMFILE", "ENFILE"]);

/** A disk that is full or not writable: downloading again cannot help. */
export function isDiskError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && diskErrors.has(String(error.code));
}
