import type { ShopFormat } from "../format";

/** The value at the end of the month before the present one, and that month; null where there is none yet. */
export function monthBefore<Value>(
  months: readonly { readonly month: string; readonly value: Value }[],
): { readonly month: string; readonly value: Value } | null {
  return months.at(-2) ?? null;
}

/** How a figure moved, as a plain sentence: "312 more than at the end of June 2026". It judges nothing. Money is a bigint. */
export function changeSentence(
  change: { readonly difference: number | bigint; readonly words: string },
  month: string,
  format: Pick<ShopFormat, "month">,
): string {
  const end = `at the end of ${format.month(month)}`;
  if (Number(change.difference) === 0) return `The same as ${end}`;
  const fewer = typeof change.difference === "bigint" ? "less" : "fewer";
  return `${change.words} ${Number(change.difference) > 0 ? "more" : fewer} than ${end}`;
}

/** The difference of two rates in percentage points, as a sentence. */
export function pointsSentence(
  now: number,
  before: { readonly month: string; readonly value: number },
  format: Pick<ShopFormat, "month" | "decimal">,
): string {
  const points = Math.round((now - before.value) * 1000) / 10;
  const end = `at the end of ${format.month(before.month)}`;
  if (points === 0) return `The same as ${end}`;
  const size = Math.abs(points);
  return `${format.decimal(size)} ${size === 1 ? "point" : "points"} ${points > 0 ? "higher" : "lower"} than ${end}`;
}

/**
 * Places of a small line in a box of 100 × 100, oldest first; y grows downward as SVG has it. A flat line runs through
 * the middle. The scale spans the figure's own range: the line shows shape, the numbers beside it show size.
 */
export function sparklinePoints(
  values: readonly number[],
): readonly { readonly x: number; readonly y: number }[] {
  const lowest = Math.min(...values);
  const range = Math.max(...values) - lowest;
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  return values.map((value, index) => ({
    x: values.length > 1 ? index * step : 50,
    y: range === 0 ? 50 : 90 - ((value - lowest) / range) * 80,
  }));
}
