import { type Group, type Node } from "../language/definition";
import type { NodePath } from "../language/nodePath";

/** Where each condition of a tree stands, in the order of `conditionsOf`. */
export function conditionPaths(where: Group): NodePath[] {
  return pathsIn(where, []);
}

function pathsIn(node: Node, path: NodePath): NodePath[] {
  return node.kind === "group"
    ? node.items.flatMap((item, place) => pathsIn(item, [...path, place]))
    : [path];
}
