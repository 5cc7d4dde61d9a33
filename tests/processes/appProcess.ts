import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { repository } from "../../sandbox/run/build";
import { freePort } from "../../sandbox/run/freePort";

/** A process of the built app, as it runs on a server. */
export interface AppProcess {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** Everything that it wrote, line by line. */
  readonly lines: string[];
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  send(signal: NodeJS.Signals): void;
  /** What a path is answered with now. */
  get(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: Headers }>;
  /** Resolves once `/readyz` says so; rejects where the process ends first. */
  ready(): Promise<AppProcess>;
  /** Ends it, whatever it does, and removes its data. */
  remove(): Promise<void>;
}

export const shopifySecret = "hush";

/** Starts `server.js` on a free port and a folder of its own, with `more` in its environment. */
export async function startProcess(more: Readonly<Record<string, string>> = {}): Promise<AppProcess> {
  const dataDir = more.DATA_DIR ?? (await mkdtemp(join(tmpdir(), "quintile-process-")));
  const port = await freePort();
  const url = `http://localhost:${String(port)}`;
  const child = spawn(process.execPath, ["server.js"], {
    cwd: repository,
    env: {
      NODE_ENV: "production",
      SHOPIFY_APP_URL: url,
      SHOPIFY_API_KEY: "key",
      SHOPIFY_API_SECRET: shopifySecret,
      QUINTILE_ENCRYPTION_KEYS: `a:${randomBytes(32).toString("base64")}`,
      DATA_DIR: dataDir,
      HOST: "localhost",
      PORT: String(port),
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (written[name] += text));
  const ended = new Promise<number | string>((resolve) => {
    child.on("close", (code, signal) => {
      resolve(code ?? signal ?? "nothing");
    });
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const app: AppProcess = {
    url,
    port,
    dataDir,
    get lines() {
      return `${written.stdout}${written.stderr}`.split("\n");
    },
    ended,
    send: (signal) => void child.kill(signal),
    async get(path, headers = {}) {
      const response = await fetch(new URL(path, url), { headers, redirect: "manual" });
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
    async ready() {
      while (!(await app.get("/readyz").catch(() => null))?.text.startsWith("ready")) {
        if (hasEnded()) throw new Error(`It ended before it was ready:\n${app.lines.join("\n")}`);
        await sleep(50);
      }
      return app;
    },
    async remove() {
      child.kill("SIGKILL");
      await ended;
      if (more.DATA_DIR === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  return app;
}

/** The lines of its log, read. */
export function logOf({ lines }: AppProcess): Record<string, unknown>[] {
  return lines
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
