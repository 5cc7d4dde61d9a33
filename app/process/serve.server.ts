import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler } from "express";

import { type Background, startBackground } from "~/background.server";
import { closeState } from "~/state/client.server";
import { environment } from "~/state/environment.server";
import { log } from "~/state/log.server";
import { warehouseEngine } from "~/warehouse/warehouses.server";

import { health } from "./health.server";
import { listen } from "./listen.server";
import { guardedMetricsPage, measureProcess, openMetricsPage } from "./metricsPage.server";
import { pages } from "./pages.server";
import type { Lifecycle } from "./phase";
import { readinessChecks } from "./readiness.server";
import { roles } from "./roles";
import { endUnstarted, openEverything } from "./start.server";
import { endOnSignal } from "./stop.server";

/**
 * Runs the built app until it is asked to end. It says that it lives before its database is open, so that nobody who watches it
 * takes a database that is down for a process that hangs.
 */
export async function serve(build: ServerBuild): Promise<void> {
  const { ROLE, PORT, HOST, METRICS_PORT, METRICS_HOST, METRICS_TOKEN } = environment();
  const role = roles[ROLE];
  const lifecycle: Lifecycle = { phase: "starting" };
  let background: Background | undefined;
  try {
    measureProcess();
    const app = express().disable("x-powered-by");
    app.use(health(lifecycle, readinessChecks));
    if (METRICS_TOKEN !== undefined) app.use(guardedMetricsPage(lifecycle, METRICS_TOKEN));
    app.use(...(role.pages ? [afterStart(lifecycle), pages(build)] : []), nothingElse);
    const servers = [await listen(app, { port: PORT, host: HOST })];
    if (METRICS_PORT !== undefined) {
      const metrics = express().disable("x-powered-by").use(openMetricsPage(lifecycle), nothingElse);
      servers.push(await listen(metrics, { port: METRICS_PORT, host: METRICS_HOST }));
    }
    endOnSignal({
      lifecycle,
      servers,
      stopJobs: async () => background?.stop(),
      closeDatabases: () => Promise.all([warehouseEngine().close(), closeState()]),
    });
    const db = await openEverything();
    if (lifecycle.phase !== "starting") return;
    if (role.jobs) background = startBackground(db);
    lifecycle.phase = "ready";
    log().info({ role: ROLE, port: PORT }, "Quintile is ready.");
  } catch (error) {
    endUnstarted(error);
  }
}

const afterStart =
  (lifecycle: Lifecycle): RequestHandler =>
  (_request, response, next) => {
    if (lifecycle.phase !== "starting") next();
    else
      response
        .status(503)
        .set("Retry-After", "5")
        .type("text/plain")
        .send("Quintile is starting. Try again in a moment.\n");
  };

const nothingElse: RequestHandler = (_request, response) => {
  response.status(404).type("text/plain").send("There is nothing here.\n");
};
