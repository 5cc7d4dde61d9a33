import type { NumericTest, Test } from "../definition";
import { knownPhrases, type Phrases, type Speaking, usualPhrases } from "../phrases";
import type { Words } from "../words";
import { amountAfterNoun, amountAlone, countWording, hasPercentile, rankWording } from "./amounts";
import { dateWording, listOf, quote, textValue, type Valued } from "./values";

/** What is tested, with the phrases of its own. */
export interface Told extends Valued {
  readonly phrases?: Partial<Phrases>;
  readonly counted?: readonly [one: string, several: string];
}

/** A test of a value as what follows "Customers who …" or an event: "live in “Berlin”", "with a quantity over 3". */
export function testPhrase(told: Told, test: Test, of: Speaking, words: Words): string {
  const phrase = phraseOfTest(told, test, of, words);
  return "missing" in test && test.missing === "include" ? `${phrase} (or no ${told.noun})` : phrase;
}

function phraseOfTest(told: Told, test: Test, of: Speaking, words: Words): string {
  const phrases: Phrases = {
    ...usualPhrases(told.noun, of),
    ...knownPhrases(told.noun, told.type === "boolean", of),
    ...told.phrases,
  };
  const value = (text: string) => textValue(told, text, words);
  const values = (texts: readonly string[], word: "and" | "or") => listOf(texts.map(value), word);
  switch (test.operator) {
    case "is":
      return put(phrases.is, value(test.text));
    case "is_one_of":
      return put(phrases.is, values(test.texts, "or"));
    case "is_not":
      return put(phrases.other, value(test.text));
    case "is_none_of":
      return put(phrases.other, values(test.texts, "or"));
    case "contains":
      return put(phrases.matching, `contains ${quote(test.text)}`);
    case "contains_not":
      return put(phrases.matching, `does not contain ${quote(test.text)}`);
    case "starts_with":
      return put(phrases.matching, `starts with ${quote(test.text)}`);
    case "ends_with":
      return put(phrases.matching, `ends with ${quote(test.text)}`);
    case "has_any":
      return put(phrases.any, values(test.texts, "or"));
    case "has_all":
      return put(phrases.all, values(test.texts, "and"));
    case "has_none":
      return put(phrases.none, values(test.texts, "or"));
    case "in_last":
    case "before_last":
    case "on":
    case "before":
    case "after":
    case "between_dates":
      return put(phrases.when, dateWording(test, words));
    case "is_true":
      return phrases.yes;
    case "is_false":
      return phrases.no;
    case "has_value":
      return phrases.known;
    case "has_no_value":
      return phrases.unknown;
    case "equals":
    case "equals_not":
    case "greater":
    case "at_least":
    case "less":
    case "at_most":
    case "between":
      return numericPhrase(told, test, of, words);
  }
}

function numericPhrase(told: Told, test: NumericTest, of: Speaking, words: Words): string {
  const usual = usualPhrases(told.noun, of);
  if (hasPercentile(test)) {
    const rank = rankWording(test, words);
    return rank === null
      ? put(usual.amount, amountAfterNoun(test, told, words))
      : `are ${rank} by ${told.noun}`;
  }
  if (told.counted)
    return `${of === "customers" ? "have" : "with"} ${countWording(test, told.counted, words)}`;
  const own = told.phrases?.amount;
  return own === undefined
    ? put(usual.amount, amountAfterNoun(test, told, words))
    : put(own, amountAlone(test, told, words));
}

/** The phrase with the value in its place; a value's own `{}` or `$` stays as it is. */
export function put(phrase: string, value: string): string {
  return phrase.replace("{}", () => value);
}
