/**
 * One side of a comparison, or a report, in a process of its own: `side.ts NAME ours|rival|report SETTING` prints what it
 * measured as JSON.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

import type { Measured, Setting, Side } from "./benchmark";
import { benchmarks } from "./benchmarks";

const [name, side, settingText] = process.argv.slice(2);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
if (!benchmark || settingText === undefined) throw new Error("Run this through `npm run bench`.");
const setting = JSON.parse(settingText) as Setting;
const scratch = await mkdtemp(join(setting.inputs, "scratch-"));
try {
  const printed =
    benchmark.kind === "report"
      ? await benchmark.report(setting, scratch)
      : await measured(side === "ours" ? benchmark.ours : benchmark.rival);
  process.stdout.write(`${JSON.stringify(printed)}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function measured(work: Side): Promise<Measured> {
  const eventLoop = monitorEventLoopDelay({ resolution: 1 });
  eventLoop.enable();
  const cpu = process.cpuUsage();
  const outcome = await work(setting, scratch);
  const { user, system } = process.cpuUsage(cpu);
  eventLoop.disable();
  return {
    ...outcome,
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    maxEventLoopMs: eventLoop.max / 1e6,
  };
}
