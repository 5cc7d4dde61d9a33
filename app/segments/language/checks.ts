import type {
  Amount,
  AttributeCondition,
  Definition,
  EventCondition,
  EventFilter,
  EventWindow,
  MetafieldCondition,
  NumericTest,
  Period,
  Test,
} from "./definition";
import { conditionsOf, limits, type Node } from "./definition";
import { eventOf, type Property, propertyOf } from "./events";
import { type Field, fieldOf } from "./fields";
import { measurable, measureType } from "./measures";
import { type OperatorId, operators, type ValueType, valueTypes } from "./operators";
import type { Population } from "./populations";
import { type Problem, quoted } from "./problems";

type Path = Problem["path"];

/** What is asked about: a field, a metafield, a property or measure of an event. */
interface Subject {
  readonly label: string;
  readonly type: ValueType;
  readonly choices?: Field["choices"];
  readonly codes?: Field["codes"];
  readonly populations?: readonly Population[];
}

/** Problems of what belongs together in a definition whose shape is right: a field and its operators, a range's ends, … */
export function checkDefinition({ where }: Definition): Problem[] {
  const lookups = conditionsOf(where).filter(({ kind }) => kind !== "attribute").length;
  return lookups > limits.lookups ? [tooManyLookups] : checkNode(where, ["where"]);
}

const tooManyLookups: Problem = {
  path: ["where"],
  message: `The rule has more than ${String(limits.lookups)} conditions about events, custom attributes and segments. Take some out, or move a part into another segment.`,
};

function checkNode(node: Node, path: Path): Problem[] {
  switch (node.kind) {
    case "group":
      return node.items.flatMap((item, at) => checkNode(item, [...path, "items", at]));
    case "attribute":
      return checkAttribute(node, path);
    case "metafield":
      return checkMetafield(node, path);
    case "event":
      return checkEvent(node, path);
    case "segment":
      return [];
  }
}

function checkAttribute({ field, test }: AttributeCondition, path: Path): Problem[] {
  return checkTest(fieldOf(field), test, [...path, "test"]);
}

function checkMetafield({ namespace, key, as, test }: MetafieldCondition, path: Path): Problem[] {
  return checkTest({ label: `${namespace}.${key}`, type: as }, test, [...path, "test"]);
}

function checkEvent(condition: EventCondition, path: Path): Problem[] {
  const { event, filters, window, test } = condition;
  return [
    ...checkWindow(window, [...path, "window"]),
    ...filters.flatMap((filter, at) => checkFilter(event, filter, [...path, "filters", at])),
    ...checkMeasure(condition, [...path, "measure"]),
    ...checkMeasured(condition, test, [...path, "test"]),
  ];
}

function checkWindow(window: EventWindow, path: Path): Problem[] {
  if ("period" in window) return checkPeriod(window.period, [...path, "period"]);
  if (window.kind === "between_dates") return checkDays(window.from, window.to, path);
  return [];
}

function checkFilter(event: EventCondition["event"], { property, test }: EventFilter, path: Path): Problem[] {
  const found = propertyOf(event, property);
  if (!found) return [unknownProperty(event, property, [...path, "property"])];
  return checkTest(found, test, [...path, "test"]);
}

function checkMeasure({ event, measure }: EventCondition, path: Path): Problem[] {
  if (measure.aggregate === "count") return [];
  const property = propertyOf(event, measure.property);
  if (!property) return [unknownProperty(event, measure.property, [...path, "property"])];
  const types: readonly ValueType[] = measurable[measure.aggregate];
  if (types.includes(property.type)) return [];
  const message =
    measure.aggregate === "distinct"
      ? `${quoted(property.label)} is a list, whose different values cannot be counted. Choose another property.`
      : `${quoted(property.label)} is not a number, so it has no ${measure.aggregate}. Choose another property.`;
  return [{ path: [...path, "property"], message }];
}

function checkMeasured(condition: EventCondition, test: NumericTest, path: Path): Problem[] {
  const type = measureType(condition);
  if (type === undefined) return [];
  return checkTest({ label: eventOf(condition.event).label, type, populations: ["buyers"] }, test, path);
}

