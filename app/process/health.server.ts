import express, { type RequestHandler, type Response } from "express";

import { outageOf } from "~/state/outage";

import type { Lifecycle } from "./phase";
import { within } from "./within";

/** Something without which a process can do nothing for anybody. */
export interface ReadinessCheck {
  readonly what: string;
  /** Rejects where it cannot be used. */
  readonly check: () => Promise<unknown>;
}

/** What does not answer for so long is not there, in milliseconds; below what those who ask usually wait. */
const checkMs = 2_000;

/**
 * `/healthz`: the process lives, whatever else is down, so that nobody restarts it for a database. `/readyz`: it can work; 503 says
 * in a few words why not. Neither needs a session, and neither says anything of shops or addresses.
 */
export function health(lifecycle: Lifecycle, checks: readonly ReadinessCheck[]): RequestHandler {
  const router = express.Router();
  router.get("/healthz", (_request, response) => {
    say(response, 200, "alive");
  });
  router.get("/readyz", (_request, response) => {
    void problemNow(lifecycle, checks).then((problem) => {
      say(response, problem === null ? 200 : 503, problem ?? "ready");
    });
  });
  return router;
}

function say(response: Response, status: number, words: string): void {
  response.status(status).set("Cache-Control", "no-store").type("text/plain").send(`${words}\n`);
}

async function problemNow(lifecycle: Lifecycle, checks: readonly ReadinessCheck[]): Promise<string | null> {
  if (lifecycle.phase !== "ready") return lifecycle.phase;
  const problems = await Promise.all(checks.map(problemOf));
  return problems.find((problem) => problem !== null) ?? null;
}

async function problemOf({ what, check }: ReadinessCheck): Promise<string | null> {
  try {
    return (await within(checkMs, check())) ? null : `${what} does not answer in time`;
  } catch (error) {
    return `${what} ${outageOf(error) ?? "does not work"}`;
  }
}
