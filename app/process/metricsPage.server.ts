import { createHash, timingSafeEqual } from "node:crypto";

import express, { type RequestHandler } from "express";
import { collectDefaultMetrics } from "prom-client";

import { queueDepth } from "~/jobs/queueDepth.server";
import { state } from "~/state/client.server";
import { jobs, registry, stateUp } from "~/state/metrics.server";

import type { Lifecycle } from "./phase";
import { within } from "./within";

/** What a scrape waits for the state database, in milliseconds; Prometheus gives up after ten seconds. */
const queueMs = 2_000;

/** `/metrics` on a port of its own, which whoever can reach it may read. */
export function openMetricsPage(lifecycle: Lifecycle): RequestHandler {
  const router = express.Router();
  router.get("/metrics", metrics(lifecycle));
  return router;
}

/** `/metrics` for whoever sends `token` as the bearer's. */
export function guardedMetricsPage(lifecycle: Lifecycle, token: string): RequestHandler {
  const router = express.Router();
  router.get("/metrics", onlyFor(token), metrics(lifecycle));
  return router;
}

/** Also measures the process itself from now on: memory, event loop, garbage. */
export function measureProcess(): void {
  collectDefaultMetrics({ register: registry });
}

function onlyFor(token: string): RequestHandler {
  const expected = digest(`Bearer ${token}`);
  return (request, response, next) => {
    if (timingSafeEqual(digest(request.get("Authorization") ?? ""), expected)) next();
    else
      response
        .status(401)
        .set("WWW-Authenticate", "Bearer")
        .type("text/plain")
        .send("Not without the token.\n");
  };
}

/** Of equal length whatever was sent, so that comparing tells nothing of the token's. */
const digest = (text: string) => createHash("sha256").update(text).digest();

function metrics(lifecycle: Lifecycle): RequestHandler {
  return (_request, response, next) => {
    countJobs(lifecycle)
      .then(() => registry.metrics())
      .then((text) =>
        response.set({ "Content-Type": registry.contentType, "Cache-Control": "no-store" }).send(text),
      )
      .catch(next);
  };
}

/** Asked when somebody wants to know, because no process knows what the others have done to the queue. */
async function countJobs({ phase }: Lifecycle): Promise<void> {
  jobs.reset();
  const counted = phase === "ready" && (await within(queueMs, readQueue()).catch(() => false));
  stateUp.set(counted ? 1 : 0);
}

async function readQueue(): Promise<void> {
  for (const { kind, state: of, jobs: count } of await queueDepth(await state()))
    jobs.set({ kind, state: of }, count);
}
