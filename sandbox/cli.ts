/** `npm run sandbox`: see `run/commandLine.ts` for what it takes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildIfStale } from "./run/build";
import { readCommandLine, usage, UsageError, type CommandLine } from "./run/commandLine";
import { runOnce, type OnceReport } from "./run/once";
import { startSandboxWithApp, type SandboxWithApp } from "./run/sandboxWithApp";
import { openStore } from "./stores/openStore";
import { recomputeTotals } from "./stores/totals";

const defaultPort = 4400;
const defaultAppPort = 3000;

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

const logOfApp = (line: string): void => {
  log(`app │ ${line}`);
};

async function open(line: CommandLine) {
  const { store: name, customers, seed, now } = line;
  log(`Opening the store "${name}" …`);
  const opened = await openStore({
    name,
    ...(customers !== undefined && { customers }),
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now }),
  });
  if (line.amountSpent !== undefined && line.amountSpent !== opened.store.amountSpentCounts) {
    opened.store.amountSpentCounts = line.amountSpent;
    recomputeTotals(opened.store);
  }
  return opened;
}

function inWords(report: OnceReport): string {
  const { store, customers, buyers, orders, lines, groups, seconds } = report;
  const list = (entries: Readonly<Record<string, number>>) =>
    Object.entries(entries).map(
      ([name, value]) => `  ${name.padEnd(20)} ${value.toLocaleString("en").padStart(12)}`,
    );
  return [
    `Store ${store}`,
    ...list({ customers, buyers, orders, lines }),
    "Customers by RFM group",
    ...list(groups),
    "Seconds by phase",
    ...list(seconds),
  ].join("\n");
}

/** Ctrl+C, or a request to end: what runs is stopped in order. */
class Interrupted extends Error {
  override name = "Interrupted";
}

const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      reject(new Interrupted(`Stopped by ${signal}.`));
    });
  }
});
// Heard wherever something long is awaited; not an unhandled failure elsewhere.
interrupted.catch(() => undefined);

/**
 * Starts everything, does the work, and ends everything. The store is made anew at each start and knows no token of an
 * earlier run, so the app starts without memory, too: in a folder that goes when it ends.
 */
async function withSandbox(
  line: CommandLine,
  ports: { port?: number; appPort?: number },
  work: (running: SandboxWithApp, now: Date) => Promise<void>,
): Promise<void> {
  const { store, now } = await open(line);
  await buildIfStale(log);
  const dataDir = await mkdtemp(join(tmpdir(), "quintile-app-"));
  try {
    const { recentOrdersOnly } = line;
    const running = await startSandboxWithApp({
      store,
      now,
      dataDir,
      recentOrdersOnly,
      log: logOfApp,
      ...ports,
    });
    try {
      await work(running, now);
    } finally {
      await running.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function once(line: CommandLine): Promise<void> {
  const ports = {
    ...(line.port !== undefined && { port: line.port }),
    ...(line.appPort !== undefined && { appPort: line.appPort }),
  };
  await withSandbox(line, ports, async (running) => {
    const report = await Promise.race([runOnce(running, line.store, log), interrupted]);
    process.stdout.write(`${line.json ? JSON.stringify(report) : inWords(report)}\n`);
  });
}

async function serve(line: CommandLine): Promise<void> {
  const ports = { port: line.port ?? defaultPort, appPort: line.appPort ?? defaultAppPort };
  await withSandbox(line, ports, async (running, now) => {
    process.stdout.write(`Open ${running.adminUrl} to install Quintile and use it.\n`);
    process.stdout.write(`It is ${now.toISOString().slice(0, 10)} in the store. End with Ctrl+C.\n`);
    try {
      const how = await Promise.race([running.app().ended, interrupted]);
      throw new Error(`The app ended (${how}); its log says why.`);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    }
  });
}

async function main(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2));
  if (line.help) {
    process.stdout.write(usage);
    return;
  }
  await (line.once ? once(line) : serve(line));
}

try {
  await main();
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) log(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
