/**
 * `npm run bench -- [NAME…] [--engine duckdb|postgresql|both] [--customers N,…] [--runs 5] [--json FILE]`
 *
 * Measures the app's work beside a hand-written rival that does the same on the same engine. Without names: everything that has
 * a rival, on both engines, at 100,000 and 1,000,000 customers. A name alone: that, on DuckDB, at its own size. Prints a table
 * per engine, and writes the figures as JSON.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import type { Benchmark, ReportLine, Setting } from "./benchmark";
import { benchmarks } from "./benchmarks";
import { measure, report } from "./compare";
import type { EngineName } from "./engines/engine";
import { type BenchServer, startBenchServer } from "./engines/postgresServer";
import { type Figures, withGrowth } from "./figures";

const inputs = fileURLToPath(new URL("../.cache/bench", import.meta.url));
const enginesOf: Readonly<Record<string, readonly EngineName[]>> = {
  duckdb: ["duckdb"],
  postgresql: ["postgresql"],
  both: ["duckdb", "postgresql"],
};

const { positionals: names, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string" },
    customers: { type: "string" },
    runs: { type: "string", default: "5" },
    json: { type: "string", default: `${inputs}/results.json` },
  },
});
const everything = names.length === 0;
const chosen = everything ? benchmarks.filter(({ kind }) => kind !== "report") : names.map(benchmarkNamed);
const engines = enginesNamed(options.engine ?? (everything ? "both" : "duckdb"));
const sizes = (options.customers ?? (everything ? "100000,1000000" : null))
  ?.split(",")
  .map((text) => positiveInteger("--customers", text));
const runs = positiveInteger("--runs", options.runs);

await mkdir(inputs, { recursive: true });
const compared: Figures[] = [];
const reported: ReportLine[] = [];
for (const engine of engines) {
  const server = engine === "postgresql" ? await startBenchServer(inputs) : null;
  try {
    await measureOn(engine, server);
  } finally {
    server?.stop();
  }
}

async function measureOn(engine: EngineName, server: BenchServer | null): Promise<void> {
  if (server !== null) console.log(`${server.words}. Its memory is not in peak_mb.`);
  for (const benchmark of chosen) {
    for (const customers of sizes ?? [benchmark.customers]) {
      await measureOne(benchmark, { customers, engine, inputs, server: server?.url ?? null });
      await keepFigures();
    }
  }
  const table = withGrowth(compared.filter((line) => line.engine === engine));
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(`${engine}, ms; load ${load.join(" ")} on ${String(availableParallelism())} cores`);
  if (table.length > 0) console.table(table);
}

/** After each benchmark: what was measured in hours outlives a failure. */
async function keepFigures(): Promise<void> {
  const lines: readonly object[] = [...withGrowth(compared), ...reported];
  await writeFile(options.json, `${JSON.stringify(lines, null, 2)}\n`);
}

async function measureOne(benchmark: Benchmark, setting: Setting): Promise<void> {
  const { name } = benchmark;
  if (benchmark.kind === "report") {
    const own = await report(benchmark, setting);
    console.log(`${name}: ${benchmark.size(setting.customers)}`);
    console.table(own);
    reported.push(...own.map((line) => ({ name, engine: benchmark.engine ?? setting.engine, ...line })));
    return;
  }
  const lacking = benchmark.lacking?.() ?? null;
  if (lacking === null) {
    compared.push(...(await measure(benchmark, setting, runs)));
    return;
  }
  console.log(`${name}: ${lacking}`);
  reported.push({ name, engine: setting.engine, customers: setting.customers, lacking });
}

function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found) return found;
  throw new Error(
    `No benchmark ${name}: there are ${benchmarks.map((benchmark) => benchmark.name).join(", ")}.`,
  );
}

function enginesNamed(name: string): readonly EngineName[] {
  const found = enginesOf[name];
  if (found) return found;
  throw new Error(`No engine ${name}: there are ${Object.keys(enginesOf).join(", ")}.`);
}

function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${option} takes whole numbers from 1.`);
  return value;
}
