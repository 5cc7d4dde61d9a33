import type { EventCondition, Measure } from "./definition";
import { propertyOf } from "./events";
import type { ValueType } from "./operators";

const numbers = ["count", "money", "days", "percent", "decimal"] as const satisfies readonly ValueType[];

/** Which kinds of properties can be measured in each way. */
export const measurable = {
  sum: numbers,
  average: numbers,
  lowest: numbers,
  highest: numbers,
  distinct: [...numbers, "text", "choice", "reference", "date"],
} as const satisfies Record<Exclude<Measure["aggregate"], "count">, readonly ValueType[]>;

/** The kind of number that an event condition compares; undefined where its property cannot be measured so. */
export function measureType({
  event,
  measure,
}: Pick<EventCondition, "event" | "measure">): ValueType | undefined {
  if (measure.aggregate === "count") return "count";
  const type = propertyOf(event, measure.property)?.type;
  const types: readonly ValueType[] = measurable[measure.aggregate];
  if (type === undefined || !types.includes(type)) return undefined;
  if (measure.aggregate === "distinct") return "count";
  return measure.aggregate === "average" && type !== "money" ? "decimal" : type;
}
