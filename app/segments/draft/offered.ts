import { eventOf } from "../language/events";
import { measurable } from "../language/measures";
import type { Measure } from "../language/definition";
import { type OperatorId, operators, valueTypes } from "../language/operators";
import type { DraftEvent } from "./draft";
import type { Subject } from "./subject";

export interface Offer<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/**
 * The operators that are offered for a subject. "Is" is left out where "is one of" says the same of one value, unless it is
 * what the rule has.
 */
export function offeredOperators({ type }: Pick<Subject, "type">, current: OperatorId): Offer<OperatorId>[] {
  const all: readonly OperatorId[] = valueTypes[type];
  return all
    .filter((operator) => operator === current || !(operator in saidByOthers))
    .map((operator) => ({ value: operator, label: operators[operator].label }));
}

const saidByOthers: Readonly<Partial<Record<OperatorId, OperatorId>>> = {
  is: "is_one_of",
  is_not: "is_none_of",
};

/** How events can be measured, from how many there were to the highest of something, with words for each. */
export function offeredMeasures(event: DraftEvent["event"]): Offer<string>[] {
  const { noun, properties } = eventOf(event);
  const measured = Object.entries(properties).flatMap(([property, { label, type }]) =>
    aggregates.flatMap(([aggregate, words]) => {
      const types: readonly string[] = measurable[aggregate];
      return types.includes(type)
        ? [{ value: measureKey({ aggregate, property }), label: `${words} ${label.toLowerCase()}` }]
        : [];
    }),
  );
  return [{ value: measureKey({ aggregate: "count" }), label: `number of ${noun[1]}` }, ...measured];
}

const aggregates = [
  ["sum", "total"],
  ["average", "average"],
  ["lowest", "lowest"],
  ["highest", "highest"],
  ["distinct", "number of different"],
] as const;

export function measureKey(measure: Measure): string {
  return measure.aggregate === "count" ? "count" : `${measure.aggregate}:${measure.property}`;
}

/** The measure of a key as `offeredMeasures` gives it. */
export function measureOf(key: string): Measure {
  const [aggregate, property = ""] = key.split(":");
  const found = aggregates.find(([id]) => id === aggregate);
  return found ? { aggregate: found[0], property } : { aggregate: "count" };
}
