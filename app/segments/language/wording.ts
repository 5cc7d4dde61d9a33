import type { Condition, Definition, Group, MetafieldCondition, Node } from "./definition";
import { fieldOf } from "./fields";
import type { NodePath } from "./nodePath";
import type { Phrases } from "./phrases";
import type { Words } from "./words";
import { eventPhrase } from "./wording/events";
import { testPhrase, type Told } from "./wording/tests";
import { quote, separatorsOf } from "./wording/values";

/** A piece of a sentence: what says one condition has its path in the definition, the words in between have null. */
export interface SentencePart {
  readonly text: string;
  readonly path: NodePath | null;
}

/**
 * A definition as one English sentence: "Customers who bought “Massage” and spent over $200 in the last 30 days, except
 * those tagged “wholesale”." The same everywhere, and another one for every other meaning. Plain text: a page escapes it.
 */
export function sentenceOf(definition: Definition, words: Words): string {
  return textOf(sentenceParts(definition, words));
}

/** The same sentence in its pieces, so that each condition in it can be pointed at. */
export function sentenceParts({ where }: Definition, words: Words): readonly SentencePart[] {
  return merged([...sentence({ node: where, path: [] }, words), link(".")]);
}

/** One condition as what follows "Customers who …": "live in “Berlin”". */
export function phraseOf(condition: Condition, words: Words): string {
  const phrase = positive(condition, words);
  return condition.not ? notAmong + textOf(relative([link(phrase)])) : phrase;
}

/** Whom a condition leaves out where it is excluded: "those tagged “vip”". */
export function thoseOf(condition: Condition, words: Words): string {
  return `those ${textOf(relative([link(positive(condition, words))]))}`;
}

function positive(condition: Condition, words: Words): string {
  switch (condition.kind) {
    case "attribute":
      return testPhrase(fieldOf(condition.field), condition.test, "customers", words);
    case "metafield":
      return testPhrase(metafieldTold(condition), condition.test, "customers", words);
    case "event":
      return eventPhrase(condition, words);
    case "segment": {
      const name = words.segment(condition.segment);
      return name === undefined
        ? `are in a segment that is no longer there (no. ${String(condition.segment)})`
        : `are in the segment ${quote(name)}`;
    }
  }
}

function metafieldTold({ namespace, key, as }: MetafieldCondition): Told {
  // A point in the namespace would make another metafield of it.
  const name = namespace.includes(".") ? `${quote(namespace)} ${quote(key)}` : quote(`${namespace}.${key}`);
  const has = `have the attribute ${name}`;
  const told: Readonly<Record<typeof as, { readonly noun: string; readonly phrases?: Partial<Phrases> }>> = {
    text: {
      noun: `attribute ${name}`,
      phrases: {
        is: `${has} set to {}`,
        other: `${has} set to anything but {}`,
        matching: `${has} set to something that {}`,
      },
    },
    decimal: { noun: `number in the attribute ${name}` },
    date: { noun: `date in the attribute ${name}` },
    boolean: {
      noun: `attribute ${name}`,
      phrases: {
        yes: `${has} set to yes`,
        no: `${has} set to no`,
        known: `${has} set to yes or no`,
        unknown: `have the attribute ${name} set neither to yes nor to no`,
      },
    },
  };
  return { type: as, ...told[as] };
}

/** A node with where it stands in the definition as it was given. */
interface Placed<Kind extends Node = Node> {
  readonly node: Kind;
  readonly path: NodePath;
}

/** What is said of something, in pieces. */
type Phrase = readonly SentencePart[];

function sentence(where: Placed<Group>, words: Words): Phrase {
  if (where.node.not) return [link("All customers except those "), ...relative(groupPhrase(where, words))];
  const items = itemsOf(where);
  const { match } = where.node;
  if (items.length === 0) return [link(match === "all" ? "All customers" : "Nobody")];
  if (match === "any" && items.length > 1) return [link("Customers who "), ...groupPhrase(where, words)];
  const wanted = items.filter(({ node }) => !node.not);
  const except = items.filter(({ node }) => node.not);
  const who =
    wanted.length > 0 ? [link("Customers who "), ...wantedPhrase(wanted, words)] : [link("All customers")];
  if (except.length === 0) return who;
  return [...who, link(wanted.length > 0 ? ", except " : " except "), ...exceptions(except, words)];
}

