import { canonicalJson } from "./canonical";
import type { Condition, Definition, Node, Test } from "./definition";
import { plainTree } from "./plainTree";
import { phraseOf } from "./wording";
import type { Words } from "./words";

/** A condition as a definition asks it. */
export interface Asked {
  /** `not` says whether it is excluded in the end, by itself or by groups around it. */
  readonly condition: Condition;
  /** Whoever is a member fulfils it; otherwise it is one of several ways in. */
  readonly required: boolean;
}

/** What changed from one definition to another. Order makes no difference, nor how groups of the same kind are nested. */
export interface Difference {
  readonly added: readonly Asked[];
  readonly removed: readonly Asked[];
  /** Conditions that speak of the same, with other values or excluded where they were not. */
  readonly changed: readonly { readonly before: Asked; readonly after: Asked }[];
  readonly kept: readonly Condition[];
  /** What stayed is joined another way. */
  readonly connectives: boolean;
  /** Both ask the same. */
  readonly same: boolean;
}

export function differenceOf(before: Definition, after: Definition): Difference {
  const [treeBefore, treeAfter] = [plainTree(before), plainTree(after)];
  const [askedBefore, askedAfter] = [conditionsIn(treeBefore), conditionsIn(treeAfter)];
  const gone = entriesNotIn(askedBefore, askedAfter);
  const fresh = entriesNotIn(askedAfter, askedBefore);
  const pairs = pairsOf(gone, fresh);
  const paired = new Map(pairs.map(([old, now]) => [old.key, now.key]));
  const isPaired = new Set(pairs.flatMap(([old, now]) => [old.key, now.key]));
  const stayed = [...askedBefore].filter(([key]) => askedAfter.has(key));

  const named = names([...askedBefore.keys(), ...askedAfter.keys()]);
  const shape = (tree: Node, nameOf: (key: string) => string | undefined) =>
    (shapeOf(tree, nameOf) ?? everybody).text;
  const shapeBefore = shape(treeBefore, (key) =>
    askedAfter.has(key) || paired.has(key) ? named(paired.get(key) ?? key) : undefined,
  );
  const shapeAfter = shape(treeAfter, (key) =>
    askedBefore.has(key) || isPaired.has(key) ? named(key) : undefined,
  );
  const movedToOrFromWaysIn =
    stayed.some(([key, { required }]) => askedAfter.get(key)?.required !== required) ||
    pairs.some(([old, now]) => old.asked.required !== now.asked.required);

  return {
    added: fresh.filter(({ key }) => !isPaired.has(key)).map(({ asked }) => asked),
    removed: gone.filter(({ key }) => !isPaired.has(key)).map(({ asked }) => asked),
    changed: pairs.map(([old, now]) => ({ before: old.asked, after: now.asked })),
    kept: stayed.map(([, { condition }]) => condition),
    connectives: shapeBefore !== shapeAfter || movedToOrFromWaysIn,
    same: shape(treeBefore, named) === shape(treeAfter, named),
  };
}

/**
 * What tells conditions apart: how they read with every record by its number and lists in order, so that two ways to write
 * down one question ("is one of" a single city, "is" that city) are the same. `wording/meaning.test.ts` holds that what
 * reads the same means the same.
 */
export function keyOf(condition: Condition): string {
  return phraseOf(inOrder(condition), bareWords);
}

function inOrder(condition: Condition): Condition {
  switch (condition.kind) {
    case "segment":
      return condition;
    case "attribute":
    case "metafield":
      return { ...condition, test: textsInOrder(condition.test) };
    case "event": {
      const filters = condition.filters.map((filter) => ({ ...filter, test: textsInOrder(filter.test) }));
      return {
        ...condition,
        filters: filters.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1)),
      };
    }
  }
}

function textsInOrder(test: Test): Test {
  return "texts" in test ? { ...test, texts: [...new Set(test.texts)].sort() } : test;
}

