import type { Condition, EventCondition, Group, Node } from "../language/definition";
import { eventOf } from "../language/events";
import type { CompileContext } from "./context";

/** A definition in two steps: find those whom a few events leave over, then ask them about the events that many have. */
export interface Narrowing {
  readonly first: Group;
  readonly then: Group;
}

/**
 * Where everybody who matches has one of few events (bought a product), what many did (spent so much in four months) need
 * only be added up for those: an engine does not see that by itself. A hard rule over 1M customers with 5M orders takes
 * 100 ms instead of 145. Null where there is nothing to gain.
 */
export function narrow(where: Node, { clock }: CompileContext): Narrowing | null {
  if (clock.kind !== "day" || where.kind !== "group" || where.not || where.match !== "all") return null;
  const then = where.items.filter(asksOfMany);
  const first = where.items.filter((item) => !asksOfMany(item));
  if (then.length === 0 || !first.some(leavesFew)) return null;
  return { first: { ...where, items: first }, then: { ...where, items: then } };
}

/** Whether a node has to add up events that no filter makes few. */
function asksOfMany(node: Node): boolean {
  if (node.kind === "group") return node.items.some(asksOfMany);
  return node.kind === "event" && !isOfFew(node);
}

/** Whether only customers match who have one of few events. */
function leavesFew(node: Node): boolean {
  if (node.not) return false;
  if (node.kind !== "group") return leavesFewByItself(node);
  return node.match === "all"
    ? node.items.some(leavesFew)
    : node.items.length > 0 && node.items.every(leavesFew);
}

function leavesFewByItself(condition: Condition): boolean {
  if (condition.kind !== "event" || !isOfFew(condition)) return false;
  const { operator } = condition.test;
  return operator === "at_least" || operator === "greater";
}

/** Events of particular products, variants or collections. */
function isOfFew({ event, filters }: EventCondition): boolean {
  return filters.some(({ property, test }) => {
    const type = eventOf(event).properties[property]?.type;
    const isParticular = test.operator === "is_one_of" || test.operator.startsWith("has_a");
    return isParticular && (type === "reference" || type === "references");
  });
}
