import { PassThrough } from "node:stream";

import { createReadableStreamFromReadable } from "@remix-run/node";
import type { EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

import { startBesideVite } from "~/process/develop.server";
import { addRetryAfter } from "~/process/outages.server";
import { addDocumentResponseHeaders } from "~/shopify/app.server";
import { log } from "~/state/log.server";
import { shopField } from "~/state/requestFacts.server";

/** What `server.js` calls. */
export { serve } from "~/process/serve.server";
/** What `move.js` calls. */
export { moveCommand } from "~/move/moveCommand.server";

export const streamTimeout = 5_000;

/** Pages show customers: nothing between the app and the eye keeps a copy. */
const unstored = "no-store";

// What the app writes holds customers too: all files made from now on are their owner's only.
process.umask(0o077);
if (import.meta.env.DEV) startBesideVite();

/** Renders a page: streamed to people, whole to crawlers. */
export default function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  addDocumentResponseHeaders(request, responseHeaders);
  responseHeaders.set("Cache-Control", unstored);
  addRetryAfter(responseStatusCode, responseHeaders);
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

/** What a page fetches while it is open. */
export function handleDataRequest(response: Response): Response {
  response.headers.set("Cache-Control", unstored);
  addRetryAfter(response.status, response.headers);
  return response;
}

/** What a loader, an action or a component threw; that there is no such page is in the access log already. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  const isNothingToAnswer = isRouteErrorResponse(error) && error.status < 500;
  if (!request.signal.aborted && !isNothingToAnswer) logError(error, request);
}

/** The path without its query, which may carry a session token or a customer's name. */
function logError(error: unknown, request: Request): void {
  const { name, message, stack } =
    error instanceof Error ? error : new Error("Something other than an error.");
  const { pathname: path } = new URL(request.url);
  log().error({ path, ...shopField(), error: { name, message, stack } }, "A request failed.");
}
