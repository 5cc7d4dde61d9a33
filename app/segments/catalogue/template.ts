import type {
  Amount,
  AttributeCondition,
  EventCondition,
  Group,
  Node,
  NumericTest,
  Period,
} from "../language/definition";
import type { Population } from "../language/populations";

/** Stands in a template where the number of a setting belongs. */
export interface Placeholder {
  readonly setting: string;
}

/** A part of the language in which any number may be a setting's. */
export type Template<Part> = Part extends number
  ? Part | Placeholder
  : Part extends readonly (infer Item)[]
    ? readonly Template<Item>[]
    : Part extends object
      ? { readonly [Key in keyof Part]: Template<Part[Key]> }
      : Part;

/** The template with every placeholder replaced by what `numberOf` gives for it. */
export function fill(template: Template<Group>, numberOf: (placeholder: Placeholder) => number): unknown {
  return fillPart(template, numberOf);
}

function fillPart(part: unknown, numberOf: (placeholder: Placeholder) => number): unknown {
  if (Array.isArray(part)) return part.map((item) => fillPart(item, numberOf));
  if (typeof part !== "object" || part === null) return part;
  if (isPlaceholder(part)) return numberOf(part);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fillPart(value, numberOf)]));
}

function isPlaceholder(part: object): part is Placeholder {
  return "setting" in part;
}

// Short ways to write templates down.

type NodeTemplate = Template<Node>;
type Attribute = Template<AttributeCondition>;
type Event = Template<EventCondition>;
type NumericOperator = "equals" | "greater" | "at_least";

export function all(...items: readonly NodeTemplate[]): Template<Group> {
  return { kind: "group", not: false, match: "all", items };
}

export function any(...items: readonly NodeTemplate[]): Template<Group> {
  return { kind: "group", not: false, match: "any", items };
}

export function not(node: NodeTemplate): NodeTemplate {
  return { ...node, not: true };
}

export function attribute(field: Attribute["field"], test: Attribute["test"]): Attribute {
  return { kind: "attribute", not: false, field, test };
}

export function isOneOf(field: Attribute["field"], ...texts: readonly string[]): Attribute {
  return attribute(field, { operator: "is_one_of", texts });
}

export function isTrue(field: Attribute["field"]): Attribute {
  return attribute(field, { operator: "is_true" });
}

export function compare(
  field: Attribute["field"],
  operator: NumericOperator,
  value: number | Placeholder | Template<Amount>,
): Attribute {
  return attribute(field, { operator, amount: amountOf(value) });
}

/** Events, counted unless `measure` says otherwise. */
export function event(
  name: Event["event"],
  { window, filters, measure, test }: Partial<Pick<Event, "window" | "filters" | "measure" | "test">>,
): Event {
  return {
    kind: "event",
    not: false,
    event: name,
    window: window ?? { kind: "ever" },
    filters: filters ?? [],
    measure: measure ?? { aggregate: "count" },
    test: test ?? atLeast(1),
  };
}

export function atLeast(number: number | Placeholder): Template<NumericTest> {
  return { operator: "at_least", amount: amountOf(number) };
}

/** A percentile, or the one that a setting of `top_percent` stands for. */
export function percentileOf(of: Population, percentile: number | Placeholder): Template<Amount> {
  return { kind: "percentile", percentile, of };
}

export function days(count: number | Placeholder): Template<Period> {
  return { count, unit: "days" };
}

export function months(count: number | Placeholder): Template<Period> {
  return { count, unit: "months" };
}

function amountOf(value: number | Placeholder | Template<Amount>): Template<Amount> {
  return typeof value === "object" && "kind" in value ? value : { kind: "number", number: value };
}
