import { PassThrough } from "node:stream";

import { createReadableStreamFromReadable } from "@remix-run/node";
import type { EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

import { addDocumentResponseHeaders } from "~/shopify/app.server";
import { log } from "~/state/log.server";

import { leaveQueriesOutOfAccessLog } from "./accessLog.server";
import { startBackgroundWork } from "./background.server";

export const streamTimeout = 5_000;

leaveQueriesOutOfAccessLog();
startBackgroundWork();

/** Renders a page: streamed to people, whole to crawlers. */
export default function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  addDocumentResponseHeaders(request, responseHeaders);
  const readyEvent = isbot(request.headers.get("User-Agent")) ? "onAllReady" : "onShellReady";
  let status = responseStatusCode;

  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
      [readyEvent]: () => {
        const body = new PassThrough();
        responseHeaders.set("Content-Type", "text/html");
        resolve(new Response(createReadableStreamFromReadable(body), { headers: responseHeaders, status }));
        pipe(body);
      },
      onShellError: reject,
      onError(error) {
        status = 500;
        logError(error, request);
      },
    });
    // A second more than the data may take, so that what timed out is still rendered as such.
    setTimeout(abort, streamTimeout + 1_000);
  });
}

/** What a loader, an action or a component threw. The path without its query, which may carry a session token. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (!request.signal.aborted) logError(error, request);
}

function logError(error: unknown, request: Request): void {
  const { name, message, stack } =
    error instanceof Error ? error : new Error("Something other than an error.");
  log().error({ path: new URL(request.url).pathname, error: { name, message, stack } }, "A request failed.");
}
