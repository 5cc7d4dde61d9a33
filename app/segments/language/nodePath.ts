import type { Definition, Node } from "./definition";

/** A node of a definition by the places of items from the outermost group inwards: `[2, 0]` is the first item of its third. */
export type NodePath = readonly number[];

/** What a path leads to; undefined where it leads nowhere. */
export function nodeAt({ where }: Definition, path: NodePath): Node | undefined {
  let node: Node | undefined = where;
  for (const place of path) node = node?.kind === "group" ? node.items[place] : undefined;
  return node;
}
