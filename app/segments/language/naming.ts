import { type Condition, conditionsOf, type Definition, type Node } from "./definition";
import { plainTree } from "./plainTree";
import { phraseOf } from "./wording";
import type { Words } from "./words";

/** Characters of a proposed name. */
const longest = 60;

/**
 * A name to propose for a new segment, made of up to three conditions of its rule: "Berlin, spent over $200". One line that
 * `segmentWords` takes as it is; "…" stands for what is left out.
 */
export function nameFor(definition: Definition, words: Words): string {
  const tree = plainTree(definition);
  const { wanted, leftOut } = sidesOf(tree);
  const conditions = [...wanted.flatMap(conditionsOf), ...leftOut];
  const isChoice = tree.kind === "group" && tree.match === "any";
  if (conditions.length === 0) return isChoice ? "Nobody" : "All customers";
  const names = [3, 2, 1].map((count) => {
    const kept = new Set(conditions.slice(0, count));
    const items = wanted.flatMap((item) => partOf(item, kept) ?? []);
    const name = nameOf(
      items,
      leftOut.filter((item) => kept.has(item)),
      words,
    );
    return conditions.length > count && name !== "" ? `${name}${isChoice ? " or" : ","} …` : name;
  });
  const name = names.find(({ length }) => length <= longest) ?? clipped(names.at(-1) ?? "");
  if (!isVisible(name)) return "New segment";
  return name.replace(/^[a-z]/, (letter) => letter.toUpperCase()).normalize("NFC");
}

/** What all members fulfil, and whom a rule leaves out. */
function sidesOf(tree: Node): { readonly wanted: readonly Node[]; readonly leftOut: readonly Condition[] } {
  const items = tree.kind === "group" && tree.match === "all" ? tree.items : [tree];
  return {
    wanted: items.filter(({ kind, not }) => kind === "group" || !not),
    leftOut: items.filter((item) => item.kind !== "group").filter(({ not }) => not),
  };
}

/** A tree with only some of its conditions; null with none of them. */
function partOf(node: Node, kept: ReadonlySet<Condition>): Node | null {
  if (node.kind !== "group") return kept.has(node) ? node : null;
  const items = node.items.flatMap((item) => partOf(item, kept) ?? []);
  return items.length === 0 ? null : { ...node, items };
}

function nameOf(wanted: readonly Node[], leftOut: readonly Condition[], words: Words): string {
  const asked = labelsOf(wanted, words).join(", ");
  const others = leftOut.map((condition) => labelOf({ ...condition, not: false }, words)).filter(isVisible);
  if (others.length === 0) return asked;
  const except = `except ${others.join(" or ")}`;
  return asked === "" ? `all ${except}` : `${asked}, ${except}`;
}

function labelsOf(nodes: readonly Node[], words: Words): string[] {
  return nodes.map((node) => labelOf(node, words)).filter(isVisible);
}

function labelOf(node: Node, words: Words): string {
  if (node.kind === "group") return labelsOf(node.items, words).join(node.match === "all" ? " and " : " or ");
  const label = cleaned(shortPhrase({ ...node, not: false }, words));
  return node.not && isVisible(label) ? `not ${label}` : label;
}

/** Words before what tells a condition from others: "live in “Berlin”" is called by the city alone. */
const beginnings =
  /^(?:are in the (?:RFM group |segment )?|are in an? |are |(?:have|had) (?:the |an? )?|live in (?:the |an? )?)/;

function shortPhrase(condition: Condition, words: Words): string {
  if (condition.kind === "attribute" || condition.kind === "metafield") {
    const { test } = condition;
    if ("texts" in test && test.operator !== "is_none_of" && test.texts.length > 2) {
      const one = shortPhrase({ ...condition, test: { ...test, texts: test.texts.slice(0, 1) } }, words);
      const more = `${words.number(test.texts.length - 1)} more`;
      return `${one} ${test.operator === "has_all" ? "and" : "or"} ${more}`;
    }
  }
  const phrase = phraseOf(condition, words).replace(/[“”]/g, "");
  const isKnown = "test" in condition && condition.test.operator === "has_value";
  if (isKnown) return phrase.replace(/^have /, "with ");
  return phrase.replace(beginnings, "").replace(/^(spent .*) in total$/, "$1");
}

/** On one line, without what cannot be seen; joiners stay, which letters and emoji are made with. */
function cleaned(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replace(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .replace(/ +/g, " ")
    .normalize("NFC")
    .trim();
}

function isVisible(text: string): boolean {
  return /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{C}\p{M}]/u.test(text);
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The beginning in whole words, or in whole characters where the words are long. */
function clipped(text: string): string {
  let kept = "";
  // A character may be made of several, but of no more than a name has.
  for (const { segment } of characters.segment(text.slice(0, 2 * longest))) {
    if (kept.length + segment.length >= longest) break;
    kept += segment;
  }
  const lastSpace = kept.lastIndexOf(" ");
  const words = lastSpace > longest / 2 ? kept.slice(0, lastSpace) : kept;
  const end = words.replace(/[\s,.;:]+$/, "");
  return end === "" ? "" : `${end}…`;
}