/** A node inside another: more than one thing in brackets, so that it cannot be read with its neighbours. */
function innerPhrase({ node, path }: Placed, words: Words): Phrase {
  if (node.kind !== "group") return [{ text: phraseOf(node, words), path }];
  const phrase = bracketed({ node, path }, words);
  return node.not ? [link(notAmong), ...relative(phrase)] : phrase;
}

function bracketed(group: Placed<Group>, words: Words): Phrase {
  const phrase = groupPhrase(group, words);
  return itemsOf(group).length > 1 ? [link("("), ...phrase, link(")")] : phrase;
}

/** What a group asks, whether or not it is excluded. */
function groupPhrase(group: Placed<Group>, words: Words): Phrase {
  const items = itemsOf(group);
  const { match } = group.node;
  const [only] = items;
  if (only === undefined) {
    return [
      link(
        match === "all"
          ? "match a group without conditions (everybody does)"
          : "match any of no conditions (nobody does)",
      ),
    ];
  }
  if (items.length === 1) return innerPhrase(only, words);
  const phrases = items.map((item) => innerPhrase(item, words));
  return match === "all" ? conjunction(phrases) : alternatives(phrases);
}

/** The wanted items of the outermost group, where a choice needs no brackets. */
function wantedPhrase(items: readonly Placed[], words: Words): Phrase {
  return conjunction(
    items.map(({ node, path }) =>
      node.kind === "group" && node.match === "any"
        ? groupPhrase({ node, path }, words)
        : innerPhrase({ node, path }, words),
    ),
  );
}

function exceptions(items: readonly Placed[], words: Words): Phrase {
  const phrases = items.map(({ node, path }): Phrase => {
    if (node.kind !== "group") return [{ text: positive(node, words), path }];
    return items.length > 1 ? bracketed({ node, path }, words) : groupPhrase({ node, path }, words);
  });
  return conjunction(phrases.map((phrase) => [link("those "), ...relative(phrase)]));
}

/** Groups of the same kind in each other are one. */
function itemsOf({ node: { match, items }, path }: Placed<Group>): readonly Placed[] {
  return items.flatMap((item, place) => {
    const own = [...path, place];
    return item.kind === "group" && !item.not && item.match === match
      ? itemsOf({ node: item, path: own })
      : [{ node: item, path: own }];
  });
}

/** "a, b and c"; where a part has its own and, or or comma: "a, and b, and c". */
function conjunction(phrases: readonly Phrase[]): Phrase {
  return joined(phrases, "and", ", and ");
}

/** "either a, b or c"; where a part has its own: "either a or b or c". */
function alternatives(phrases: readonly Phrase[]): Phrase {
  return [link("either "), ...joined(phrases, "or", " or ")];
}

function joined(phrases: readonly Phrase[], word: "and" | "or", betweenIntricate: string): Phrase {
  const separators = phrases.some((phrase) => isIntricate(textOf(phrase)))
    ? phrases.slice(1).map(() => betweenIntricate)
    : separatorsOf(phrases.length, word);
  return phrases.flatMap((phrase, place) =>
    place === 0 ? phrase : [link(separators[place - 1] ?? ""), ...phrase],
  );
}

const isIntricate = (text: string): boolean => /,| and | or /.test(text);

const notAmong = "are not among those ";

/** What follows "those": "tagged “vip”", "who bought “Soap”". */
function relative(phrase: Phrase): Phrase {
  const text = textOf(phrase);
  const isShort = /^are (?:in|reachable|tagged) /.test(text) && !isIntricate(text);
  const [first, ...others] = phrase;
  return isShort && first
    ? [{ ...first, text: first.text.slice("are ".length) }, ...others]
    : [link("who "), ...phrase];
}

/** Words between conditions. */
function link(text: string): SentencePart {
  return { text, path: null };
}

function textOf(phrase: Phrase): string {
  return phrase.map(({ text }) => text).join("");
}

/** Words between conditions that follow each other are one piece. */
function merged(phrase: Phrase): SentencePart[] {
  const parts: SentencePart[] = [];
  for (const part of phrase) {
    const last = parts.at(-1);
    if (last?.path === null && part.path === null) parts.splice(-1, 1, link(last.text + part.text));
    else parts.push(part);
  }
  return parts;
}
