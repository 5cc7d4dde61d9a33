import { startCluster } from "../tests/postgres/cluster";
import type { Report, ReportLine } from "./benchmark";
import { fleetUpTo } from "./machines/fleet";
import { type Trial, tryMachines } from "./machines/trial";
import { p95 } from "./statistics";

const webs = 2;
const workers = 4;
const [kills, everyMs] = [12, 10_000];
const patienceMs = 25 * 60_000;
const faultsTold = 50;

/**
 * 200 shops synced by four workers and two web processes on one PostgreSQL, while every ten seconds for two minutes a worker is
 * killed and merchants look at their pages. Fails where a job was lost, ran twice at once, or did anything twice.
 */
export const machines: Report = {
  kind: "report",
  name: "machines",
  customers: 50_000,
  size: (customers) =>
    fleetUpTo(customers)
      .map((size) => `${String(size.shops)} × ${String(size.customers)}`)
      .join(" + ") + " customers",
  prepare: () => Promise.resolve(),
  async report({ customers }, scratch) {
    const fleet = fleetUpTo(customers);
    const cluster = await startCluster({ durable: true });
    try {
      const trial = await tryMachines({
        ...{ databaseUrl: cluster.url, fleet, webs, workers, kills, everyMs, scratch, patienceMs },
        tell: (line) => {
          console.error(line);
        },
      });
      const lines = linesOf(trial, {
        shops: fleet.reduce((sum, size) => sum + size.shops, 0),
        customers: fleet.reduce((sum, size) => sum + size.shops * size.customers, 0),
      });
      if (trial.faults.length === 0) return lines;
      console.error(JSON.stringify(lines));
      throw new Error(
        `${String(trial.faults.length)} faults:\n${trial.faults.slice(0, faultsTold).join("\n")}`,
      );
    } finally {
      await cluster.stop();
    }
  },
};

function linesOf(trial: Trial, sizes: Readonly<Record<string, number>>): ReportLine[] {
  const { seconds, runs, visits, peaks } = trial;
  const pages = visits.filter(({ path }) => path !== "/readyz");
  const others = (some: typeof visits) => some.filter(({ status }) => status !== 200).length;
  const workerPeaks = Object.entries(peaks).flatMap(([name, mb]) => (name.startsWith("worker") ? [mb] : []));
  const figures = {
    ...sizes,
    orders: trial.orders,
    "seconds, all syncs": seconds,
    "syncs per minute": ((sizes.shops ?? 0) / seconds) * 60,
    kills: trial.kills,
    "jobs taken over": trial.takeovers.length,
    "runs of jobs": runs.length,
    "… of syncs": runs.filter(({ kind }) => kind === "full-sync").length,
    "MB of a worker at most": Math.max(...workerPeaks),
    "PostgreSQL connections at most": trial.connections,
    "requests of pages": pages.length,
    "… their p95, ms": p95(pages.map(({ ms }) => ms)),
    "… not answered with 200": others(pages),
    "readiness checks not answered with 200": others(visits.filter(({ path }) => path === "/readyz")),
  };
  return Object.entries(figures).map(([measured, value]) => ({ measured, value: Number(value.toFixed(1)) }));
}
