import { type Definition, limits, type Node } from "../language/definition";

/**
 * A definition with the rules of the segments that it speaks of in place of their names: who was in them on a past day is
 * told by their rules only. A name stays where there is no rule, where it would come round in a circle, and where the whole
 * would become larger than a definition may be.
 */
export function withRulesInPlace(
  definition: Definition,
  ruleOf: (segmentId: number) => Definition | null,
): Definition {
  const whole = sizeOf(definition.where);

  function placed(node: Node, depth: number, within: readonly number[]): Node {
    if (node.kind === "group") {
      return { ...node, items: node.items.map((item) => placed(item, depth + 1, within)) };
    }
    const rule = node.kind === "segment" && !within.includes(node.segment) ? ruleOf(node.segment) : null;
    if (node.kind !== "segment" || !rule) return node;
    const size = sizeOf(rule.where);
    const nodes = whole.nodes + size.nodes - 1;
    const lookups = whole.lookups + size.lookups - 1;
    if (nodes > limits.nodes || lookups > limits.lookups || depth + size.depth > limits.depth) return node;
    whole.nodes = nodes;
    whole.lookups = lookups;
    return placed({ ...rule.where, not: rule.where.not !== node.not }, depth, [...within, node.segment]);
  }

  const { where } = definition;
  return { ...definition, where: { ...where, items: where.items.map((item) => placed(item, 1, [])) } };
}

/** Groups and conditions, those of them that look into other tables, and how deep groups are nested. */
function sizeOf(node: Node): { nodes: number; lookups: number; depth: number } {
  if (node.kind !== "group") return { nodes: 1, lookups: node.kind === "attribute" ? 0 : 1, depth: 0 };
  const sizes = node.items.map(sizeOf);
  return {
    nodes: sizes.reduce((sum, { nodes }) => sum + nodes, 1),
    lookups: sizes.reduce((sum, { lookups }) => sum + lookups, 0),
    depth: 1 + Math.max(0, ...sizes.map(({ depth }) => depth)),
  };
}
