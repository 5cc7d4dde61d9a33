import type { TestProject } from "vitest/node";

import { type Cluster, startCluster } from "./cluster";

declare module "vitest" {
  interface ProvidedContext {
    /** `postgresql://…` of the run's own server. */
    postgresUrl: string;
  }
}

/** One server for all suites of a run. */
let cluster: Promise<Cluster> | undefined;
let suites = 0;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  suites++;
  cluster ??= startCluster({ durable: false });
  project.provide("postgresUrl", (await cluster).url);
  return async () => {
    suites--;
    if (suites === 0) await (await cluster)?.stop();
  };
}
