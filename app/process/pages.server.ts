import type { ServerBuild } from "@remix-run/node";
import { createRequestHandler } from "@remix-run/express";
import compression from "compression";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";

import { environment } from "~/state/environment.server";
import { log } from "~/state/log.server";
import { shopField } from "~/state/requestFacts.server";

import { accessLog } from "./accessLog.server";
import { assets } from "./assets.server";
import { measureRequests } from "./measureRequests.server";
import { answeringOutages } from "./outages.server";
import { routePatterns } from "./routePatterns.server";

/** Everything that a browser and Shopify ask for: the files of the browser's build, then the routes. */
export function pages(build: ServerBuild): RequestHandler {
  const router = express.Router();
  const answer = createRequestHandler({ build: answeringOutages(build), mode: environment().NODE_ENV });
  router.use(measureRequests(routePatterns(build)));
  router.use(compression());
  router.use(assets(build));
  router.use(accessLog);
  router.use((request, response, next) => void answer(request, response, next));
  router.use(failed);
  return router;
}

/** What even the routes' own error pages did not catch. Express would answer with the stack. */
const failed: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const { name, message, stack } =
    error instanceof Error ? error : new Error("Something other than an error.");
  log().error({ path: request.path, ...shopField(), error: { name, message, stack } }, "A request failed.");
  // Half an answer cannot be taken back: Express ends the connection.
  if (response.headersSent) next(error);
  else response.status(500).type("text/plain").send("Something went wrong. Try again.\n");
};
