import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";

import { freePort } from "../../sandbox/run/freePort";
import { findPostgres } from "../../tests/postgres/findPostgres";
import { dropLent } from "./postgresql";

export interface BenchServer {
  /** `postgresql://…` of its first database. */
  readonly url: string;
  /** What it runs with, in words. */
  readonly words: string;
  /** Ends it; its databases are kept. */
  stop(): void;
}

const password = "local";
const megabytes = (share: number): string => `${String(Math.floor((totalmem() * share) / 1024 / 1024))}MB`;

/**
 * What one sets on a server that has the machine to itself but for the app: commits are on the disk when they return, as
 * they are by default.
 */
const settings: Readonly<Record<string, string>> = {
  shared_buffers: megabytes(1 / 8),
  effective_cache_size: megabytes(1 / 2),
  work_mem: "64MB",
  maintenance_work_mem: "512MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  effective_io_concurrency: "200",
  // With more workers than half the cores, each does again what a parallel plan does not share.
  max_parallel_workers_per_gather: String(Math.ceil(availableParallelism() / 2)),
  max_parallel_workers: String(availableParallelism()),
  jit: "off",
};

/**
 * Starts the benchmark's own PostgreSQL on loopback. Its folder is kept between runs: filling a store of a million customers
 * takes minutes.
 */
export async function startBenchServer(inputs: string): Promise<BenchServer> {
  const { folder: programs, owner } = findPostgres();
  const program = (name: string, args: string[]): string =>
    execFileSync(join(programs, name), args, {
      ...owner,
      cwd: inputs,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const version = /\d+/.exec(program("postgres", ["--version"]))?.[0] ?? "";
  const directory = join(inputs, `postgresql-${version}`);
  const data = join(directory, "data");
  if (!existsSync(data)) await initialise(directory, owner, program);
  // A run that was killed leaves its server.
  if (existsSync(join(data, "postmaster.pid"))) stop(program, data);
  const port = String(await freePort());
  const all = { ...settings, listen_addresses: "127.0.0.1", port, unix_socket_directories: directory };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
  // With a log of its own, the server does not hold on to the pipes of this process.
  const log = join(directory, "log");
  program("pg_ctl", ["start", "-w", "-t", "300", "-s", "-D", data, "-l", log, "-o", options.join(" ")]);
  const end = () => {
    stop(program, data);
  };
  process.once("exit", end);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const url = `postgresql://quintile:${password}@127.0.0.1:${port}/postgres`;
  await dropLent(url);
  const told = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return {
    url,
    words: `PostgreSQL ${version}: ${told.join(", ")}`,
    stop() {
      process.off("exit", end);
      end();
    },
  };
}

type Program = (name: string, args: string[]) => string;

/** Made under another name first, so that an interrupted run leaves no half folder. */
async function initialise(
  directory: string,
  owner: ReturnType<typeof findPostgres>["owner"],
  program: Program,
): Promise<void> {
  const secret = join(directory, "password");
  const part = join(directory, "part");
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await writeFile(secret, password, { mode: 0o600 });
  if (owner !== null) for (const path of [directory, secret]) await chown(path, owner.uid, owner.gid);
  const access = ["-U", "quintile", "--pwfile", secret, "-A", "scram-sha-256"];
  program("initdb", ["-D", part, ...access, "-E", "UTF8", "--locale", "C.UTF-8"]);
  await rename(part, join(directory, "data"));
}

function stop(program: Program, data: string): void {
  try {
    program("pg_ctl", ["stop", "-w", "-t", "300", "-s", "-m", "fast", "-D", data]);
  } catch {
    // It is not there any more.
  }
}
