import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { downloadBulkFile } from "./bulkDownload.server";
import { DownloadGoneError, IncompleteFileError } from "./errors";
import { serve, type TestServer } from "./testing/testServer";

const lines = Array.from({ length: 5_000 }, (_, i) =>
  JSON.stringify({ id: `gid://shopify/Order/${String(i)}`, note: "é☕" }),
);
const content = Buffer.from(lines.map((line) => `${line}\n`).join(""));

let folder: string;
let path: string;
let server: TestServer | undefined;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quintile-download-"));
  path = join(folder, "run", "orders.jsonl");
  ranges = [];
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

async function fileAt(
  answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void,
): Promise<string> {
  let served = 0;
  server = await serve((request, response) => {
    ranges.push(request.headers.range);
    served += 1;
    answer(request, response, served);
  });
  return `${server.url}/file.jsonl?signature=secret`;
}

function whole(request: IncomingMessage, response: ServerResponse): void {
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
  if (from === undefined) {
    response.end(content);
    return;
  }
  const range = `bytes ${from}-${String(content.length - 1)}/${String(content.length)}`;
  response.writeHead(206, { "content-range": range }).end(content.subarray(Number(from)));
}

const announced = (url: string) => ({ url, fileSize: content.length, objectCount: lines.length });
const digest = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
const missing = (name: string) =>
  stat(name).then(
    () => false,
    () => true,
  );

it("downloads a file whole", async () => {
  await downloadBulkFile(announced(await fileAt(whole)), path);
  expect(digest(await readFile(path))).toBe(digest(content));
  expect(await missing(`${path}.part`)).toBe(true);
});

it("continues where a broken connection left off", async () => {
  const url = await fileAt((request, response, nth) => {
    if (nth > 1) {
      whole(request, response);
      return;
    }
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, 100_000), () => setTimeout(() => request.socket.destroy(), 50));
  });
  await downloadBulkFile(announced(url), path);
  expect(digest(await readFile(path))).toBe(digest(content));
  expect(ranges[0]).toBeUndefined();
  expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
});

it("starts over when the server ignores the range", async () => {
  const url = await fileAt((_, response) => response.end(content));
  await downloadBulkFile(announced(url), join(folder, "first"));
  await writeFile(`${join(folder, "second")}.part`, content.subarray(0, 10));
  await downloadBulkFile(announced(url), join(folder, "second"));
  expect(digest(await readFile(join(folder, "second")))).toBe(digest(content));
});

it("does not fetch again what is there", async () => {
  const url = await fileAt(whole);
  await downloadBulkFile(announced(url), path);
  await downloadBulkFile(announced(url), path);
  expect(ranges).toHaveLength(1);
});

it("writes an empty file where Shopify had nothing to write", async () => {
  await downloadBulkFile({ url: null, fileSize: null, objectCount: 0 }, path);
  expect((await stat(path)).size).toBe(0);
});

it("counts a last line without its newline", async () => {
  const url = await fileAt((_, response) => response.end('{"a":1}\n{"a":2}'));
  await downloadBulkFile({ url, fileSize: 15, objectCount: 2 }, path);
});

it.each([
  ["cut short", content.subarray(0, -20), content.length, lines.length, /bytes; Shopify announced/],
  [
    "missing a line",
    Buffer.from(`${lines.slice(1).join("\n")}\n`),
    null,
    lines.length,
    /4999 lines; Shopify announced 5000/,
  ],
])("refuses a file that is %s, and keeps nothing of it", async (_, body, fileSize, objectCount, message) => {
  const url = await fileAt((__, response) => response.end(body));
  const download = downloadBulkFile({ url, fileSize, objectCount }, path);
  await expect(download).rejects.toThrow(message);
  await expect(download).rejects.toBeInstanceOf(IncompleteFileError);
  expect(await missing(path)).toBe(true);
  expect(await missing(`${path}.part`)).toBe(true);
});

it("says that the file is gone, without the address", async () => {
  const url = await fileAt((_, response) => response.writeHead(403).end());
  const error: unknown = await downloadBulkFile(announced(url), path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DownloadGoneError);
  expect((error as Error).message).not.toContain("signature");
});
