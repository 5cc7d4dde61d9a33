import type {
  Amount,
  Condition,
  EventCondition,
  EventFilter,
  EventWindow,
  Group,
  MetafieldCondition,
  Node,
  NumericTest,
  Test,
} from "../definition";
import type { FieldId } from "../fields";
import type { Population } from "../populations";

// Short ways to write definitions down.

export const all = (...items: Node[]): Group => ({ kind: "group", not: false, match: "all", items });
export const any = (...items: Node[]): Group => ({ kind: "group", not: false, match: "any", items });
export const not = <Some extends Node>(node: Some): Some => ({ ...node, not: true });
export const number = (value: number): Amount => ({ kind: "number", number: value });
export const percentile = (value: number, of: Population = "buyers"): Amount => ({
  kind: "percentile",
  percentile: value,
  of,
});
export type Comparison = "equals" | "greater" | "at_least" | "less" | "at_most";
export const numeric = (operator: Comparison, value: number): NumericTest => ({
  operator,
  amount: number(value),
});
export const attribute = (field: FieldId, test: Test): Condition => ({
  kind: "attribute",
  not: false,
  field,
  test,
});
export const compare = (field: FieldId, operator: Comparison, amount: number | Amount): Condition =>
  attribute(field, { operator, amount: typeof amount === "number" ? number(amount) : amount });
export const city = (operator: "is", text: string): Condition => attribute("city", { operator, text });
export const tagged = (operator: "has_any" | "has_all" | "has_none", ...texts: string[]): Condition =>
  attribute("tags", { operator, texts });
export const metafield = (as: MetafieldCondition["as"], test: Test): Condition => ({
  kind: "metafield",
  not: false,
  namespace: "facts",
  key: "size",
  as,
  test,
});
export const event = (name: EventCondition["event"], more: Partial<EventCondition>): Condition => ({
  kind: "event",
  not: false,
  event: name,
  window: { kind: "ever" },
  filters: [],
  measure: { aggregate: "count" },
  test: numeric("at_least", 1),
  ...more,
});
export const filter = (property: string, test: Test): EventFilter => ({ property, test });
export const lastDays = (count: number): EventWindow => ({
  kind: "in_last",
  period: { count, unit: "days" },
});
export const segment = (id: number): Condition => ({ kind: "segment", not: false, segment: id });
export const bought = (...products: string[]): Condition =>
  event("purchased", { filters: [filter("product", { operator: "is_one_of", texts: products })] });
export const boughtUnits = (product: string, units: number, window: EventWindow): Condition =>
  event("purchased", {
    filters: [filter("product", { operator: "is_one_of", texts: [product] })],
    measure: { aggregate: "sum", property: "quantity" },
    test: numeric("at_least", units),
    window,
  });
export const spentOver = (minor: number, window: EventWindow): Condition =>
  event("ordered", {
    measure: { aggregate: "sum", property: "value" },
    test: numeric("greater", minor),
    window,
  });
