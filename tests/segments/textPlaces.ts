/**
 * Every place of the segment language that takes a text, and who matches a condition there, judged by the one text that a
 * customer holds in all of these places (null: none).
 */
export interface TextPlace {
  readonly name: string;
  /** As posted. */
  readonly condition: (text: string) => unknown;
  readonly matches: (held: string | null, text: string) => boolean;
}

/** Where each customer of the test's store holds their text. */
export const heldAs = { namespace: "custom", key: "held" } as const;

interface TextTest {
  readonly name: string;
  readonly test: (text: string) => unknown;
  readonly matches: (held: string | null, text: string) => boolean;
}

/** Case folded letter by letter: JavaScript would else look at a sigma's neighbours, which no database does. */
function fold(text: string): string {
  const known = folded.get(text) ?? Array.from(text, (letter) => letter.toLowerCase()).join("");
  folded.set(text, known);
  return known;
}
const folded = new Map<string, string>();

/** Of those who hold a text. */
const holds = (agree: (held: string, text: string) => boolean) => (held: string | null, text: string) =>
  held !== null && agree(fold(held), fold(text));
const same = holds((held, text) => held === text);
const contains = holds((held, text) => held.includes(text));
const not = (matches: TextTest["matches"], whereNone: boolean) => (held: string | null, text: string) =>
  held === null ? whereNone : !matches(held, text);

const nobodyHas = "held by nobody";
const include = { missing: "include" };
const exclude = { missing: "exclude" };

const ofText: readonly TextTest[] = [
  { name: "is", test: (text) => ({ operator: "is", text }), matches: same },
  {
    name: "is_one_of",
    test: (text) => ({ operator: "is_one_of", texts: [nobodyHas, text] }),
    matches: same,
  },
  { name: "contains", test: (text) => ({ operator: "contains", text }), matches: contains },
  {
    name: "starts_with",
    test: (text) => ({ operator: "starts_with", text }),
    matches: holds((held, text) => held.startsWith(text)),
  },
  {
    name: "ends_with",
    test: (text) => ({ operator: "ends_with", text }),
    matches: holds((held, text) => held.endsWith(text)),
  },
  {
    name: "is_not or none",
    test: (text) => ({ operator: "is_not", text, ...include }),
    matches: not(same, true),
  },
  { name: "is_not", test: (text) => ({ operator: "is_not", text, ...exclude }), matches: not(same, false) },
  {
    name: "is_none_of",
    test: (text) => ({ operator: "is_none_of", texts: [text, nobodyHas], ...exclude }),
    matches: not(same, false),
  },
  {
    name: "contains_not",
    test: (text) => ({ operator: "contains_not", text, ...include }),
    matches: not(contains, true),
  },
];

const ofTags: readonly TextTest[] = [
  { name: "has_any", test: (text) => ({ operator: "has_any", texts: [text, nobodyHas] }), matches: same },
  { name: "has_all", test: (text) => ({ operator: "has_all", texts: [text] }), matches: same },
  {
    name: "has_none",
    test: (text) => ({ operator: "has_none", texts: [text] }),
    matches: (held, text) => !same(held, text),
  },
];

const atLeastOne = { operator: "at_least", amount: { kind: "number", number: 1 } };
const event = (name: string, property: string) => (test: unknown) => ({
  kind: "event",
  event: name,
  window: { kind: "ever" },
  filters: [{ property, test }],
  measure: { aggregate: "count" },
  test: atLeastOne,
});
const everywhere = (
  place: string,
  condition: (test: unknown) => unknown,
  tests: readonly TextTest[],
): TextPlace[] =>
  tests.map(({ name, test, matches }) => ({
    name: `${place} ${name}`,
    condition: (text) => condition(test(text)),
    matches,
  }));

/** Names of metafields are compared as they are spelled. */
const spelled = (held: string | null, text: string): boolean => held === text;
const known = { operator: "has_value" };
const metafield = (place: object, test: unknown) => ({ kind: "metafield", ...place, as: "text", test });

