import type { Condition, EventCondition, Group, Node } from "../language/definition";
import { eventOf } from "../language/events";
import { fieldOf } from "../language/fields";
import type { CompileContext } from "./context";

/** What asking costs, from little to much. */
const costs = [
  /** Nothing has to be added up. */
  (node: Node) => !asks(node, () => true),
  /** Events of particular products only. */
  (node: Node) => !asks(node, (event) => !isOfFew(event)),
  () => true,
] as const;

/**
 * A rule in steps, each asked only about those whom the steps before leave over; null where there is nothing to gain. Where
 * everybody who matches lives in a city or bought a product, what many did (spent so much in four months) need only be added
 * up for those few: an engine does not see that by itself. Over 1M customers with 5M orders a hard rule takes 97 ms instead
 * of 153.
 */
export function narrow(where: Node, { clock }: CompileContext): readonly Group[] | null {
  if (clock.kind !== "day" || where.kind !== "group" || where.not || where.match !== "all") return null;
  const steps: Group[] = [];
  let few = false;
  let asked: Node[] = [];
  let left = where.items;
  for (const isCheap of costs) {
    asked = [...asked, ...left.filter(isCheap)];
    left = left.filter((item) => !isCheap(item));
    few ||= asked.some(leavesFew);
    if (asked.length > 0 && (few || left.length === 0)) {
      steps.push({ ...where, items: asked });
      asked = [];
    }
  }
  return steps.length > 1 ? steps : null;
}

/** Whether some event in a node is of that kind. */
function asks(node: Node, kind: (event: EventCondition) => boolean): boolean {
  if (node.kind === "group") return node.items.some((item) => asks(item, kind));
  return node.kind === "event" && kind(node);
}

/** Whether few customers can match. */
function leavesFew(node: Node): boolean {
  if (node.not) return false;
  if (node.kind !== "group") return leavesFewByItself(node);
  return node.match === "all"
    ? node.items.some(leavesFew)
    : node.items.length > 0 && node.items.every(leavesFew);
}

function leavesFewByItself(condition: Condition): boolean {
  const { kind } = condition;
  if (kind === "attribute") {
    const { operator } = condition.test;
    return fieldOf(condition.field).telling === true && (operator === "is" || operator === "is_one_of");
  }
  if (kind !== "event" || !isOfFew(condition)) return false;
  return condition.test.operator === "at_least" || condition.test.operator === "greater";
}

/** Events of particular products, variants or collections. */
function isOfFew({ event, filters }: EventCondition): boolean {
  return filters.some(({ property, test }) => {
    const type = eventOf(event).properties[property]?.type;
    const isParticular =
      test.operator === "is_one_of" || test.operator === "has_any" || test.operator === "has_all";
    return isParticular && (type === "reference" || type === "references");
  });
}
