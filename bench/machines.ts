import { startCluster } from "../tests/postgres/cluster";
import type { Report } from "./benchmark";
import { figuresOf } from "./machines/figures";
import { fleetUpTo } from "./machines/fleet";
import { tryMachines } from "./machines/trial";

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
  engine: "postgresql",
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
      const lines = figuresOf(trial, fleet);
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
