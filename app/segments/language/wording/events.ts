import type { EventCondition, EventFilter, NumericTest } from "../definition";
import { eventOf, type EventType, type Property, propertyOf } from "../events";
import { measureType } from "../measures";
import { severalOf, withArticle } from "../phrases";
import type { Words } from "../words";
import { amountAfterNoun, amountAlone, countWording, hasPercentile, rankWording } from "./amounts";
import { put, testPhrase } from "./tests";
import { listOf, textValue, type Valued, windowWording } from "./values";

/** An event condition taken apart. */
interface Parts {
  readonly type: EventType;
  /** "“Soap” or “Cream”": which things it is about, where a filter says so. */
  readonly object: string | null;
  /** "with a quantity over 3", from the other filters; with a space before it. */
  readonly filters: string;
  /** With a space before it. */
  readonly window: string;
}

/** An event condition as what follows "Customers who …": "bought “Soap” in the last 30 days". */
export function eventPhrase(condition: EventCondition, words: Words): string {
  const { measure, test } = condition;
  const parts = partsOf(condition, words);
  if (measure.aggregate === "count") return countPhrase(parts, test, words);
  const property = propertyOf(condition.event, measure.property);
  if (!property) return `have something unknown of “${measure.property}”`;
  const noun = measureNoun(measure.aggregate, property);
  const valued: Valued = { noun, type: measureType(condition) ?? property.type };
  const rank = rankWording(test, words);
  if (rank !== null) return `are ${rank} by ${noun} ${across(parts)}`;
  if (!hasPercentile(test)) {
    if (measure.aggregate === "sum" && property.spent) {
      return spentPhrase(property.spent, parts, amountAlone(test, valued, words));
    }
    if (measure.aggregate === "sum" && property.counted) {
      return `${parts.type.having} ${countWording(test, property.counted, words)}${scope(parts)}`;
    }
    if (measure.aggregate === "distinct") {
      const things = [`different ${property.noun}`, `different ${severalOf(property.noun)}`] as const;
      return `had ${countWording(test, things, words)} ${across(parts)}`;
    }
  }
  const canBeMissing = measure.aggregate !== "sum" && measure.aggregate !== "distinct";
  const none = canBeMissing && "missing" in test && test.missing === "include" ? " (or none)" : "";
  return `had ${withArticle(noun)} ${amountAfterNoun(test, valued, words)}${none} ${across(parts)}`;
}

function countPhrase(parts: Parts, test: NumericTest, words: Words): string {
  const { type, object, filters, window } = parts;
  if (hasPercentile(test)) return countAmongOthers(parts, test, words);
  if (isAtLeastOne(test)) {
    if (object === null && filters === "") return `${type.did}${window}`;
    return `${type.having} ${object ?? withArticle(type.thing)}${filters}${window}`;
  }
  if (isNone(test)) {
    if (object === null && filters === "") return window === "" ? type.never : `${type.didNot}${window}`;
    const verb = window === "" ? `never ${type.having}` : type.notHaving;
    return `${verb} ${object ?? `any ${type.thing}`}${filters}${window}`;
  }
  return `${type.having} ${countWording(test, type.noun, words)}${scope(parts)}`;
}

function countAmongOthers(parts: Parts, test: NumericTest, words: Words): string {
  const noun = `number of ${parts.type.noun[1]}`;
  // "Number of orders" alone is a field.
  const of = `${scope(parts)}${parts.window === "" ? " at any time" : ""}`;
  const rank = rankWording(test, words);
  if (rank !== null) return `are ${rank} by ${noun}${of}`;
  return `had ${withArticle(noun)} ${amountAfterNoun(test, { noun, type: "count" }, words)}${of}`;
}

function spentPhrase(
  spent: NonNullable<Property["spent"]>,
  { object, filters, window }: Parts,
  amount: string,
): string {
  const things = object === null ? "" : ` ${object}`;
  if (object === null && filters === "") return `${put(spent.all, amount)}${window}`;
  return `${put(object === null ? spent.some : spent.of, amount)}${things}${filters}${window}`;
}

function measureNoun(
  aggregate: "sum" | "average" | "lowest" | "highest" | "distinct",
  property: Property,
): string {
  switch (aggregate) {
    case "distinct":
      return `number of different ${severalOf(property.noun)}`;
    case "sum":
      return `total ${property.noun}`;
    default:
      return `${aggregate} ${property.noun}`;
  }
}

function partsOf({ event, filters, window }: EventCondition, words: Words): Parts {
  const about = filters.find(({ property, test }) => {
    return propertyOf(event, property)?.object === true && test.operator === "is_one_of";
  });
  const others = filters.filter((filter) => filter !== about);
  const time = windowWording(window, words);
  return {
    type: eventOf(event),
    object: about ? objectOf(event, about, words) : null,
    filters:
      others.length > 0 ? ` ${others.map((filter) => filterPhrase(event, filter, words)).join(" and ")}` : "",
    window: time === "" ? "" : ` ${time}`,
  };
}

function objectOf(
  event: EventCondition["event"],
  { property, test }: EventFilter,
  words: Words,
): string | null {
  const about = propertyOf(event, property);
  if (!about || !("texts" in test)) return null;
  return listOf(
    test.texts.map((text) => textValue(about, text, words)),
    "or",
  );
}

function filterPhrase(event: EventCondition["event"], { property, test }: EventFilter, words: Words): string {
  const told = propertyOf(event, property);
  return told ? testPhrase(told, test, "events", words) : `with something unknown, “${property}”`;
}

/** "of “Soap” from the vendor “Acme” in the last 30 days", with a space before it. */
function scope({ object, filters, window }: Parts): string {
  return `${object === null ? "" : ` of ${object}`}${filters}${window}`;
}

function across(parts: Parts): string {
  return `across their ${parts.type.noun[1]}${scope(parts)}`;
}

function isAtLeastOne(test: NumericTest): boolean {
  return isNumber(test, "at_least", 1) || isNumber(test, "greater", 0);
}

function isNone(test: NumericTest): boolean {
  return isNumber(test, "equals", 0) || isNumber(test, "at_most", 0) || isNumber(test, "less", 1);
}

function isNumber(test: NumericTest, operator: NumericTest["operator"], number: number): boolean {
  return (
    test.operator === operator &&
    test.operator !== "between" &&
    test.amount.kind === "number" &&
    test.amount.number === number
  );
}
