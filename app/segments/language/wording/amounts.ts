import type { Amount, NumericTest } from "../definition";
import type { Population } from "../populations";
import type { Words } from "../words";
import { numberValue, type Valued } from "./values";

const populationNames: Readonly<Record<Population, string>> = {
  buyers: "buyers",
  unit_prices: "all unit prices sold",
  order_gaps: "all gaps between orders",
};

/** "at least $200", "over 3": by itself, before what it is an amount of. */
export function amountAlone(test: NumericTest, valued: Valued, words: Words): string {
  const [amount, to] = amountsOf(test, valued, words);
  switch (test.operator) {
    case "equals":
      return `exactly ${amount}`;
    case "equals_not":
      return `anything but ${amount}`;
    case "greater":
      return `over ${amount}`;
    case "at_least":
      return `at least ${amount}`;
    case "less":
      return `under ${amount}`;
    case "at_most":
      return `at most ${amount}`;
    case "between":
      return `between ${amount} and ${to}`;
  }
}

/** "of at least $200", "over 3": after the noun that it is the amount of. */
export function amountAfterNoun(test: NumericTest, valued: Valued, words: Words): string {
  const above = shareWording(test, valued, words);
  if (above !== null) return above;
  switch (test.operator) {
    case "equals":
    case "at_least":
    case "at_most":
      return `of ${amountAlone(test, valued, words)}`;
    case "equals_not":
      return `other than ${amountsOf(test, valued, words)[0]}`;
    default:
      return amountAlone(test, valued, words);
  }
}

/** "at least 3 orders", "no orders". */
export function countWording(
  test: NumericTest,
  [one, several]: readonly [one: string, several: string],
  words: Words,
): string {
  const things = (amount: Amount) => (amount.kind === "number" && amount.number === 1 ? one : several);
  const [amount, to] = amountsOf(test, { noun: several, type: "decimal" }, words);
  switch (test.operator) {
    case "equals":
      return test.amount.kind === "number" && test.amount.number === 0
        ? `no ${several}`
        : `exactly ${amount} ${things(test.amount)}`;
    case "equals_not":
      return `any number of ${several} but ${amount}`;
    case "greater":
      return `more than ${amount} ${things(test.amount)}`;
    case "at_least":
      return `at least ${amount} ${things(test.amount)}`;
    case "less":
      return `fewer than ${amount} ${things(test.amount)}`;
    case "at_most":
      return `at most ${amount} ${things(test.amount)}`;
    case "between":
      return `between ${amount} and ${to} ${several}`;
  }
}

/**
 * "in the top 20%", "below 80% of buyers"; null where the test is another one. Not "in the bottom 20%": who never bought has
 * spent less, too.
 */
export function rankWording(test: NumericTest, words: Words): string | null {
  if ((test.operator !== "greater" && test.operator !== "less") || test.amount.kind !== "percentile")
    return null;
  if (test.amount.of !== "buyers") return null;
  const { percentile, of } = test.amount;
  const above = rest(percentile);
  return test.operator === "greater"
    ? `in the top ${words.number(above)}%`
    : `below ${words.number(above)}% of ${populationNames[of]}`;
}

export function hasPercentile(test: NumericTest): boolean {
  const amounts = test.operator === "between" ? [test.from, test.to] : [test.amount];
  return amounts.some(({ kind }) => kind === "percentile");
}

/** Above or below a share: "above 90% of all unit prices sold", "longer than 80% of all gaps between orders". */
function shareWording(test: NumericTest, { type }: Valued, words: Words): string | null {
  if ((test.operator !== "greater" && test.operator !== "less") || test.amount.kind !== "percentile")
    return null;
  const { percentile, of } = test.amount;
  const [above, below] = type === "days" ? ["longer than", "shorter than"] : ["above", "below"];
  return test.operator === "greater"
    ? `${above} ${words.number(percentile)}% of ${populationNames[of]}`
    : `${below} ${words.number(rest(percentile))}% of ${populationNames[of]}`;
}

function amountsOf(test: NumericTest, valued: Valued, words: Words): readonly [string, string] {
  if (test.operator !== "between") return [amountValue(test.amount, valued, words), ""];
  return [amountValue(test.from, valued, words), amountValue(test.to, valued, words)];
}

function amountValue(amount: Amount, valued: Valued, words: Words): string {
  if (amount.kind === "number") return numberValue(valued, amount.number, words);
  return `the ${ordinal(amount.percentile, words)} percentile of ${populationNames[amount.of]}`;
}

const endings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: "st", two: "nd", few: "rd" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** "80th", "1st", "99.9th". */
function ordinal(number: number, words: Words): string {
  const ending = Number.isInteger(number) ? endings[ordinals.select(number)] : undefined;
  return `${words.number(number)}${ending ?? "th"}`;
}

/** What is left of 100, without the noise of binary fractions. */
function rest(percentile: number): number {
  return Number((100 - percentile).toFixed(10));
}
