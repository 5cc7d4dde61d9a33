import { describe, expect, it } from "vitest";

import { parseDefinition } from "~/segments/language/parse";

const condition = (more: object = {}) => ({
  kind: "attribute",
  field: "orders",
  test: { operator: "at_least", amount: { kind: "number", number: 2 } },
  ...more,
});
const event = (more: object = {}) => ({
  kind: "event",
  event: "purchased",
  window: { kind: "ever" },
  filters: [],
  measure: { aggregate: "count" },
  test: { operator: "at_least", amount: { kind: "number", number: 1 } },
  ...more,
});
const rule = (...items: unknown[]) => ({ version: 1, where: { kind: "group", match: "all", items } });

function nested(depth: number): string {
  return `{"version":1,"where":${'{"kind":"group","match":"all","items":['.repeat(depth)}${"]}".repeat(depth)}}`;
}

function messages(input: unknown): string[] {
  const parsed = parseDefinition(input);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

describe("a definition that cannot be read is refused in words", () => {
  it.each<[string, unknown, string]>([
    [
      "no JSON",
      '{"version":1,"where":',
      "This is not a segment's rule: it cannot be read as JSON of a definition.",
    ],
    ["no object", "[]", "This is not a segment's rule: it cannot be read as JSON of a definition."],
    ["nothing", null, "This is not a segment's rule: it cannot be read as JSON of a definition."],
    ["a number", 7, "This is not a segment's rule: it cannot be read as JSON of a definition."],
    [
      "a version to come",
      { ...rule(condition()), version: 999 },
      "This rule was made by a newer version of Quintile (version 999 of the language, this one knows 1). Update Quintile to use it.",
    ],
    ["no version", { where: rule(condition()).where }, "The rule does not say its version."],
    ["a version that is text", { ...rule(condition()), version: "1" }, "The rule does not say its version."],
    ["no rule", { version: 1 }, "The rule is missing."],
    [
      "an unknown field",
      rule(condition({ field: "shoe_size" })),
      "The field “shoe_size” is not known to this version of Quintile.",
    ],
    [
      "an unknown event",
      rule(event({ event: "sneezed" })),
      "The event “sneezed” is not known to this version of Quintile.",
    ],
    [
      "an unknown property",
      rule(event({ filters: [{ property: "smell", test: { operator: "is", text: "x" } }] })),
      "“Bought a product” has no property “smell”. Choose one of: “Product”, “Variant”, “Product title”, “SKU”, “Vendor”, “Product type”, “Product tags”, “Collection”, “Quantity”, “Unit price”, “Paid for it”, “Discount on it”, “Gift card”, “Order”, “Channel”.",
    ],
    [
      "an unknown operator",
      rule(condition({ test: { operator: "resembles", text: "x" } })),
      "The comparison “resembles” is not known to this version of Quintile.",
    ],
    [
      "an unknown kind",
      rule({ kind: "horoscope" }),
      "The kind of condition “horoscope” is not known to this version of Quintile.",
    ],
    [
      "a comparison of another type",
      rule(condition({ test: { operator: "contains", text: "x" } })),
      "“Orders” cannot be asked with “contains”. Choose one of: “is exactly”, “is not”, “is more than”, “is at least”, “is less than”, “is at most”, “is between”, “is known”, “is not known”.",
    ],
    [
      "text for a number",
      rule(condition({ test: { operator: "at_least", amount: { kind: "number", number: "2" } } })),
      "The number must be a number.",
    ],
    [
      "a number for text",
      rule(condition({ field: "city", test: { operator: "is", text: 7 } })),
      "The text must be a text.",
    ],
    [
      "half an order",
      rule(condition({ test: { operator: "at_least", amount: { kind: "number", number: 1.5 } } })),
      "“Orders” is compared with a whole number.",
    ],
    [
      "no day",
      rule(condition({ field: "last_order_on", test: { operator: "on", date: "2026-02-30" } })),
      "The day must be a day of the calendar, written like 2026-01-31.",
    ],
    [
      "a part that does not belong there",
      rule(condition({ sql: "1=1" })),
      "The condition has a part that does not belong there: “sql”.",
    ],
    [
      "10,000 conditions",
      rule(...Array.from({ length: 10_000 }, () => condition())),
      "The rule has more than 500 conditions and groups. Take some out, or move a part into another segment.",
    ],
    [
      "10,000 conditions in JSON",
      JSON.stringify(rule(...Array.from({ length: 10_000 }, () => condition()))),
      "The rule is longer than 1,000,000 characters. Take conditions out, or shorten its lists of values.",
    ],
    [
      "100,000 groups in groups",
      nested(100_000),
      "The rule is longer than 1,000,000 characters. Take conditions out, or shorten its lists of values.",
    ],
    [
      "a text of a megabyte",
      rule(condition({ field: "city", test: { operator: "is", text: "x".repeat(1_000_000) } })),
      "The text is too long: use up to 255 characters.",
    ],
    [
      "a megabyte and more of JSON",
      " ".repeat(1_000_001) + JSON.stringify(rule(condition())),
      "The rule is longer than 1,000,000 characters. Take conditions out, or shorten its lists of values.",
    ],
  ])("%s", (_, input, message) => {
    expect(messages(input)).toEqual([message]);
  });

  it("and one like them that can be read is read", () => {
    const sound = rule(condition(), event());
    expect(messages(sound)).toEqual([]);
    expect(messages(JSON.stringify(sound))).toEqual([]);
    expect(messages(nested(40))).toEqual([]);
    expect(messages(rule(...Array.from({ length: 400 }, () => condition())))).toEqual([]);
  });
});
