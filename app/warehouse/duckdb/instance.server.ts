import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

import { createPool, type Pool } from "./pool";
import { createSharing, type Sharing } from "./sharing";
import { spillFolder } from "./spill.server";

/** The DuckDB that all databases of the process are attached to, with one memory and one set of threads. */
export interface Instance {
  readonly sharing: Sharing;
  /** Whoever loads files has one of these. */
  readonly loads: Pool<number>;
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

export interface InstanceOptions {
  readonly directory: string;
  /** What all databases together may hold in memory before they spill to disk, as DuckDB spells it (`2GB`). */
  readonly memoryLimit: string;
  /** Threads that the statements of all databases share, beside the one that each is called on. */
  readonly threads: number;
}

export async function openInstance({ directory, memoryLimit, threads }: InstanceOptions): Promise<Instance> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: memoryLimit,
    threads: String(threads),
    // A long statement lets others have a turn on the threads, and lets go of them when there are to be fewer.
    scheduler_process_partial: "true",
    temp_directory: await spillFolder(directory),
    // Nothing here relies on the order rows were inserted in; without it, loading runs in parallel in bounded memory.
    preserve_insertion_order: "false",
    // json, icu and core_functions are built in; anything else would be downloaded at run time.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const control = await instance.connect();
  await control.run("SET GLOBAL TimeZone = 'UTC'");
  return {
    sharing: createSharing({
      threads,
      setThreads: (count) => control.run(`SET threads = ${String(count)}`),
    }),
    loads: createPool(Array.from({ length: loadsAtOnce(memoryLimit) }, (_, place) => place)),
    connect: () => instance.connect(),
    close() {
      control.disconnectSync();
      instance.closeSync();
    },
  };
}

const gigabytes: Readonly<Record<string, number>> = {
  MB: 1e-3,
  GB: 1,
  MiB: 2 ** 20 / 1e9,
  GiB: 2 ** 30 / 1e9,
};

/**
 * Loads that go on at the same time: one for each GB, and two at most, because Node gives the statements of a process four
 * threads to be called on. With four of 200,000 customers at once in 2 GB one ran out of memory, previews of a small shop waited
 * for up to 21 s for a thread and its refresh for 38 s; with two at a time, 0.9 s and 5 s.
 */
function loadsAtOnce(memoryLimit: string): number {
  const [, amount = "", unit = ""] = /^([\d.]+) ?(\w+)$/.exec(memoryLimit) ?? [];
  return Math.min(2, Math.max(1, Math.floor(Number(amount) * (gigabytes[unit] ?? 0))));
}