export const textPlaces: readonly TextPlace[] = [
  ...everywhere("last name", (test) => ({ kind: "attribute", field: "last_name", test }), ofText),
  ...everywhere("tags", (test) => ({ kind: "attribute", field: "tags", test }), ofTags),
  ...everywhere("metafield", (test) => metafield(heldAs, test), ofText),
  {
    name: "namespace of a metafield",
    condition: (text) => metafield({ namespace: text, key: "k" }, known),
    matches: spelled,
  },
  {
    name: "key of a metafield",
    condition: (text) => metafield({ namespace: "n", key: text }, known),
    matches: spelled,
  },
  ...everywhere("SKU bought", event("purchased", "sku"), ofText),
  ...everywhere("discount code", event("ordered", "discount_code"), ofTags),
  // Who was never tagged has no such event, which no filter changes.
  ...everywhere("tag added", event("tag_added", "tag"), ofText.slice(0, 5)),
];

const orders = { kind: "attribute", field: "orders", test: atLeastOne };
const bought = {
  kind: "event",
  event: "purchased",
  window: { kind: "ever" },
  filters: [],
  measure: { aggregate: "count" },
  test: atLeastOne,
};
const rule = (condition: unknown) => ({
  version: 1,
  where: { kind: "group", match: "all", items: [condition] },
});
const number = (amount: unknown) => rule({ ...orders, test: { operator: "at_least", amount } });
const on = (field: string, test: unknown) => rule({ ...orders, field, test });

/** Definitions with a text in each place of the language where none but known words, numbers and days belong. */
export const textlessPlaces: readonly ((text: string) => unknown)[] = [
  (text) => text,
  (text) => ({ ...rule(orders), version: text }),
  (text) => ({ ...rule(orders), where: text }),
  (text) => ({ ...rule(orders), [`x${text}`]: true }),
  (text) => ({ version: 1, where: { kind: "group", match: text, items: [] } }),
  (text) => ({ version: 1, where: { kind: "group", match: "all", items: text } }),
  (text) => ({ version: 1, where: { kind: "group", match: "all", not: text, items: [] } }),
  (text) => rule(text),
  (text) => rule({ ...orders, kind: text }),
  (text) => rule({ ...orders, [`x${text}`]: true }),
  (text) => on(text, atLeastOne),
  (text) => on("orders", { ...atLeastOne, operator: text }),
  (text) => on("orders", { ...atLeastOne, amount: text }),
  (text) => number({ kind: text, number: 1 }),
  (text) => number({ kind: "number", number: text }),
  (text) => number({ kind: "percentile", percentile: text, of: "buyers" }),
  (text) => number({ kind: "percentile", percentile: 80, of: text }),
  (text) => on("last_order_on", { operator: "on", date: text }),
  (text) => on("last_order_on", { operator: "between_dates", from: "2026-01-01", to: text }),
  (text) => on("last_order_on", { operator: "in_last", period: { count: text, unit: "days" } }),
  (text) => on("last_order_on", { operator: "in_last", period: { count: 1, unit: text } }),
  (text) => on("rfm_group", { operator: "is_one_of", texts: [text] }),
  (text) => on("country", { operator: "is_one_of", texts: ["NL", text] }),
  (text) => on("city", { operator: "is_not", text: "Amsterdam", missing: text }),
  (text) => on("city", { operator: "is_one_of", texts: text }),
  (text) => rule({ kind: "metafield", namespace: "n", key: "k", as: text, test: known }),
  (text) => rule({ ...bought, event: text }),
  (text) => rule({ ...bought, window: { kind: text } }),
  (text) => rule({ ...bought, window: { kind: "after", date: text } }),
  (text) => rule({ ...bought, filters: [{ property: text, test: known }] }),
  (text) =>
    rule({
      ...bought,
      filters: [{ property: "product", test: { operator: "is_one_of", texts: [`${text}x`] } }],
    }),
  (text) => rule({ ...bought, measure: { aggregate: text, property: "quantity" } }),
  (text) => rule({ ...bought, measure: { aggregate: "sum", property: text } }),
  (text) => rule({ kind: "segment", segment: text }),
];
