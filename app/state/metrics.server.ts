import { Counter, Gauge, Histogram, Registry } from "prom-client";

/**
 * What this process counts of itself, for Prometheus. Labels are kinds, routes and states, of which there are few and none says
 * anything of a shop or a person: whoever may read how much is going on need not learn with whom.
 */
export const registry = new Registry();

const registers = [registry];

/** Seconds, from what answers at once to what nobody waits for. */
const waited = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export const requestSeconds = new Histogram({
  name: "quintile_http_request_duration_seconds",
  help: "Requests by pattern of route, method and status; status is aborted where the sender left first.",
  labelNames: ["route", "method", "status"],
  buckets: waited,
  registers,
});

export const previewSeconds = new Histogram({
  name: "quintile_preview_duration_seconds",
  help: "Previews of a segment's draft by part and by whether the rule could be asked.",
  labelNames: ["part", "outcome"],
  buckets: waited,
  registers,
});

export const jobSeconds = new Histogram({
  name: "quintile_job_run_duration_seconds",
  help: "Runs of jobs by kind and outcome: done, again, retried, dead_letter, canceled, or lost (its lease).",
  labelNames: ["kind", "outcome"],
  buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800],
  registers,
});

export const jobs = new Gauge({
  name: "quintile_jobs",
  help: "Jobs in the queue by kind and state (failed: put aside), the same in every process of an installation.",
  labelNames: ["kind", "state"],
  registers,
});

export const stateUp = new Gauge({
  name: "quintile_state_up",
  help: "Whether the state database answered when this was asked for; where not, quintile_jobs is missing.",
  registers,
});

export const webhookLagSeconds = new Histogram({
  name: "quintile_webhook_lag_seconds",
  help: "From what happened in the shop (X-Shopify-Triggered-At) until its webhook arrived, by topic.",
  labelNames: ["topic"],
  buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 14_400],
  registers,
});

export const syncedRows = new Counter({
  name: "quintile_sync_rows_total",
  help: "Rows of full syncs read into a warehouse, by table.",
  labelNames: ["table"],
  registers,
});

export const syncLoadSeconds = new Counter({
  name: "quintile_sync_load_seconds_total",
  help: "Time that reading and merging them took: rows divided by it is the rate of loading.",
  registers,
});
