import type { DateTest, EventWindow, Period } from "../definition";
import type { Property } from "../events";
import type { Field } from "../fields";
import type { Words } from "../words";

/** What has a value: a field, a property or measure of an event, a metafield. */
export interface Valued {
  readonly noun: string;
  readonly type: Field["type"];
  readonly choices?: Field["choices"];
  readonly codes?: Field["codes"];
  readonly of?: Property["of"];
}

/** A text as the merchant gave it, in quotation marks that its own cannot end: a closing one inside is doubled. */
export function quote(text: string): string {
  return `“${text.replaceAll("”", "””")}”`;
}

const lists = {
  and: new Intl.ListFormat("en-GB", { type: "conjunction" }),
  or: new Intl.ListFormat("en-GB", { type: "disjunction" }),
};

/** "a, b and c". */
export function listOf(items: readonly string[], word: "and" | "or"): string {
  return lists[word].format(items);
}

/** The commas and the word of such a list: what follows each of so many items. */
export function separatorsOf(count: number, word: "and" | "or"): string[] {
  const parts = lists[word].formatToParts(Array.from({ length: count }, () => "item"));
  return parts.flatMap(({ type, value }) => (type === "literal" ? [value] : []));
}

/** A text value: quoted, the label of a choice, the name of a country, of a product, … */
export function textValue({ noun, choices, codes, of }: Valued, text: string, words: Words): string {
  if (codes) return words.country(text);
  if (of) {
    const name = words[of](text);
    return name === undefined ? `${of} no. ${text}` : quote(name);
  }
  if (choices) return quote(choices.find(({ value }) => value === text)?.label ?? text);
  return noun === "order" ? `no. ${text}` : quote(text);
}

/** A number with its unit: "$200", "45 days", "50%". */
export function numberValue({ type }: Pick<Valued, "type">, number: number, words: Words): string {
  switch (type) {
    case "money":
      return words.money(number);
    case "days":
      return `${words.number(number)} ${number === 1 ? "day" : "days"}`;
    case "percent":
      return `${words.number(number)}%`;
    default:
      return words.number(number);
  }
}

/** "30 days", "month": what follows "in the last". */
function periodValue({ count, unit }: Period, words: Words): string {
  return count === 1 ? unit.slice(0, -1) : `${words.number(count)} ${unit}`;
}

/** "in the last 30 days", "on 4 December". */
export function dateWording(test: DateTest, words: Words): string {
  return test.operator === "between_dates"
    ? windowWording({ kind: "between_dates", from: test.from, to: test.to }, words)
    : "period" in test
      ? windowWording({ kind: test.operator, period: test.period }, words)
      : windowWording({ kind: test.operator, date: test.date }, words);
}

/** The same of the window of an event; nothing for all of time. */
export function windowWording(window: EventWindow, words: Words): string {
  switch (window.kind) {
    case "ever":
      return "";
    case "in_last":
      return isOneDay(window.period) ? "today" : `in the last ${periodValue(window.period, words)}`;
    case "before_last":
      if (isOneDay(window.period)) return "before today";
      return window.period.count === 1
        ? "at least 1 month ago"
        : `at least ${periodValue(window.period, words)} ago`;
    case "on":
    case "before":
    case "after":
      return `${window.kind} ${words.date(window.date)}`;
    case "between_dates":
      return `from ${words.date(window.from)} to ${words.date(window.to)}`;
  }
}

const isOneDay = ({ count, unit }: Period): boolean => count === 1 && unit === "days";
