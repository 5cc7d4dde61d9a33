import fc from "fast-check";

import { canonicalJson } from "../canonical";
import type { Group, Node } from "../definition";
import { tagged } from "./builders";

// Rules over three tags alone: small enough that what they mean can be written out whole.

/** The conditions that the trees are made of: tagged “a”, “b”, “c”. */
export const tagLeaves = ["a", "b", "c"].map((tag) => tagged("has_any", tag));

/** Groups, choices and exclusions put together anyhow. */
export const tagTrees = fc.letrec<{ node: Node; group: Group }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(fc.constantFrom(...tagLeaves), fc.boolean()).map(([leaf, no]): Node => ({ ...leaf, not: no })),
    tie("group"),
  ),
  group: fc.record({
    kind: fc.constant("group" as const),
    not: fc.boolean(),
    match: fc.constantFrom("all" as const, "any" as const),
    items: fc.array(tie("node"), { maxLength: 3 }),
  }),
}));

/** Whether each of the eight kinds of customers matches that three tags make: bit n of a kind's place says whether it has tag n. */
export function tagTruths(node: Node): boolean[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((tags) => matches(node, tags));
}

function matches(node: Node, tags: number): boolean {
  return holds(node, tags) !== node.not;
}

function holds(node: Node, tags: number): boolean {
  if (node.kind !== "group") {
    const bare = canonicalJson({ ...node, not: false });
    return (tags & (1 << tagLeaves.findIndex((leaf) => canonicalJson(leaf) === bare))) !== 0;
  }
  return node.match === "all"
    ? node.items.every((item) => matches(item, tags))
    : node.items.some((item) => matches(item, tags));
}
