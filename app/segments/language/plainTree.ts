import type { Definition, Group, Node } from "./definition";

/**
 * The plainest tree that asks what a definition asks, in its order: no group is excluded (of a condition `not` says whether it
 * is in the end), no group stands in one of its kind or around a single node.
 */
export function plainTree({ where }: Definition): Node {
  return plain(where, false);
}

function plain(node: Node, turnedRound: boolean): Node {
  const not = node.not !== turnedRound;
  if (node.kind !== "group") return { ...node, not };
  const match = not ? opposite[node.match] : node.match;
  const items = node.items
    .map((item) => plain(item, not))
    .flatMap((item) => (item.kind === "group" && item.match === match ? item.items : [item]));
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: "group", not: false, match, items };
}

/** Not all is any not, and not any is all not. */
const opposite: Readonly<Record<Group["match"], Group["match"]>> = { all: "any", any: "all" };
