import type { Condition, Definition, Group, Node } from "../language/definition";
import { parseDefinition } from "../language/parse";
import type { NodePath } from "../language/nodePath";
import type { Draft, DraftCondition, DraftEvent, DraftNode, NodeId } from "./draft";
import { type Lack, type Read, readTest, readWindow } from "./readTest";
import { filterSubject, type Subject, subjectOf } from "./subject";

/** What is wrong with a node: with an input of the condition itself, or of one of its filters. */
export interface NodeLack extends Lack {
  readonly id: NodeId;
  /** The place of the filter; null: the condition itself. */
  readonly filter: number | null;
}

/** What a draft says. */
export interface ReadDraft {
  /** Of everything that is finished; null where even that is refused as a whole (too many conditions). */
  readonly definition: Definition | null;
  /** Where each finished node stands in it. */
  readonly paths: ReadonlyMap<NodeId, NodePath>;
  /** In reading order; none: the draft can be saved. */
  readonly lacks: readonly NodeLack[];
  /** Why it is refused as a whole. */
  readonly problem: string | null;
}

/** @param digits decimals of the shop's currency */
export function readDraft(
  { include, exclude }: Pick<Draft, "include" | "exclude">,
  digits: number,
): ReadDraft {
  const lacks: NodeLack[] = [];
  const read = (nodes: readonly DraftNode[]) => nodes.flatMap((node) => readNode(node, digits, lacks));
  const taken = read(include.items);
  const left = read(exclude).map(turnedRound);
  // Alternatives none of which is finished are not "nobody".
  const match = taken.length === 0 && include.items.length > 0 ? "all" : include.match;
  const inside = match === "any" && left.length > 0;
  const items: Placed[] = inside
    ? [{ id: null, node: groupOf(match, taken), items: taken }, ...left]
    : [...taken, ...left];
  const where = groupOf(left.length > 0 ? "all" : match, items);
  const paths = new Map<NodeId, NodePath>();
  place(items, [], paths);
  const parsed = parseDefinition({ version: 1, where });
  return {
    definition: parsed.ok ? parsed.definition : null,
    paths,
    lacks,
    problem: parsed.ok ? null : parsed.problems.map(({ message }) => message).join(" "),
  };
}

/** A finished node; without an id where the draft has no node of its own for it. */
interface Placed {
  readonly id: NodeId | null;
  readonly node: Node;
  readonly items: readonly Placed[];
}

function readNode(draft: DraftNode, digits: number, lacks: NodeLack[]): Placed[] {
  const { id } = draft;
  if (draft.kind === "group") {
    const items = draft.items.flatMap((item) => readNode(item, digits, lacks));
    if (draft.items.length === 0) {
      lacks.push({
        id,
        filter: null,
        input: "items",
        message: "Add a condition to this group, or remove it.",
      });
    }
    if (items.length === 0) return [];
    return [{ id, node: { ...groupOf(draft.match, items), not: draft.not }, items }];
  }
  const read = readCondition(draft, digits);
  if (!read.ok) {
    lacks.push({ id, filter: read.filter, input: read.input, message: read.message });
    return [];
  }
  const refused = refusalOf(read.value);
  if (refused !== null) {
    lacks.push({ id, filter: null, input: "text", message: refused });
    return [];
  }
  return [{ id, node: read.value, items: [] }];
}

type ReadCondition =
  { readonly ok: true; readonly value: Condition } | ({ readonly ok: false } & Omit<NodeLack, "id">);

function readCondition(draft: DraftCondition, digits: number): ReadCondition {
  switch (draft.kind) {
    case "segment":
      return draft.segment === null
        ? { ok: false, filter: null, input: "segment", message: "Choose a segment." }
        : { ok: true, value: { kind: "segment", not: draft.not, segment: draft.segment } };
    case "event":
      return readEvent(draft, digits);
    case "attribute":
    case "metafield": {
      const subject = subjectOf(draft);
      const test = subject && readTest(draft.test, subject, digits);
      if (!test?.ok) return ofFilter(test, null);
      return { ok: true, value: { ...withoutId(draft), test: test.value } as Condition };
    }
  }
}

function readEvent(draft: DraftEvent, digits: number): ReadCondition {
  const filters = [];
  for (const [place, filter] of draft.filters.entries()) {
    const subject = filterSubject(draft.event, filter);
    const test = subject && readTest(filter.test, subject, digits);
    if (!test?.ok) return ofFilter(test, place);
    filters.push({ property: filter.property, test: test.value });
  }
  const test = readTest(draft.test, measured(draft), digits);
  if (!test.ok) return ofFilter(test, null);
  const window = readWindow(draft.window);
  if (!window.ok) return ofFilter(window, null);
  return {
    ok: true,
    value: { ...withoutId(draft), window: window.value, filters, test: test.value } as Condition,
  };
}

/** The node as the language has it, which knows no ids. */
function withoutId<Node extends { readonly id: NodeId }>(node: Node): Omit<Node, "id"> {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== "id")) as Omit<Node, "id">;
}

function measured(draft: DraftEvent): Subject {
  const subject = subjectOf(draft);
  if (subject === null) throw new Error("An event is always measured.");
  return subject;
}

/** @param filter the place of the filter that lacks something; null: the condition itself */
function ofFilter(read: Read<unknown> | null, filter: number | null): ReadCondition {
  const lack = read !== null && !read.ok ? read : unknownSubject;
  return { ok: false, filter, input: lack.input, message: lack.message };
}

const unknownSubject = {
  input: "text",
  message: "This version of Quintile does not know what is asked here. Remove it.",
} as const;

/** What else is wrong with a finished condition: a text that is too long, a range turned round, … */
function refusalOf(condition: Condition): string | null {
  const parsed = parseDefinition({ version: 1, where: groupOf("all", [{ node: condition }]) });
  return parsed.ok ? null : (parsed.problems[0]?.message ?? "This cannot be read.");
}

function groupOf(match: Group["match"], items: readonly Pick<Placed, "node">[]): Group {
  return { kind: "group", not: false, match, items: items.map(({ node }) => node) };
}

function turnedRound(placed: Placed): Placed {
  return { ...placed, node: { ...placed.node, not: !placed.node.not } };
}

function place(items: readonly Placed[], around: NodePath, paths: Map<NodeId, NodePath>): void {
  for (const [at, { id, items: inner }] of items.entries()) {
    const path = [...around, at];
    if (id !== null) paths.set(id, path);
    place(inner, path, paths);
  }
}
