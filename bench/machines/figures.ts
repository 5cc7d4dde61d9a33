import type { ReportLine } from "../benchmark";
import { p95 } from "../statistics";
import type { ShopsOfSize } from "./fleet";
import type { Trial } from "./trial";

/** What a trial came to, for its table. */
export function figuresOf(trial: Trial, fleet: readonly ShopsOfSize[]): ReportLine[] {
  const { seconds, runs, visits, peaks } = trial;
  const shops = fleet.reduce((sum, size) => sum + size.shops, 0);
  const pages = visits.filter(({ path }) => path !== "/readyz");
  const readiness = visits.filter(({ path }) => path === "/readyz");
  const others = (some: typeof visits) => some.filter(({ status }) => status !== 200).length;
  const workerPeaks = Object.entries(peaks).flatMap(([name, mb]) => (name.startsWith("worker") ? [mb] : []));
  const figures = {
    shops,
    customers: fleet.reduce((sum, size) => sum + size.shops * size.customers, 0),
    orders: trial.orders,
    "seconds, all syncs and segments": seconds,
    "syncs per minute": (shops / seconds) * 60,
    "workers killed": trial.kills,
    "jobs taken over": trial.takeovers.length,
    "runs of jobs": runs.length,
    "… of syncs": runs.filter(({ kind }) => kind === "full-sync").length,
    "MB of a worker at most": Math.max(...workerPeaks),
    "PostgreSQL connections at most": trial.connections,
    "requests of pages": pages.length,
    "… their p95, ms": p95(pages.map(({ ms }) => ms)),
    "… not answered with 200": others(pages),
    "readiness checks": readiness.length,
    "… that said no": others(readiness),
  };
  return Object.entries(figures).map(([measured, value]) => ({ measured, value: Number(value.toFixed(1)) }));
}
