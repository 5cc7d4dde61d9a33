import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

import { sendText } from "../http";
import type { SandboxState } from "../state";
import { isResultGone } from "./operation";
import { FILES_PATH } from "./submit";

/** Serves the results of bulk operations, as the storage behind Shopify's signed addresses does: with ranges, for 7 days. */
export async function serveBulkFile(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const address = `${state.url}${FILES_PATH}${url.pathname.slice(FILES_PATH.length)}`;
  const operation = [...state.shops.values()]
    .flatMap((shop) => shop.bulkOperations)
    .find(({ file }) => file?.url === address);
  if (!operation?.file) {
    sendText(response, 404, "NoSuchKey");
    return;
  }
  if (isResultGone(operation, state.now())) {
    sendText(response, 400, "ExpiredToken");
    return;
  }
  const { size } = await stat(operation.file.path);
  const range = parseRange(request.headers.range, size);
  if (range === "unsatisfiable") {
    response.setHeader("Content-Range", `bytes */${String(size)}`);
    sendText(response, 416, "InvalidRange");
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, {
    "Content-Type": "application/jsonl",
    "Accept-Ranges": "bytes",
    "Content-Length": String(end - start + 1),
    ...(range && { "Content-Range": `bytes ${String(start)}-${String(end)}/${String(size)}` }),
  });
  if (request.method === "HEAD" || end < start) {
    response.end();
    return;
  }
  try {
    await pipeline(createReadStream(operation.file.path, { start, end }), response);
  } catch (error) {
    // The reader went away: its business.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

/** One range of bytes (RFC 9110 §14): `bytes=5-`, `bytes=5-9`, `bytes=-5`. Others are ignored, as the RFC allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const start = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === "" || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start >= size || end < start ? "unsatisfiable" : { start, end };
}
