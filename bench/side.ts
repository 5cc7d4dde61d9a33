/** One side of one benchmark in a process of its own: `side.ts NAME ours|rival SETTING` prints what it measured as JSON. */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

import type { Measured, Setting } from "./benchmark";
import { benchmarks } from "./benchmarks";

const [name, side, settingText] = process.argv.slice(2);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
if (!benchmark || (side !== "ours" && side !== "rival") || settingText === undefined) {
  throw new Error("Run this through `npm run bench`.");
}
const setting = JSON.parse(settingText) as Setting;
const scratch = await mkdtemp(join(setting.inputs, "scratch-"));
try {
  const eventLoop = monitorEventLoopDelay({ resolution: 1 });
  eventLoop.enable();
  const cpu = process.cpuUsage();
  const outcome = await benchmark[side](setting, scratch);
  const { user, system } = process.cpuUsage(cpu);
  eventLoop.disable();
  const measured: Measured = {
    ...outcome,
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    maxEventLoopMs: eventLoop.max / 1e6,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
