import type { CustomerListRow, ScoreLimits } from "./figures";

/** What somebody's scores rest on. */
export type ScoredPerson = Pick<
  CustomerListRow,
  "recency" | "frequency" | "monetary" | "daysSinceLastOrder" | "orders" | "spend"
>;

export interface ScoreSentences {
  readonly recency: string;
  readonly frequency: string;
  readonly monetary: string;
}

/**
 * Each score in one sentence: the person's own figure, and the limit that the score stands for. Ties can put more
 * people on one side of a limit than a fifth, hence "at least" and "no more than".
 *
 * @param formatMoney minor units of the shop's currency as text.
 */
export function explainScores(
  person: ScoredPerson,
  scoring: ScoreLimits,
  formatMoney: (minorUnits: bigint) => string,
): ScoreSentences {
  const ranked = scoring.method === "quintiles" || scoring.method === "quintiles_low_confidence";
  const days = (limit: number) => plural(limit, "day");
  const orders = (limit: number) => plural(limit, "order");
  const money = (limit: number) => formatMoney(BigInt(limit));

  const recencyLimit = limitOf(person.recency, [...scoring.recencyBreaks].reverse());
  const frequencyLimit = limitOf(person.frequency, scoring.frequencyBreaks);
  const monetaryLimit = limitOf(person.monetary, scoring.monetaryBreaks);

  const recency = `Their last order was ${ago(person.daysSinceLastOrder ?? 0)}`;
  const frequency = `They placed ${orders(person.orders)}`;
  const monetary = `They spent ${formatMoney(person.spend)}`;
  if (ranked) {
    return {
      recency: `${recency}; at least ${fifths(person.recency)} of your buyers ordered within ${days(recencyLimit)}.`,
      frequency: `${frequency}; no more than ${fifths(person.frequency)} of your buyers placed more than ${orders(frequencyLimit)}.`,
      monetary: `${monetary}; no more than ${fifths(person.monetary)} of your buyers spent more than ${money(monetaryLimit)}.`,
    };
  }
  return {
    recency: `${recency}; ${person.recency > 1 ? "up to" : "more than"} ${days(recencyLimit)} is a ${String(person.recency)}.`,
    frequency: `${frequency}; ${person.frequency > 1 ? "more than" : "up to"} ${orders(frequencyLimit)} is a ${String(person.frequency)}.`,
    monetary: `${monetary}; ${person.monetary > 1 ? "more than" : "up to"} ${money(monetaryLimit)} is a ${String(person.monetary)}.`,
  };
}

/**
 * The limit that reaches a score, of four in the order of scores 2 to 5; for a score of 1 the one that was missed. All
 * three measures are whole numbers, so the whole part of a limit divides them as the limit does.
 */
function limitOf(score: number, limits: readonly number[]): number {
  return Math.floor(limits[Math.max(score, 2) - 2] ?? 0);
}

/** The share of buyers that quintiles let reach a score; for a score of 1, those who got past it. */
function fifths(score: number): string {
  return ["a fifth", "two fifths", "three fifths", "four fifths"][5 - Math.max(score, 2)] ?? "";
}

function ago(days: number): string {
  if (days === 0) return "today";
  return days === 1 ? "yesterday" : `${plural(days, "day")} ago`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
