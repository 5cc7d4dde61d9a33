import type { Condition, Definition, Node } from "~/segments/language/definition";
import type { NodePath } from "~/segments/language/nodePath";

/** The condition at a place of a definition; null where there is a group or nothing. */
export function conditionAt({ where }: Definition, path: NodePath): Condition | null {
  let node: Node | undefined = where;
  for (const at of path) node = node?.kind === "group" ? node.items[at] : undefined;
  return node === undefined || node.kind === "group" ? null : node;
}
