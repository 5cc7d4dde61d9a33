import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type {
  Benchmark,
  Comparison,
  Footprint,
  Outcome,
  Report,
  ReportLine,
  Series,
  Setting,
  Turns,
} from "./benchmark";
import { engines } from "./engines/engines";
import { type Figures, figuresOf } from "./figures";

const sideProgram = fileURLToPath(new URL("./side.ts", import.meta.url));

type Measured = Outcome & Footprint;

/** Measures what has a rival, at one size on one engine. */
export async function measure(
  benchmark: Comparison | Turns,
  setting: Setting,
  runs: number,
): Promise<Figures[]> {
  await prepare(benchmark, setting);
  return benchmark.kind === "turns"
    ? takeTurns(benchmark, setting)
    : [await compare(benchmark, setting, runs)];
}

export async function report(benchmark: Report, setting: Setting): Promise<ReportLine[]> {
  await prepare(benchmark, setting);
  return (await inOwnProcess(benchmark, "both", setting)) as ReportLine[];
}

async function prepare(benchmark: Benchmark, setting: Setting): Promise<void> {
  console.error(`${benchmark.name}: preparing ${benchmark.size(setting.customers)}, ${setting.engine}`);
  if (benchmark.kind !== "report") await engines[setting.engine].keep(benchmark.store, setting);
  await benchmark.prepare?.(setting);
}

async function takeTurns(benchmark: Turns, setting: Setting): Promise<Figures[]> {
  const { series, ...footprint } = (await inOwnProcess(benchmark, "both", setting)) as Footprint & {
    series: Series[];
  };
  return series.map((each) => figuresOf(benchmark.name, setting, each, { ...footprint, rivalPeakMb: null }));
}

async function compare(benchmark: Comparison, setting: Setting, runs: number): Promise<Figures> {
  const [ours, rivals]: [Measured[], Measured[]] = [[], []];
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
      `${benchmark.name} ${String(run)}/${String(runs)}: ${told(our)}, rival ${told(rival)} (${setting.engine})`,
    );
    ours.push(our);
    rivals.push(rival);
  }
  const most = (of: keyof Footprint, all: readonly Measured[]) => Math.max(...all.map((each) => each[of]));
  return figuresOf(
    benchmark.name,
    setting,
    { part: "", ours: ours.map(({ value }) => value), rival: rivals.map(({ value }) => value) },
    {
      peakMb: most("peakMb", ours),
      rivalPeakMb: most("peakMb", rivals),
      maxEventLoopMs: most("maxEventLoopMs", ours),
    },
  );
}

async function inOwnProcess(
  { name }: { readonly name: string },
  side: "ours" | "rival" | "both",
  setting: Setting,
): Promise<unknown> {
  const running = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", sideProgram, name, side, JSON.stringify(setting)],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  running.child.stderr?.pipe(process.stderr);
  return JSON.parse((await running).stdout);
}

function told({ value, peakMb }: Measured): string {
  return `${value.toFixed(1)} ms at ${peakMb.toFixed(0)} MB`;
}
