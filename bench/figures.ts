import type { EngineName } from "./engines/engine";
import type { Footprint, Series, Setting } from "./benchmark";
import { interquartileRange, median, p95 } from "./statistics";

/** One line of the table: ms and MB. `ratio` is ours to the rival's, of medians; `p95_ratio` of what 95 of 100 take. */
export interface Figures {
  name: string;
  engine: EngineName;
  customers: number;
  p50: number;
  p95: number;
  /** From the first quarter of the runs to the third. */
  spread: number;
  rival_p50: number;
  rival_p95: number;
  ratio: number;
  p95_ratio: number;
  /** Of our process; PostgreSQL's own memory is not in it. */
  peak_mb: number;
  rival_peak_mb: number | null;
  max_event_loop_ms: number;
  /** Of medians: the largest store that was measured to the smallest. */
  growth: number | null;
  runs: number;
  /** Which limits it does not keep; null where it has none. */
  over: string | null;
}

export function figuresOf(
  benchmark: string,
  { engine, customers }: Setting,
  { part, ours, rival, limits }: Series,
  { peakMb, rivalPeakMb, maxEventLoopMs }: Footprint & { rivalPeakMb: number | null },
): Figures {
  const [slow, rivalSlow] = [p95(ours), p95(rival)];
  const p95Ratio = slow / rivalSlow;
  const broken = [
    ...over("p95", slow, limits?.p95, " ms"),
    ...over("p95_ratio", p95Ratio, limits?.p95Ratio, ""),
  ];
  return {
    name: part === "" ? benchmark : `${benchmark} ${part}`,
    engine,
    customers,
    p50: round(median(ours)),
    p95: round(slow),
    spread: round(interquartileRange(ours)),
    rival_p50: round(median(rival)),
    rival_p95: round(rivalSlow),
    ratio: round(median(ours) / median(rival), 2),
    p95_ratio: round(p95Ratio, 2),
    peak_mb: round(peakMb, 0),
    rival_peak_mb: rivalPeakMb === null ? null : round(rivalPeakMb, 0),
    max_event_loop_ms: round(maxEventLoopMs, 0),
    growth: null,
    runs: ours.length,
    over: limits === undefined ? null : broken.join(", "),
  };
}

/** The lines with `growth` where a benchmark was measured at several sizes. */
export function withGrowth(lines: readonly Figures[]): Figures[] {
  return lines.map((line) => {
    const sizes = lines
      .filter(({ name, engine }) => name === line.name && engine === line.engine)
      .sort((a, b) => a.customers - b.customers);
    const [smallest, largest] = [sizes[0], sizes.at(-1)];
    if (smallest === undefined || line !== largest || smallest === largest) return line;
    return { ...line, growth: round(line.p50 / smallest.p50, 2) };
  });
}

function over(what: string, value: number, limit: number | undefined, unit: string): string[] {
  return limit !== undefined && value > limit ? [`OVER ${what} ${String(limit)}${unit}`] : [];
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