const bareWords: Words = {
  money: String,
  number: String,
  date: (day) => day,
  country: (code) => code,
  product: (id) => id,
  variant: (id) => id,
  collection: (id) => id,
  segment: String,
};

interface Entry {
  readonly key: string;
  readonly asked: Asked;
}

/** Every condition once. One that is asked at several places is required where one of them is. */
function conditionsIn(tree: Node): Map<string, Asked> {
  const found = new Map<string, Asked>();
  const visit = (node: Node, required: boolean) => {
    if (node.kind === "group") {
      for (const item of node.items) visit(item, required && node.match === "all");
    } else {
      const key = keyOf(node);
      found.set(key, { condition: node, required: required || found.get(key)?.required === true });
    }
  };
  visit(tree, true);
  return found;
}

function entriesNotIn(some: ReadonlyMap<string, Asked>, others: ReadonlyMap<string, Asked>): Entry[] {
  return [...some].flatMap(([key, asked]) => (others.has(key) ? [] : [{ key, asked }]));
}

/** Conditions that speak of the same, the most alike first. */
function pairsOf(gone: readonly Entry[], fresh: readonly Entry[]): (readonly [old: Entry, now: Entry])[] {
  const told = (entry: Entry) => ({
    entry,
    subject: subjectOf(entry.asked.condition),
    parts: partsOf(entry.asked.condition),
  });
  const toldOfFresh = fresh.map(told);
  const candidates = gone
    .map(told)
    .flatMap((old) =>
      toldOfFresh
        .filter(({ subject }) => subject === old.subject)
        .map((now) => ({ old: old.entry, now: now.entry, alike: likeness(old.parts, now.parts) })),
    );
  const taken = new Set<Entry>();
  return candidates
    .sort((a, b) => b.alike - a.alike)
    .flatMap(({ old, now }) => {
      if (taken.has(old) || taken.has(now)) return [];
      taken.add(old).add(now);
      return [[old, now] as const];
    });
}

function subjectOf(condition: Condition): string {
  switch (condition.kind) {
    case "attribute":
      return `attribute ${condition.field}`;
    case "metafield":
      return `metafield ${JSON.stringify([condition.namespace, condition.key])}`;
    case "event":
      return `event ${condition.event}`;
    case "segment":
      return `segment ${String(condition.segment)}`;
  }
}

function partsOf(condition: Condition): ReadonlyMap<string, string> {
  return new Map(Object.entries(condition).map(([name, part]) => [name, canonicalJson(part)]));
}

/** How many parts of two conditions of a kind are the same. */
function likeness(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): number {
  return [...one].filter(([name, part]) => other.get(name) === part).length;
}

/** A short name for each key. */
function names(keys: readonly string[]): (key: string) => string | undefined {
  const numbers = new Map([...new Set(keys)].map((key, at) => [key, String(at)]));
  return (key) => numbers.get(key);
}

/** How conditions are joined, whatever their order, as text that is the same where they are joined alike. */
interface Shape {
  readonly text: string;
  readonly match: "all" | "any" | null;
  readonly parts: readonly Shape[];
}

const everybody: Shape = { text: "all()", match: "all", parts: [] };

/** Conditions without a name are left out, and groups that then hold nothing. */
function shapeOf(node: Node, nameOf: (key: string) => string | undefined): Shape | null {
  if (node.kind !== "group") {
    const name = nameOf(keyOf(node));
    return name === undefined ? null : { text: name, match: null, parts: [] };
  }
  const { match, items } = node;
  const shapes = items.flatMap((item) => shapeOf(item, nameOf) ?? []);
  if (shapes.length === 0 && items.length > 0) return null;
  const parts = shapes.flatMap((shape) => (shape.match === match ? shape.parts : [shape]));
  const distinct = [...new Map(parts.map((part) => [part.text, part])).values()];
  const [only] = distinct;
  if (only !== undefined && distinct.length === 1) return only;
  const texts = distinct.map(({ text }) => text).sort();
  return { text: `${match}(${texts.join(" ")})`, match, parts: distinct };
}
