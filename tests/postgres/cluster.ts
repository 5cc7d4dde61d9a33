import { execFileSync, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Client } from "pg";

import { freePort } from "../../sandbox/run/freePort";
import { findPostgres } from "./findPostgres";

/** A PostgreSQL server of one's own on loopback. */
export interface Cluster {
  /** `postgresql://…` of an empty database, as its owner. */
  readonly url: string;
  /** Ends the server at once and deletes what it stored. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /**
   * Whether a commit is on the disk when it returns. Tests that kill processes need that no more than others: what they
   * kill is not the server.
   */
  readonly durable: boolean;
  /** Further settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where its folder is made; the system's temporary folder unless given. */
  readonly parent?: string;
}

const password = "local";

/** Makes and starts a cluster; nothing of it is left when it is stopped. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder: programs, owner } = findPostgres();
  const directory = await mkdtemp(join(options.parent ?? tmpdir(), "quintile-postgres-"));
  const [data, secret] = [join(directory, "data"), join(directory, "password")];
  await writeFile(secret, password, { mode: 0o600 });
  if (owner !== null) for (const path of [directory, secret]) await chown(path, owner.uid, owner.gid);
  // The server refuses to run as root.
  const as = { ...owner, cwd: directory };
  execFileSync(
    join(programs, "initdb"),
    [
      "-D",
      data,
      "-U",
      "quintile",
      "--pwfile",
      secret,
      "-A",
      "scram-sha-256",
      "-E",
      "UTF8",
      "--locale",
      "C.UTF-8",
      "--no-sync",
    ],
    { ...as, stdio: ["ignore", "ignore", "pipe"] },
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: directory,
    max_connections: "200",
    shared_buffers: "256MB",
    ...(options.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...as, stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  server.stderr.on("data", (text: Buffer) => (said = `${said}${text.toString()}`.slice(-10_000)));
  const ended = new Promise<void>((resolve) =>
    server.once("exit", () => {
      resolve();
    }),
  );
  const endWithTests = (): void => void server.kill("SIGQUIT");
  process.once("exit", endWithTests);
  const url = `postgresql://quintile:${password}@127.0.0.1:${String(port)}/postgres`;
  await untilItAnswers(url, () => (server.exitCode === null ? null : said));
  return {
    url,
    async stop() {
      process.off("exit", endWithTests);
      server.kill("SIGQUIT");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string, failure: () => string | null): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      const reason = failure();
      if (reason !== null) throw new Error(`PostgreSQL did not start:\n${reason}`);
      await sleep(50);
    }
  }
}
