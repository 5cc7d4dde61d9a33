import type { ScoringFacts } from "./figures";
import type { ScoringSettings } from "./settings";

/** Interior breaks of the three measures, each four non-falling numbers: days, orders, minor units. */
export interface Breaks {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}

export type ScoringMethod = ScoringFacts["method"];

/** What the breaks are chosen from, over the buyers. */
export interface BuyerMeasures {
  readonly buyers: number;
  /** The 20th, 40th, 60th and 80th percentile (R's type 7) of each measure; null without buyers. */
  readonly quintiles: Breaks | null;
  /** Buyers with orders on two days or more: those that have a gap. */
  readonly buyersWithGap: number;
  /** The median of their mean gaps, days. */
  readonly medianGapDays: number | null;
  /** The median of the buyers' average order values, minor units. */
  readonly medianOrderValue: number | null;
}

/** Fewer buyers than this are scored by fixed rules: a fifth of them is too few people to rank by. */
export const quintilesFrom = 50;
/** Fewer than this are ranked, and the page says that the limits are unsteady. */
export const confidentFrom = 500;

/** Below this the store's own gap says nothing yet. */
const gapsNeeded = 5;
const usualGapDays = 30;

/**
 * The breaks of a store and how they came about: the merchant's own limits; else quintiles of its buyers; else, under
 * 50 buyers, fixed rules:
 * - recency at 1, 2, 4 and 8 times the store's usual gap between orders (30, 60, 120 and 240 days until five buyers have a gap),
 * - frequency at 1, 2, 3 and 4 orders,
 * - monetary at 1, 2, 3 and 4 times the median order value: what that many ordinary orders come to.
 */
export function chooseBreaks(
  measures: BuyerMeasures,
  scoring: ScoringSettings["scoring"],
): { method: ScoringMethod; breaks: Breaks } {
  if (scoring.method === "own") {
    return {
      method: "own",
      breaks: { recency: scoring.recencyDays, frequency: scoring.orders, monetary: scoring.spend },
    };
  }
  if (measures.buyers < quintilesFrom || !measures.quintiles) {
    return { method: "fixed_rules", breaks: fixedBreaks(measures) };
  }
  const { recency, frequency, monetary } = measures.quintiles;
  return {
    method: measures.buyers < confidentFrom ? "quintiles_low_confidence" : "quintiles",
    breaks: {
      recency: recency.map(toMillionths),
      frequency: frequency.map(toMillionths),
      monetary: monetary.map(toMillionths),
    },
  };
}

function fixedBreaks({ buyersWithGap, medianGapDays, medianOrderValue }: BuyerMeasures): Breaks {
  const gap = buyersWithGap >= gapsNeeded && medianGapDays !== null ? medianGapDays : usualGapDays;
  const value = Math.max(1, medianOrderValue ?? 1);
  return {
    recency: [1, 2, 4, 8].map((times) => toMillionths(times * gap)),
    frequency: [1, 2, 3, 4],
    monetary: [1, 2, 3, 4].map((times) => toMillionths(times * value)),
  };
}

/** Engines interpolate in differing last bits; six decimals are the same everywhere. `toFixed`, as x·10⁶ would lose digits. */
function toMillionths(value: number): number {
  return Number(value.toFixed(6));
}
