import type { Condition } from "./definition";
import { type Asked, type Difference, keyOf } from "./difference";
import { propertyOf } from "./events";
import { phraseOf, thoseOf } from "./wording";
import type { Words } from "./words";

/** What changed, a sentence each: "Added: live in “Berlin”."; nothing where both ask the same. Plain text: a page escapes it. */
export function differenceWording(difference: Difference, words: Words): string[] {
  const { added, removed, changed, kept, connectives } = difference;
  const conditions = [
    ...kept,
    ...[...added, ...removed, ...changed.flatMap(({ before, after }) => [before, after])].map(
      ({ condition }) => condition,
    ),
  ];
  const told = tellingApart(conditions, words);
  const looks = lookAlikes(conditions, told);
  const sentence = (text: string, ...of: readonly Asked[]) =>
    of.some(({ condition }) => looks(condition))
      ? `${text}. It looks like another condition, but is written with other spaces or letters.`
      : `${text}.`;
  return [
    ...added.map((asked) => sentence(addedText(asked, told), asked)),
    ...removed.map((asked) => sentence(removedText(asked, told), asked)),
    ...changed.map(({ before, after }) => sentence(changedText(before, after, told), before, after)),
    ...(connectives ? ["How the conditions are joined was changed."] : []),
  ];
}

function addedText({ condition, required }: Asked, words: Words): string {
  if (!required) return `Added as one way in: ${phraseOf(condition, words)}`;
  return condition.not
    ? `Left out now: ${thoseOf(condition, words)}`
    : `Added: ${phraseOf(condition, words)}`;
}

function removedText({ condition, required }: Asked, words: Words): string {
  if (!required) return `Removed as one way in: ${phraseOf(condition, words)}`;
  return condition.not
    ? `No longer left out: ${thoseOf(condition, words)}`
    : `Removed: ${phraseOf(condition, words)}`;
}

function changedText(before: Asked, after: Asked, words: Words): string {
  if (before.required && after.required) {
    const [old, now] = [before.condition, after.condition];
    if (isOppositeOf(old, now)) {
      return now.not
        ? `Left out now, asked for before: ${thoseOf(now, words)}`
        : `Asked for now, left out before: ${thoseOf(now, words)}`;
    }
    if (old.not && now.not)
      return `Changed among those left out: ${thoseOf(old, words)} → ${thoseOf(now, words)}`;
  }
  return `Changed: ${phraseOf(before.condition, words)} → ${phraseOf(after.condition, words)}`;
}

function isOppositeOf(one: Condition, other: Condition): boolean {
  return one.not !== other.not && subject(one) === subject(other);
}

/** The condition itself, excluded or not. */
function subject(condition: Condition): string {
  return keyOf({ ...condition, not: false });
}

type Kind = "product" | "variant" | "collection" | "segment";

/** The words with its number behind the name of each record that is mentioned beside another of that name. */
function tellingApart(conditions: readonly Condition[], words: Words): Words {
  const named = new Map<string, Set<string>>();
  const look = (kind: Kind, name: string) => `${kind} ${lookOf(name)}`;
  const nameOf = (kind: Kind, id: string) =>
    kind === "segment" ? words.segment(Number(id)) : words[kind](id);
  for (const [kind, id] of conditions.flatMap(recordsIn)) {
    const name = nameOf(kind, id);
    if (name === undefined) continue;
    named.set(look(kind, name), (named.get(look(kind, name)) ?? new Set()).add(id));
  }
  const apart = (kind: Kind) => (id: string | number) => {
    const name = nameOf(kind, String(id));
    const isShared = name !== undefined && (named.get(look(kind, name))?.size ?? 0) > 1;
    return isShared ? `${name} (no. ${String(id)})` : name;
  };
  return {
    ...words,
    product: apart("product"),
    variant: apart("variant"),
    collection: apart("collection"),
    segment: apart("segment"),
  };
}

/** What a condition mentions by id. */
function recordsIn(condition: Condition): (readonly [kind: Kind, id: string])[] {
  if (condition.kind === "segment") return [["segment", String(condition.segment)]];
  if (condition.kind !== "event") return [];
  return condition.filters.flatMap(({ property, test }) => {
    const kind = propertyOf(condition.event, property)?.of;
    if (kind === undefined) return [];
    const ids = "texts" in test ? test.texts : "text" in test ? [test.text] : [];
    return ids.map((id) => [kind, id] as const);
  });
}

/** Tells whether a condition reads like another one that asks something else. */
function lookAlikes(conditions: readonly Condition[], words: Words): (condition: Condition) => boolean {
  const look = (condition: Condition) => lookOf(phraseOf({ ...condition, not: false }, words));
  const asked = new Map<string, Set<string>>();
  for (const condition of conditions) {
    asked.set(look(condition), (asked.get(look(condition)) ?? new Set()).add(subject(condition)));
  }
  return (condition) => (asked.get(look(condition))?.size ?? 0) > 1;
}

/** What is left of a text to the eye: without what cannot be seen, and letters as they look. */
function lookOf(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\s+/gu, " ")
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, "")
    .replace(/ *([“”]) */g, "$1")
    .replace(/ +/g, " ")
    .trim();
}
