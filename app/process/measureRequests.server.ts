import type { RequestHandler } from "express";

import { requestSeconds } from "~/state/metrics.server";

/** Those that browsers and Shopify use; any other is counted under one name, because anybody may send one. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Measures how long each request takes until its answer is out. */
export function measureRequests(patternOf: (pathname: string) => string): RequestHandler {
  return (request, response, next) => {
    const end = requestSeconds.startTimer();
    const { method, path } = request;
    response.on("close", () => {
      end({
        route: patternOf(path),
        method: methods.has(method) ? method : "other",
        status: response.writableFinished ? String(response.statusCode) : "aborted",
      });
    });
    next();
  };
}
