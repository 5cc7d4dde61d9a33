import type { Condition, Group, Node } from "../language/definition";
import { fieldOf } from "../language/fields";
import { measureType } from "../language/measures";
import type { ExplainedGroup, ExplainedNode, OwnValue } from "./explanation";
import { begunFrom, combined, constant, negated, nextChangeOf, type Timeline } from "./timeline";

/** What was found out about a customer. */
export interface Findings {
  /** The compiler's answers to conditions; of those on segments only today's is used. */
  readonly timelines: ReadonlyMap<Condition, Timeline>;
  readonly values: ReadonlyMap<Condition, string | null>;
  /** Of each segment with a known rule, whether the rule is met. */
  readonly segments: ReadonlyMap<number, Timeline>;
}

/** How the answer to a group or condition goes on from today. Groups are put together as the language defines them. */
export function timelineOfNode(node: Node, findings: Omit<Findings, "values">): Timeline {
  if (node.kind === "group") {
    const whole = combined(
      node.match,
      node.items.map((item) => timelineOfNode(item, findings)),
    );
    return node.not ? negated(whole) : whole;
  }
  const found = findings.timelines.get(node) ?? constant(false);
  if (node.kind !== "segment") return found;
  const rule = findings.segments.get(node.segment);
  return rule ? begunFrom(found.today, node.not ? negated(rule) : rule) : constant(found.today);
}

/** @param dependsOnOthers of a condition: whether its limit moves with other customers as time goes by */
export function explainGroup(
  group: Group,
  findings: Findings,
  dependsOnOthers: (condition: Condition) => boolean,
): ExplainedGroup {
  const items = group.items.map((item) => explainNode(item, findings, dependsOnOthers));
  return {
    kind: "group",
    match: group.match,
    not: group.not,
    ...answerOf(timelineOfNode(group, findings)),
    dependsOnOthers: items.some((item) => item.dependsOnOthers),
    items,
  };
}

function explainNode(
  node: Node,
  findings: Findings,
  dependsOnOthers: (condition: Condition) => boolean,
): ExplainedNode {
  if (node.kind === "group") return explainGroup(node, findings, dependsOnOthers);
  return {
    kind: "condition",
    condition: node,
    ...answerOf(timelineOfNode(node, findings)),
    dependsOnOthers: dependsOnOthers(node),
    own: ownValue(node, findings.values.get(node) ?? null),
  };
}

function answerOf(timeline: Timeline) {
  return { holds: timeline.today, nextChange: nextChangeOf(timeline) };
}

function ownValue(condition: Condition, value: string | null): OwnValue | null {
  switch (condition.kind) {
    case "attribute":
      return { type: fieldOf(condition.field).type, value };
    case "metafield":
      return { type: condition.as, value };
    case "event":
      return { type: measureType(condition) ?? "decimal", value };
    case "segment":
      return null;
  }
}
