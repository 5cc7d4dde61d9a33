/**
 * `npm run bench -- [NAME…] [--engine duckdb] [--customers N] [--runs 5] [--json FILE]`
 *
 * Measures the app's work beside a hand-written rival that does the same: both take turns in one run, in fresh processes
 * or (reports, which choose their own number of runs) in one. Prints tables, and writes the figures as JSON.
 */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";

import type { Benchmark, Comparison, Measured, Report, ReportLine, Setting } from "./benchmark";
import { benchmarks } from "./benchmarks";
import { median, p95 } from "./statistics";

/** One line of the table of comparisons. `ours` and `rival` are medians; `ratio` is between them; `p95` and `peak_mb` are ours. */
interface Figures {
  name: string;
  engine: string;
  size: string;
  ours: number;
  rival: number;
  ratio: number;
  unit: string;
  p95: number;
  peak_mb: number;
  rival_peak_mb: number;
  max_event_loop_ms: number;
  cpu_ratio: number;
  runs: number;
}

const inputs = fileURLToPath(new URL("../.cache/bench", import.meta.url));
const sideProgram = fileURLToPath(new URL("./side.ts", import.meta.url));

const { positionals: names, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", default: "duckdb" },
    customers: { type: "string" },
    runs: { type: "string", default: "5" },
    json: { type: "string" },
  },
});
const chosen = names.length === 0 ? benchmarks : names.map(benchmarkNamed);
if (options.engine !== "duckdb") throw new Error(`No engine ${options.engine}: there is duckdb.`);
const runs = positiveInteger("--runs", options.runs);

await mkdir(inputs, { recursive: true });
const compared: Figures[] = [];
const reported: ReportLine[] = [];
for (const benchmark of chosen) {
  const customers =
    options.customers === undefined ? benchmark.customers : positiveInteger("--customers", options.customers);
  const setting = { customers, inputs };
  console.error(`${benchmark.name}: preparing ${benchmark.size(customers)}`);
  await benchmark.prepare(setting);
  if (benchmark.kind === "comparison") compared.push(await compare(benchmark, setting));
  else reported.push(...(await report(benchmark, setting)));
}
if (compared.length > 0) console.table(compared);
if (options.json !== undefined) {
  await writeFile(options.json, `${JSON.stringify([...compared, ...reported], null, 2)}\n`);
}

async function report(benchmark: Report, setting: Setting): Promise<ReportLine[]> {
  const lines = (await inOwnProcess(benchmark, "report", setting)) as ReportLine[];
  console.log(`${benchmark.name}: ${benchmark.size(setting.customers)}`);
  console.table(lines);
  return lines.map((line) => ({ name: benchmark.name, engine: options.engine, ...line }));
}

async function compare(benchmark: Comparison, setting: Setting): Promise<Figures> {
  const ours: Measured[] = [];
  const rivals: Measured[] = [];
  for (let run = 1; run <= runs; run++) {
    const our = (await inOwnProcess(benchmark, "ours", setting)) as Measured;
    const rival = (await inOwnProcess(benchmark, "rival", setting)) as Measured;
    if (JSON.stringify(our.result) !== JSON.stringify(rival.result)) {
      throw new Error(
        `${benchmark.name}: the two sides did not do the same work:\n` +
          `ours  ${JSON.stringify(our.result)}\nrival ${JSON.stringify(rival.result)}`,
      );
    }
    console.error(
      `${benchmark.name} ${String(run)}/${String(runs)}: ${told(our)}, rival ${told(rival)} (${benchmark.unit})`,
    );
    ours.push(our);
    rivals.push(rival);
  }
  const values = ours.map(({ value }) => value);
  const rival = median(rivals.map(({ value }) => value));
  return {
    name: benchmark.name,
    engine: options.engine,
    size: benchmark.size(setting.customers),
    ours: round(median(values)),
    rival: round(rival),
    ratio: round(median(values) / rival, 3),
    unit: benchmark.unit,
    p95: round(p95(values)),
    peak_mb: round(Math.max(...ours.map(({ peakMb }) => peakMb))),
    rival_peak_mb: round(Math.max(...rivals.map(({ peakMb }) => peakMb))),
    max_event_loop_ms: round(Math.max(...ours.map(({ maxEventLoopMs }) => maxEventLoopMs))),
    cpu_ratio: round(median(ours.map(({ cpuMs }) => cpuMs)) / median(rivals.map(({ cpuMs }) => cpuMs)), 3),
    runs,
  };
}

async function inOwnProcess(
  { name }: { readonly name: string },
  side: "ours" | "rival" | "report",
  setting: Setting,
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", sideProgram, name, side, JSON.stringify(setting)],
    { maxBuffer: 1024 * 1024 },
  );
  return JSON.parse(stdout);
}

function told({ value, cpuMs, peakMb }: Measured): string {
  return `${String(round(value))} (processor ${String(round(cpuMs))}) at ${String(round(peakMb))} MB`;
}

function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found) return found;
  throw new Error(
    `No benchmark ${name}: there are ${benchmarks.map((benchmark) => benchmark.name).join(", ")}.`,
  );
}

function positiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1.`);
  return value;
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
