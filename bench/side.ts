/**
 * One side of a comparison, or what has both sides in it, in a process of its own: `side.ts NAME ours|rival|both SETTING`
 * prints what it measured as JSON.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

import type { Comparison, Footprint, Setting, Turns } from "./benchmark";
import { benchmarks } from "./benchmarks";
import { engines } from "./engines/engines";

const [name, side, settingText] = process.argv.slice(2);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
if (!benchmark || settingText === undefined) throw new Error("Run this through `npm run bench`.");
const setting = JSON.parse(settingText) as Setting;
const scratch = await mkdtemp(join(setting.inputs, "scratch-"));
try {
  process.stdout.write(`${JSON.stringify(await printed())}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function printed(): Promise<unknown> {
  switch (benchmark?.kind) {
    case "report":
      return benchmark.report(setting, scratch);
    case "turns":
      return takeTurns(benchmark);
    default:
      return benchmark && compareSide(benchmark);
  }
}

async function compareSide(comparison: Comparison) {
  const store = await lend(comparison);
  try {
    const work = side === "ours" ? comparison.ours : comparison.rival;
    const { result, footprint } = await measured(() => work(store, setting, scratch));
    return { ...footprint, ...result };
  } finally {
    await store.giveBack();
  }
}

async function takeTurns(turns: Turns) {
  const ours = await lend(turns);
  const rival = turns.oneStore ? ours : await lend(turns);
  try {
    const { result, footprint } = await measured(() => turns.take({ ours, rival }, setting));
    return { ...footprint, series: result };
  } finally {
    await ours.giveBack();
    if (rival !== ours) await rival.giveBack();
  }
}

function lend({ store, readsOnly = false }: Comparison | Turns) {
  return engines[setting.engine].lend(store, { ...setting, readsOnly, scratch });
}

async function measured<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; footprint: Footprint }> {
  const eventLoop = monitorEventLoopDelay({ resolution: 1 });
  eventLoop.enable();
  const result = await work();
  eventLoop.disable();
  return {
    result,
    footprint: {
      peakMb: process.resourceUsage().maxRSS / 1024,
      maxEventLoopMs: eventLoop.max / 1e6,
    },
  };
}
