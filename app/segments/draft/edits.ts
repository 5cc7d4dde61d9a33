import type { Begun } from "./begin";
import { type Draft, type DraftGroup, type DraftNode, type NodeId, nodesOf } from "./draft";

/** Where a node is put: at the end of the box of those taken in or left out, or of a group. */
export type Place = { readonly box: "include" | "exclude" } | { readonly group: NodeId };

/** Adds a node; its id is the first that is free. */
export function addNode(
  draft: Draft,
  place: Place,
  begun: Begun | Omit<DraftGroup, "id">,
): { readonly draft: Draft; readonly id: NodeId } {
  const id = freeId(draft);
  const node = { ...begun, id } as DraftNode;
  if ("group" in place) {
    return {
      id,
      draft: changeNode(draft, place.group, (group) =>
        group.kind === "group" ? { ...group, items: [...group.items, node] } : group,
      ),
    };
  }
  return { id, draft: inBox(draft, place.box, (items) => [...items, node]) };
}

/** Changes one node, wherever it is. */
export function changeNode(draft: Draft, id: NodeId, change: (node: DraftNode) => DraftNode): Draft {
  const within = (nodes: readonly DraftNode[]): readonly DraftNode[] =>
    nodes.map((node) => {
      if (node.id === id) return change(node);
      return node.kind === "group" ? { ...node, items: within(node.items) } : node;
    });
  return everywhere(draft, within);
}

/**
 * Takes a node out. `next` is the node to go on with: the one after it, or else before it, in its list; null: none is left
 * there.
 */
export function removeNode(
  draft: Draft,
  id: NodeId,
): { readonly draft: Draft; readonly next: NodeId | null } {
  let next: NodeId | null = null;
  const within = (nodes: readonly DraftNode[]): readonly DraftNode[] => {
    const at = nodes.findIndex((node) => node.id === id);
    if (at >= 0) {
      next = (nodes[at + 1] ?? nodes[at - 1])?.id ?? null;
      return nodes.filter((node) => node.id !== id);
    }
    return nodes.map((node) => (node.kind === "group" ? { ...node, items: within(node.items) } : node));
  };
  const { include, ...rest } = everywhere(draft, within);
  // Any of nothing would be nobody.
  return {
    next,
    draft: { ...rest, include: include.items.length === 0 ? { ...include, match: "all" } : include },
  };
}

/** Swaps a node with its neighbour in the same list; stays where it is at the end. */
export function moveNode(draft: Draft, id: NodeId, by: -1 | 1): Draft {
  const within = (nodes: readonly DraftNode[]): readonly DraftNode[] => {
    const at = nodes.findIndex((node) => node.id === id);
    if (at < 0)
      return nodes.map((node) => (node.kind === "group" ? { ...node, items: within(node.items) } : node));
    const [node, other] = [nodes[at], nodes[at + by]];
    if (!node || !other) return nodes;
    return nodes.map((item) => (item === node ? other : item === other ? node : item));
  };
  return everywhere(draft, within);
}

/** Moves a node of a box to the other box: whoever was taken in by it is left out, or the other way round. */
export function moveToBox(draft: Draft, id: NodeId, box: "include" | "exclude"): Draft {
  const node = nodesOf(draft).find((candidate) => candidate.id === id);
  if (!node) return draft;
  return inBox(removeNode(draft, id).draft, box, (items) => [...items, { ...node, not: false }]);
}

/** A node once more, after itself, with ids of its own. */
export function duplicateNode(draft: Draft, id: NodeId): { readonly draft: Draft; readonly id: NodeId } {
  let number = Number(freeId(draft).slice(1));
  const first = `n${String(number)}`;
  const copy = (node: DraftNode): DraftNode => {
    const own = `n${String(number++)}`;
    return node.kind === "group" ? { ...node, id: own, items: node.items.map(copy) } : { ...node, id: own };
  };
  const within = (nodes: readonly DraftNode[]): readonly DraftNode[] =>
    nodes.flatMap((node) => {
      if (node.id === id) return [node, copy(node)];
      return [node.kind === "group" ? { ...node, items: within(node.items) } : node];
    });
  return { draft: everywhere(draft, within), id: first };
}

function everywhere(draft: Draft, within: (nodes: readonly DraftNode[]) => readonly DraftNode[]): Draft {
  const { include, exclude } = draft;
  return { ...draft, include: { ...include, items: within(include.items) }, exclude: within(exclude) };
}

function inBox(
  draft: Draft,
  box: "include" | "exclude",
  change: (items: readonly DraftNode[]) => readonly DraftNode[],
): Draft {
  return box === "include"
    ? { ...draft, include: { ...draft.include, items: change(draft.include.items) } }
    : { ...draft, exclude: change(draft.exclude) };
}

function freeId(draft: Draft): NodeId {
  const numbers = nodesOf(draft).map(({ id }) => Number(id.slice(1)));
  return `n${String(Math.max(0, ...numbers) + 1)}`;
}
