import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import type { Environment } from "~/state/environment.server";

import { repository } from "../../sandbox/run/build";

export interface MachineOptions {
  readonly name: string;
  readonly role: Environment["ROLE"];
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Its disk is a folder in here, which goes with it: nobody else reads what it downloaded. */
  readonly scratch: string;
  /** Called with each line of its log. */
  readonly hear: (machine: string, line: Readonly<Record<string, unknown>>) => void;
  /** Called once when nothing of it runs any more. */
  readonly onEnd: (machine: string, at: number, how: string) => void;
}

/** A process of the built app, with a disk of its own, as if it were a machine. */
export interface Machine {
  readonly name: string;
  readonly url: string;
  readonly dataDir: string;
  /** The most memory that it held so far, MB. */
  peakMb(): number;
  /** Resolves once `/readyz` says so; rejects where it ends first. */
  ready(): Promise<void>;
  /** Takes the process and its disk away. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

const peakEveryMs = 500;

export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { name, role, port, scratch, hear, onEnd } = options;
  const dataDir = join(scratch, name);
  await mkdir(dataDir, { recursive: true });
  const url = `http://localhost:${String(port)}`;
  const child = spawn(process.execPath, ["server.js"], {
    cwd: repository,
    env: {
      ...process.env,
      ...options.env,
      ...{ ROLE: role, HOST: "localhost", PORT: String(port), DATA_DIR: dataDir },
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const endWithMe = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithMe);
  createInterface({ input: child.stderr }).on("line", (line) => {
    hear(name, parsed(line));
  });

  let peak = 0;
  const readPeak = async (): Promise<void> => {
    const status = await readFile(`/proc/${String(child.pid)}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
  };
  const reading = setInterval(() => void readPeak(), peakEveryMs);

  let killedAt: number | null = null;
  const ended = new Promise<void>((resolve) => {
    child.once("close", (code, signal) => {
      clearInterval(reading);
      process.off("exit", endWithMe);
      onEnd(name, killedAt ?? Date.now(), killedAt === null ? String(code ?? signal) : "killed");
      resolve();
    });
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  return {
    name,
    url,
    dataDir,
    peakMb: () => peak,
    async ready() {
      const isReady = () =>
        fetch(new URL("/readyz", url)).then(
          ({ ok }) => ok,
          () => false,
        );
      while (!(await isReady())) {
        if (hasEnded()) throw new Error(`${name} ended before it was ready.`);
        await sleep(50);
      }
    },
    async kill() {
      killedAt = Date.now();
      child.kill("SIGKILL");
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return { level: "not JSON", msg: line };
  }
}
