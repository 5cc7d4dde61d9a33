import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { repository, serverBuild } from "./build";
import { mustBeFree } from "./freePort";

export interface AppOptions {
  readonly sandboxUrl: string;
  /** Where the app keeps its state and warehouse; its encryption key too, so that a restart can read them. */
  readonly dataDir: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  /** How far the app's clock is from the machine's, in milliseconds. */
  readonly nowOffsetMs: number;
  readonly port: number;
  readonly log: (line: string) => void;
}

export interface RunningApp {
  readonly url: string;
  /** Resolves with what ended the process. */
  readonly ended: Promise<string>;
  /** Sends the signal and waits until the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Asks the app to end, and ends it when it does not within ten seconds. */
  stop(): Promise<void>;
}

const server = join(repository, "server.js");
const clock = new URL("../clock.mjs", import.meta.url).href;
const startSeconds = 60;
const stopSeconds = 10;

async function encryptionKeys(dataDir: string): Promise<string> {
  const file = join(dataDir, "encryption-keys");
  if (!existsSync(file)) {
    await writeFile(file, `sandbox:${randomBytes(32).toString("base64")}`, { mode: 0o600 });
  }
  return readFile(file, "utf8");
}

async function environmentOf(options: AppOptions, url: URL): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    // Not "production", which refuses the sandbox; not "development", which wants a Remix dev server beside it.
    NODE_ENV: "test",
    NODE_OPTIONS: `--import=${clock}`,
    HOST: url.hostname,
    PORT: url.port,
    SANDBOX_NOW_OFFSET_MS: String(options.nowOffsetMs),
    SHOPIFY_APP_URL: url.origin,
    SHOPIFY_API_KEY: options.clientId,
    SHOPIFY_API_SECRET: options.clientSecret,
    SHOPIFY_SANDBOX_URL: options.sandboxUrl,
    SCOPES: options.scopes.join(","),
    DATA_DIR: options.dataDir,
    DATABASE_URL: "",
    ROLE: "",
    METRICS_PORT: "",
    QUINTILE_ENCRYPTION_KEYS: await encryptionKeys(options.dataDir),
  };
}

function forwardLines(child: ChildProcess, log: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", log);
  }
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + startSeconds * 1000;
  while (performance.now() < deadline) {
    const ready = await fetch(new URL("/readyz", url)).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  throw new Error(`The app at ${url} was not ready within ${String(startSeconds)} seconds.`);
}

/**
 * Starts the built app as it runs on a server, pointed at the sandbox, and waits until it is ready.
 *
 * @throws when it is not built, ends, or is not ready within a minute.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  if (!existsSync(serverBuild)) throw new Error("The app is not built: run `npm run build` first.");
  await mkdir(options.dataDir, { recursive: true });
  const url = new URL(`http://localhost:${String(await mustBeFree(options.port))}`);
  const child = spawn(process.execPath, [server], {
    cwd: repository,
    env: await environmentOf(options, url),
    stdio: ["ignore", "pipe", "pipe"],
  });
  forwardLines(child, options.log);
  const endWithMe = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithMe);
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => {
      resolve(error.message);
    });
    child.on("close", (code, signal) => {
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
  });
  void ended.then(() => process.off("exit", endWithMe));

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const stubborn = setTimeout(() => child.kill("SIGKILL"), stopSeconds * 1000);
    await ended;
    clearTimeout(stubborn);
  };

  try {
    await Promise.race([
      untilReady(url.origin),
      ended.then((how) => {
        throw new Error(`The app ended before it was ready (${how}); its log says why.`);
      }),
    ]);
  } catch (error) {
    await kill("SIGKILL");
    throw error;
  }
  return { url: url.origin, ended, kill, stop };
}
