import { buildIfStale } from "../sandbox/run/build";
import type { Report, ReportLine, Setting } from "./benchmark";
import { type Accepting, limit, type Load, underLoad } from "./webhooks/accept";
import { applyMany } from "./webhooks/apply";
import { newDatabase } from "./webhooks/database";
import { tryKilling } from "./webhooks/killTrial";

const rate = 300;
const seconds = 60;
/** Rates that are tried one after the other until one is too much. */
const rising = { from: 450, step: 150, seconds: 15, most: 6_000 } as const;
const kills = 20;
const ordersApplied = 10_000;
/** Orders a second that are to be applied at least. */
const applyLimit = 500;
/** Processes that answer; on SQLite the one does all else, too. */
const processes = { duckdb: 1, postgresql: 2 } as const;

/** A part of the report. */
type Row = (setting: Setting, scratch: string) => Promise<ReportLine[]>;

/**
 * Webhooks on the way in: how fast the built app answers them at a steady rate, at which rate it does no longer, and whether any
 * that it answered is lost when its process is killed; sent from this process, on the same machine, over loopback. And how fast
 * what waits is applied to a store of `customers`, with the scores and memberships of all ready-made segments.
 */
export const webhooks: Report = {
  kind: "report",
  name: "webhooks",
  customers: 20_000,
  size: () => `orders/create of 20 shops, ${String(rate)} a second for ${String(seconds)} s`,
  prepare: () => buildIfStale(console.error),
  async report(setting, scratch) {
    const lines: ReportLine[] = [];
    for (const row of [accept, killing, apply]) lines.push(...(await row(setting, scratch)));
    return lines;
  },
};

const accept: Row = async (setting, scratch) => {
  const database = await newDatabase(setting, scratch);
  try {
    const receivers = { databaseUrl: database.url, scratch, processes: processes[setting.engine] };
    return await underLoad(receivers, async (load) => {
      const steady = await load.at(rate, seconds);
      const { best, tooMuch } = await findMost(load);
      const peak = { peak_mb: round(Math.max(...load.peaksMb())), lost: await load.lost() };
      if (peak.lost > 0) throw new Error(`${String(peak.lost)} webhooks that were answered are lost.`);
      return [
        { ...line("accept", steady), ...peak },
        ...best.map((tried) => line("accept, the most that is kept up with", tried)),
        ...tooMuch.map((tried) => line("accept, too much", tried)),
      ];
    });
  } finally {
    await database.remove();
  }
};

/** The highest rate that was kept up with, and the next one, which was not. */
async function findMost(load: Load): Promise<{ best: Accepting[]; tooMuch: Accepting[] }> {
  let best: Accepting[] = [];
  for (let next: number = rising.from; next <= rising.most; next += rising.step) {
    const tried = await load.at(next, rising.seconds);
    if (!isKept(tried)) return { best, tooMuch: [tried] };
    best = [tried];
  }
  return { best, tooMuch: [] };
}

const killing: Row = async (setting, scratch) => {
  const database = await newDatabase(setting, scratch);
  try {
    const trial = { databaseUrl: database.url, scratch, kills, rate };
    const { sent, accepted, missing, changed, others } = await tryKilling(trial);
    const lost = missing.length + changed.length;
    if (lost > 0) throw new Error(`${String(lost)} webhooks that were answered are lost.`);
    const errors = Object.values(others).reduce((sum, count) => sum + count, 0);
    return [{ measured: `accept, killed ${String(kills)} times`, rate, sent, accepted, errors, lost }];
  } finally {
    await database.remove();
  }
};

const apply: Row = async (setting, scratch) => {
  const database = setting.server === null ? null : await newDatabase(setting, scratch);
  try {
    const applied = await applyMany({ database, customers: setting.customers, orders: ordersApplied });
    return [{ measured: "apply", ...applied, limit: applyLimit, within: applied.per_s >= applyLimit }];
  } finally {
    await database?.remove();
  }
};

const isKept = ({ p99, errors }: Accepting): boolean => errors === 0 && p99 <= limit;

function line(measured: string, tried: Accepting): ReportLine {
  return {
    ...{ measured, rate: tried.rate, sent: tried.sent, accepted: tried.sent - tried.errors },
    per_s: round(tried.acceptedPerSecond),
    p50_ms: round(tried.p50),
    p95_ms: round(tried.p95),
    p99_ms: round(tried.p99),
    max_ms: round(tried.max),
    errors: tried.errors,
    limit,
    within: isKept(tried),
    sender_late_ms: round(tried.senderLate),
  };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
