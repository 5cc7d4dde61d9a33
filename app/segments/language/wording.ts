import type { Condition, Definition, Group, MetafieldCondition, Node } from "./definition";
import { fieldOf } from "./fields";
import type { Phrases } from "./phrases";
import type { Words } from "./words";
import { eventPhrase } from "./wording/events";
import { testPhrase, type Told } from "./wording/tests";
import { listOf, quote } from "./wording/values";

/**
 * A definition as one English sentence: "Customers who bought “Massage” and spent over $200 in the last 30 days, except
 * those tagged “wholesale”." The same everywhere, and another one for every other meaning. Plain text: a page escapes it.
 */
export function sentenceOf({ where }: Definition, words: Words): string {
  if (where.not) return `All customers except those ${relative(groupPhrase(where, words))}.`;
  const items = itemsOf(where);
  if (items.length === 0) return where.match === "all" ? "All customers." : "Nobody.";
  if (where.match === "any" && items.length > 1) return `Customers who ${groupPhrase(where, words)}.`;
  const wanted = items.filter((item) => !item.not);
  const except = items.filter((item) => item.not);
  const who = wanted.length > 0 ? `Customers who ${wantedPhrase(wanted, words)}` : "All customers";
  if (except.length === 0) return `${who}.`;
  return `${who}${wanted.length > 0 ? "," : ""} except ${exceptions(except, words)}.`;
}

/** One condition as what follows "Customers who …": "live in “Berlin”". */
export function phraseOf(condition: Condition, words: Words): string {
  return condition.not ? excluded(positive(condition, words)) : positive(condition, words);
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

/** A node inside another: more than one thing in brackets, so that it cannot be read with its neighbours. */
function innerPhrase(node: Node, words: Words): string {
  if (node.kind !== "group") return phraseOf(node, words);
  const phrase = bracketed(node, words);
  return node.not ? excluded(phrase) : phrase;
}

function bracketed(group: Group, words: Words): string {
  const phrase = groupPhrase(group, words);
  return itemsOf(group).length > 1 ? `(${phrase})` : phrase;
}

/** What a group asks, whether or not it is excluded. */
function groupPhrase(group: Group, words: Words): string {
  const items = itemsOf(group);
  const [only] = items;
  if (only === undefined) {
    return group.match === "all"
      ? "match a group without conditions (everybody does)"
      : "match any of no conditions (nobody does)";
  }
  if (items.length === 1) return innerPhrase(only, words);
  const phrases = items.map((item) => innerPhrase(item, words));
  return group.match === "all" ? conjunction(phrases) : alternatives(phrases);
}

/** The wanted items of the outermost group, where a choice needs no brackets. */
function wantedPhrase(items: readonly Node[], words: Words): string {
  return conjunction(
    items.map((item) =>
      item.kind === "group" && item.match === "any" ? groupPhrase(item, words) : innerPhrase(item, words),
    ),
  );
}

function exceptions(items: readonly Node[], words: Words): string {
  const phrases = items.map((item) => {
    if (item.kind !== "group") return positive(item, words);
    return items.length > 1 ? bracketed(item, words) : groupPhrase(item, words);
  });
  return conjunction(phrases.map((phrase) => `those ${relative(phrase)}`));
}

/** Groups of the same kind in each other are one. */
function itemsOf({ match, items }: Group): readonly Node[] {
  return items.flatMap((item) =>
    item.kind === "group" && !item.not && item.match === match ? itemsOf(item) : [item],
  );
}

/** "a, b and c"; where a part has its own and, or or comma: "a, and b, and c". */
function conjunction(phrases: readonly string[]): string {
  return phrases.some(isIntricate) ? phrases.join(", and ") : listOf(phrases, "and");
}

/** "either a, b or c"; where a part has its own: "either a or b or c". */
function alternatives(phrases: readonly string[]): string {
  return `either ${phrases.some(isIntricate) ? phrases.join(" or ") : listOf(phrases, "or")}`;
}

const isIntricate = (phrase: string): boolean => /,| and | or /.test(phrase);

function excluded(phrase: string): string {
  return `are not among those ${relative(phrase)}`;
}

/** What follows "those": "tagged “vip”", "who bought “Soap”". */
function relative(phrase: string): string {
  const isShort = /^are (?:in|reachable|tagged) /.test(phrase) && !isIntricate(phrase);
  return isShort ? phrase.slice("are ".length) : `who ${phrase}`;
}