function unknownProperty(event: EventCondition["event"], property: string, path: Path): Problem {
  const { label, properties } = eventOf(event);
  const choice = Object.values(properties).map((known) => quoted(known.label));
  const advice = choice.length > 0 ? ` Choose one of: ${choice.join(", ")}.` : "";
  return { path, message: `${quoted(label)} has no property ${quoted(property)}.${advice}` };
}

function checkTest(subject: Subject | Property, test: Test, path: Path): Problem[] {
  const allowed: readonly OperatorId[] = valueTypes[subject.type];
  if (!allowed.includes(test.operator)) {
    const choice = allowed.map((operator) => quoted(operators[operator].label)).join(", ");
    const message = `${quoted(subject.label)} cannot be asked with ${quoted(operators[test.operator].label)}. Choose one of: ${choice}.`;
    return [{ path: [...path, "operator"], message }];
  }
  if ("texts" in test) {
    return test.texts.flatMap((text, at) => checkText(subject, text, [...path, "texts", at]));
  }
  if ("text" in test) return checkText(subject, test.text, [...path, "text"]);
  if ("amount" in test) return checkAmount(subject, test.amount, [...path, "amount"]);
  if ("period" in test) return checkPeriod(test.period, [...path, "period"]);
  if (test.operator === "between") return checkRange(subject, test.from, test.to, path);
  if (test.operator === "between_dates") return checkDays(test.from, test.to, path);
  return [];
}

const largestId = 2n ** 63n - 1n;

function checkText({ label, type, choices, codes }: Subject, text: string, path: Path): Problem[] {
  if (type === "reference" || type === "references") {
    if (/^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= largestId) return [];
    return [
      { path, message: `${quoted(label)} is chosen by its id, a whole number: ${quoted(text)} is none.` },
    ];
  }
  if (codes && !/^[A-Z]{2}$/.test(text)) {
    return [
      {
        path,
        message: `${quoted(label)} is chosen by its code of two capital letters: ${quoted(text)} is none.`,
      },
    ];
  }
  if (choices && !choices.some(({ value }) => value === text)) {
    const choice = choices.map(({ value }) => quoted(value)).join(", ");
    return [{ path, message: `${quoted(label)} is never ${quoted(text)}. Choose from: ${choice}.` }];
  }
  return [];
}

const wholeNumbers: readonly ValueType[] = ["count", "money", "days"];

function checkAmount({ label, type, populations = [] }: Subject, amount: Amount, path: Path): Problem[] {
  if (amount.kind === "percentile") {
    if (populations.includes(amount.of)) return [];
    return [{ path: [...path, "of"], message: `${quoted(label)} cannot be compared with that percentile.` }];
  }
  const { number } = amount;
  const numberPath = [...path, "number"];
  if (wholeNumbers.includes(type) && !Number.isInteger(number)) {
    const of = type === "money" ? " (of the currency's smallest unit)" : "";
    return [{ path: numberPath, message: `${quoted(label)} is compared with a whole number${of}.` }];
  }
  if (type === "percent" && (number < 0 || number > 100)) {
    return [{ path: numberPath, message: `${quoted(label)} is a percentage from 0 to 100.` }];
  }
  return [];
}

function checkRange(subject: Subject, from: Amount, to: Amount, path: Path): Problem[] {
  const problems = [
    ...checkAmount(subject, from, [...path, "from"]),
    ...checkAmount(subject, to, [...path, "to"]),
  ];
  if (problems.length > 0 || !isTurnedRound(from, to)) return problems;
  return [{ path, message: `The range of ${quoted(subject.label)} ends before it begins. Swap its ends.` }];
}

/** Whether the range can be told to be empty; a number and a percentile cannot be compared yet. */
function isTurnedRound(from: Amount, to: Amount): boolean {
  if (from.kind === "number" && to.kind === "number") return from.number > to.number;
  if (from.kind === "percentile" && to.kind === "percentile") {
    return from.of === to.of && from.percentile > to.percentile;
  }
  return false;
}

function checkPeriod({ count, unit }: Period, path: Path): Problem[] {
  const limit = limits.period[unit];
  if (count <= limit) return [];
  return [{ path: [...path, "count"], message: `A period can have up to ${String(limit)} ${unit}.` }];
}

function checkDays(from: string, to: string, path: Path): Problem[] {
  if (from <= to) return [];
  return [{ path, message: `The range of days ends (${to}) before it begins (${from}). Swap its ends.` }];
}
