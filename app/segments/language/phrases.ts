/**
 * How a test of something reads, as what follows "Customers who …" or, of an event's property, the event: "live in
 * {}", "with a quantity {}". `{}` stands for the value, the amount or the days.
 */
export interface Phrases {
  readonly is: string;
  /** Is not: has another value. */
  readonly other: string;
  /** `{}`: "contains “x”", "starts with “x”". */
  readonly matching: string;
  /** `{}`: "at least 3", "over $5". */
  readonly amount: string;
  /** `{}`: "in the last 30 days", "on 4 December". */
  readonly when: string;
  // Of lists.
  readonly any: string;
  readonly all: string;
  readonly none: string;
  // Of what is true or false.
  readonly yes: string;
  readonly no: string;
  /** Has a value, whichever. */
  readonly known: string;
  readonly unknown: string;
}

/** Of whom or what a phrase speaks: customers who … or events. */
export type Speaking = "customers" | "events";

/** How something of that noun reads where nothing better is given. A yes or no reads as its noun: "tax exempt". */
export function usualPhrases(noun: string, of: Speaking): Omit<Phrases, "known" | "unknown"> {
  const have = of === "customers" ? "have" : "with";
  const are = of === "customers" ? "are " : "";
  const one = withArticle(noun);
  return {
    is: `${have} the ${noun} {}`,
    other: `${have} ${one} other than {}`,
    matching: `${have} ${one} that {}`,
    amount: `${have} ${one} {}`,
    when: `${have} ${one} {}`,
    any: `${have} the ${noun} {}`,
    all: `${have} all of the ${severalOf(noun)} {}`,
    none: `${have} none of the ${severalOf(noun)} {}`,
    yes: `${are}${noun}`,
    no: `${are}not ${noun}`,
  };
}

/** How it reads that something has a value, or none. */
export function knownPhrases(
  noun: string,
  isBoolean: boolean,
  of: Speaking,
): Pick<Phrases, "known" | "unknown"> {
  const have = of === "customers" ? "have" : "with";
  const are = of === "customers" ? "are " : "";
  return isBoolean
    ? { known: `${are}known to be ${noun} or not`, unknown: `${are}not known to be ${noun} or not` }
    : { known: `${have} ${withArticle(noun)}`, unknown: `${have} no ${noun}` };
}

/** "a city", "an email", "an RFM group", "a unit price". */
export function withArticle(noun: string): string {
  const vowel = /^(?:[AEFHILMNORSX][A-Z]|[aeio]|u(?!ni))/.test(noun);
  return `${vowel ? "an" : "a"} ${noun}`;
}

/** "cities", "order values", "cities of delivery". */
export function severalOf(noun: string): string {
  const [, head = noun, rest = ""] = /^(.*?)( (?:in|of) .*)?$/.exec(noun) ?? [];
  return (/[^aeiou]y$/.test(head) ? `${head.slice(0, -1)}ies` : `${head}s`) + rest;
}
