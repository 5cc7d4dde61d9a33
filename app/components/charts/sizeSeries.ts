import type { DayOfMoves, SizePoint } from "~/segments/sizes/sizes";

/** A point as it is drawn: on one of two lines, or on both where one goes over into the other. */
export interface DrawnPoint {
  readonly day: string;
  /** Days since 1970. */
  readonly place: number;
  readonly members: number;
  readonly recorded: number | null;
  readonly computed: number | null;
}

/** @param points oldest first */
export function drawnPoints(points: readonly SizePoint[]): DrawnPoint[] {
  return points.map(({ day, members, source }, i) => {
    const before = points[i - 1]?.source;
    // The line that was looked back leads up to the first record, so that no gap is seen between them.
    const meets = source === "recorded" && before === "computed";
    return {
      day,
      place: dayNumber(day),
      members,
      recorded: source === "recorded" ? members : null,
      computed: source === "computed" || meets ? members : null,
    };
  });
}

/** The first days of the months between two days (both in days since 1970), for an axis; every second or third of many. */
export function monthTicks(from: number, to: number, most: number): number[] {
  const first = dayOfNumber(from);
  const starts: number[] = [];
  for (let month = 1; ; month += 1) {
    const start = Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + month, 1) / dayMs;
    if (start > to) break;
    starts.push(start);
  }
  const step = Math.ceil(starts.length / most);
  return starts.filter((_, i) => (starts.length - 1 - i) % step === 0);
}

export type MovePeriod = "day" | "week" | "month";

/** Who came and went in a period. `from` and `to` are its first and last day. */
export interface PeriodOfMoves {
  readonly from: string;
  readonly to: string;
  readonly entered: number;
  readonly left: number;
}

/**
 * Moves added up by days while few are recorded, then by weeks (from Monday on), then by calendar months; every period from
 * the first record until today, oldest first.
 */
export function movesByPeriod(
  moves: readonly DayOfMoves[],
  since: string,
  today: string,
): { readonly period: MovePeriod; readonly rows: readonly PeriodOfMoves[] } {
  const recorded = dayNumber(today) - dayNumber(since) + 1;
  const period: MovePeriod = recorded <= 31 ? "day" : recorded <= 120 ? "week" : "month";
  const sums = new Map<string, { entered: number; left: number }>();
  for (let n = dayNumber(since); n <= dayNumber(today); n += 1) {
    sums.set(startOf(period, dayOfNumber(n)), { entered: 0, left: 0 });
  }
  for (const { day, entered, left } of moves) {
    const sum = sums.get(startOf(period, day));
    if (!sum) continue;
    sum.entered += entered;
    sum.left += left;
  }
  const rows = [...sums].map(([from, sum]) => ({ from, to: endOf(period, from), ...sum }));
  return { period, rows };
}

const dayMs = 86_400_000;

export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

export function dayOfNumber(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

function startOf(period: MovePeriod, day: string): string {
  if (period === "day") return day;
  if (period === "month") return `${day.slice(0, 7)}-01`;
  const number = dayNumber(day);
  // Day 4 since 1970 was a Monday.
  return dayOfNumber(number - ((((number - 4) % 7) + 7) % 7));
}

function endOf(period: MovePeriod, start: string): string {
  if (period === "day") return start;
  if (period === "week") return dayOfNumber(dayNumber(start) + 6);
  return new Date(Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)), 0))
    .toISOString()
    .slice(0, 10);
}
