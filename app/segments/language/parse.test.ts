import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Definition, limits } from "./definition";
import { fieldIds, fieldOf } from "./fields";
import { type OperatorId, operators, valueTypes } from "./operators";
import { parseDefinition } from "./parse";
import { upgradeDefinition } from "./upgrade";

const all = (...items: unknown[]) => ({ version: 1, where: { kind: "group", match: "all", items } });
const attribute = (field: string, test: unknown) => ({ kind: "attribute", field, test });
const number = (value: number) => ({ kind: "number", number: value });
const event = (more: object) => ({
  kind: "event",
  event: "ordered",
  window: { kind: "ever" },
  filters: [],
  measure: { aggregate: "count" },
  test: { operator: "at_least", amount: number(1) },
  ...more,
});
const city = attribute("city", { operator: "is", text: "Berlin" });

function problemsOf(input: unknown): string[] {
  const parsed = parseDefinition(input);
  if (parsed.ok) throw new Error("It was read without a problem.");
  return parsed.problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

function read(input: unknown): Definition {
  const parsed = parseDefinition(input);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  return parsed.definition;
}

describe("what is read", () => {
  test("an object and its JSON text alike, with what goes without saying", () => {
    const definition = read(all(city));
    expect(definition.where).toEqual({
      kind: "group",
      not: false,
      match: "all",
      items: [{ kind: "attribute", not: false, field: "city", test: { operator: "is", text: "Berlin" } }],
    });
    expect(read(JSON.stringify(all(city)))).toEqual(definition);
    expect(read(definition)).toEqual(definition);
  });

  test("groups as deep as they may be", () => {
    let where: unknown = { kind: "group", match: "any", items: [city] };
    for (let depth = 1; depth < limits.depth; depth += 1)
      where = { kind: "group", match: "all", items: [where] };
    expect(parseDefinition({ version: 1, where }).ok).toBe(true);
    const deeper = { kind: "group", match: "all", items: [where] };
    expect(problemsOf({ version: 1, where: { kind: "group", match: "all", items: [deeper] } })).toEqual([
      ": The rule has groups in groups more than 50 deep. Move the inner ones out, or into another segment.",
    ]);
  });

  test("as many conditions as there may be", () => {
    const most = limits.nodes - 1;
    expect(parseDefinition(all(...Array<unknown>(most).fill(city))).ok).toBe(true);
    expect(parseDefinition(all(...Array<unknown>(most + 1).fill(city))).ok).toBe(false);
  });

  test("as many conditions that look into other tables as there may be, beside any others", () => {
    const most = Array<unknown>(limits.lookups).fill({ kind: "segment", segment: 7 });
    expect(parseDefinition(all(...most, city, city)).ok).toBe(true);
    expect(
      problemsOf(all(city, { kind: "segment", segment: 7 }, { kind: "group", match: "any", items: most })),
    ).toEqual([
      "where: The rule has more than 100 conditions about events, custom attributes and segments. Take some out, or move a part into another segment.",
    ]);
  });
});

describe("every operator", () => {
  const operands: Readonly<Record<string, object>> = {
    none: {},
    text: { text: "x" },
    amount: { amount: number(3) },
    amounts: { from: number(1), to: number(3) },
    period: { period: { count: 3, unit: "days" } },
    date: { date: "2026-01-31" },
    dates: { from: "2026-01-01", to: "2026-01-31" },
  };
  const operatorIds = Object.keys(operators) as OperatorId[];

  test.each(fieldIds)("of %s, as its type allows and no other", (field) => {
    const { type, choices, codes } = fieldOf(field);
    const chosen = choices?.[0]?.value ?? (codes ? "DE" : "x");
    const read = operatorIds.filter((operator) => {
      const { operand } = operators[operator];
      const given = operand === "texts" ? { texts: [chosen] } : operands[operand];
      const missing = "negative" in operators[operator] ? { missing: "include" } : {};
      return parseDefinition(all(attribute(field, { operator, ...given, ...missing }))).ok;
    });
    expect(read.sort()).toEqual([...valueTypes[type]].sort());
  });
});

describe("what is refused, in words", () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["no JSON", "{", [": This is not a segment's rule: it cannot be read as JSON of a definition."]],
    ["a list", [], [": This is not a segment's rule: it cannot be read as JSON of a definition."]],
    ["nothing", null, [": This is not a segment's rule: it cannot be read as JSON of a definition."]],
    ["no version", { where: all().where }, ["version: The rule does not say its version."]],
    [
      "a newer version",
      { version: 2, anything: 1 },
      [
        "version: This rule was made by a newer version of Quintile (version 2 of the language, this one knows 1). Update Quintile to use it.",
      ],
    ],
    [
      "a version before the first",
      { version: 0 },
      ["version: No version 0 of the rules' language is known."],
    ],
    ["half a version", { version: 0.5 }, ["version: No version 0.5 of the rules' language is known."]],
    ["no rule", { version: 1 }, ["where: The rule is missing."]],
    [
      "an unknown field",
      all(attribute("shoe_size", { operator: "is", text: "x" })),
      ["where.items.0.field: The field “shoe_size” is not known to this version of Quintile."],
    ],
    [
      "a name that every object has",
      all(attribute("constructor", { operator: "is", text: "x" })),
      ["where.items.0.field: The field “constructor” is not known to this version of Quintile."],
    ],
    [
      "an unknown operator",
      all(city, attribute("city", { operator: "resembles", text: "x" })),
      ["where.items.1.test.operator: The comparison “resembles” is not known to this version of Quintile."],
    ],
    [
      "an unknown event",
      all(event({ event: "sneezed" })),
      ["where.items.0.event: The event “sneezed” is not known to this version of Quintile."],
    ],
    [
      "an unknown property",
      all(
        event({ event: "refunded", filters: [{ property: "colour", test: { operator: "is", text: "x" } }] }),
      ),
      ["where.items.0.filters.0.property: “Was refunded” has no property “colour”. Choose one of: “Amount”."],
    ],
    [
      "a property that every object has",
      all(event({ event: "shipped", measure: { aggregate: "distinct", property: "constructor" } })),
      ["where.items.0.measure.property: “Order was shipped” has no property “constructor”."],
    ],
    [
      "a text where a number belongs",
      all(attribute("orders", { operator: "at_least", amount: { kind: "number", number: "3" } })),
      ["where.items.0.test.amount.number: The number must be a number."],
    ],
    [
      "an operator of another type",
      all(attribute("tax_exempt", { operator: "in_last", period: { count: 30, unit: "days" } })),
      [
        "where.items.0.test.operator: “Tax exempt” cannot be asked with “is in the last”. Choose one of: “is true”, “is false”, “is known”, “is not known”.",
      ],
    ],
    [
      "a metafield asked as another type",
      all({
        kind: "metafield",
        namespace: "facts",
        key: "size",
        as: "boolean",
        test: { operator: "is", text: "x" },
      }),
      [
        "where.items.0.test.operator: “facts.size” cannot be asked with “is”. Choose one of: “is true”, “is false”, “is known”, “is not known”.",
      ],
    ],
    [
      "a choice that does not exist",
      all(attribute("shopify_spend_tier", { operator: "is_one_of", texts: ["HIGH", "high"] })),
      [
        "where.items.0.test.texts.1: “Predicted spend by Shopify” is never “high”. Choose from: “HIGH”, “MEDIUM”, “LOW”.",
      ],
    ],
    [
      "a country in words",
      all(attribute("country", { operator: "is_one_of", texts: ["Germany"] })),
      [
        "where.items.0.test.texts.0: “Country” is chosen by its code of two capital letters: “Germany” is none.",
      ],
    ],
    [
      "an id that is none",
      all(
        event({
          event: "purchased",
          filters: [
            { property: "product", test: { operator: "is_one_of", texts: ["gid://shopify/Product/1", "7"] } },
            { property: "collection", test: { operator: "has_any", texts: ["9223372036854775808"] } },
          ],
        }),
      ),
      [
        "where.items.0.filters.0.test.texts.0: “Product” is chosen by its id, a whole number: “gid://shopify/Product/1” is none.",
        "where.items.0.filters.1.test.texts.0: “Collection” is chosen by its id, a whole number: “9223372036854775808” is none.",
      ],
    ],
    [
      "parts of a cent and of a customer's orders",
      all(
        attribute("spend", { operator: "greater", amount: number(1.5) }),
        attribute("orders", { operator: "between", from: number(0.5), to: number(2) }),
      ),
      [
        "where.items.0.test.amount.number: “Total spend” is compared with a whole number (of the currency's smallest unit).",
        "where.items.1.test.from.number: “Orders” is compared with a whole number.",
      ],
    ],
    [
      "more than all",
      all(attribute("discounted_share", { operator: "at_least", amount: number(101) })),
      ["where.items.0.test.amount.number: “Share of orders with a discount” is a percentage from 0 to 100."],
    ],
    [
      "ends before the beginning",
      all(
        attribute("spend", { operator: "between", from: number(2), to: number(1) }),
        attribute("created_at", { operator: "between_dates", from: "2026-02-01", to: "2026-01-31" }),
        event({ window: { kind: "between_dates", from: "2026-02-01", to: "2026-01-31" } }),
      ),
      [
        "where.items.0.test: The range of “Total spend” ends before it begins. Swap its ends.",
        "where.items.1.test: The range of days ends (2026-01-31) before it begins (2026-02-01). Swap its ends.",
        "where.items.2.window: The range of days ends (2026-01-31) before it begins (2026-02-01). Swap its ends.",
      ],
    ],
    [
      "a day that is not in the calendar",
      all(attribute("created_at", { operator: "on", date: "2025-02-29" })),
      ["where.items.0.test.date: The day must be a day of the calendar, written like 2026-01-31."],
    ],
    [
      "a day out of reach",
      all(attribute("created_at", { operator: "on", date: "9999-12-31" })),
      ["where.items.0.test.date: Days lie between 1900 and 2999."],
    ],
    [
      "too long a period",
      all(event({ window: { kind: "in_last", period: { count: 121, unit: "months" } } })),
      ["where.items.0.window.period.count: A period can have up to 120 months."],
    ],
    [
      "no period",
      all(event({ window: { kind: "in_last", period: { count: 0, unit: "days" } } })),
      ["where.items.0.window.period.count: The length of the period must be at least 1."],
    ],
    [
      "a percentile of something else",
      all(
        attribute("orders", {
          operator: "greater",
          amount: { kind: "percentile", percentile: 80, of: "unit_prices" },
        }),
        event({
          test: { operator: "greater", amount: { kind: "percentile", percentile: 80, of: "order_gaps" } },
        }),
      ),
      [
        "where.items.0.test.amount.of: “Orders” cannot be compared with that percentile.",
        "where.items.1.test.amount.of: “Ordered” cannot be compared with that percentile.",
      ],
    ],
    [
      "a percentile of everybody",
      all(
        attribute("orders", {
          operator: "greater",
          amount: { kind: "percentile", percentile: 100, of: "buyers" },
        }),
      ),
      ["where.items.0.test.amount.percentile: The percentile must be less than 100."],
    ],
    [
      "the sum of words",
      all(event({ measure: { aggregate: "sum", property: "channel" } })),
      [
        "where.items.0.measure.property: “Channel” is not a number, so it has no sum. Choose another property.",
      ],
    ],
    [
      "the different lists",
      all(event({ measure: { aggregate: "distinct", property: "order_tags" } })),
      [
        "where.items.0.measure.property: “Order tags” is a list, whose different values cannot be counted. Choose another property.",
      ],
    ],
    [
      "no choice for those without a value",
      all(attribute("city", { operator: "is_not", text: "Berlin" })),
      ["where.items.0.test.missing: The choice for customers without a value is missing."],
    ],
    [
      "a choice that means nothing",
      all(attribute("city", { operator: "is", text: "Berlin", missing: "include" })),
      ["where.items.0.test: The comparison has a part that does not belong there: “missing”."],
    ],
    [
      "a text of a megabyte",
      all(attribute("city", { operator: "is", text: "x".repeat(1_000_000) })),
      ["where.items.0.test.text: The text is too long: use up to 255 characters."],
    ],
    [
      "JSON of more than a megabyte",
      JSON.stringify(all(attribute("city", { operator: "is", text: "x".repeat(1_000_000) }))),
      [
        ": The rule is longer than 1,000,000 characters. Take conditions out, or shorten its lists of values.",
      ],
    ],
    [
      "NUL, the separator of tags, half an emoji",
      all(
        attribute("city", { operator: "is", text: "a\0b" }),
        attribute("tags", { operator: "has_any", texts: ["ok", "a\u001Fb"] }),
        attribute("city", { operator: "is", text: "\uD83D" }),
      ),
      [
        "where.items.0.test.text: The text holds characters that cannot be stored.",
        "where.items.1.test.texts.1: The value holds characters that cannot be stored.",
        "where.items.2.test.text: The text holds characters that cannot be stored.",
      ],
    ],
    [
      "10,000 conditions",
      all(...Array<unknown>(10_000).fill(city)),
      [
        ": The rule has more than 500 conditions and groups. Take some out, or move a part into another segment.",
      ],
    ],
    [
      "too long a list",
      all(attribute("city", { operator: "is_one_of", texts: Array<string>(501).fill("x") })),
      ["where.items.0.test.texts: The list of values is too long: use up to 500."],
    ],
  ];

  test.each(cases)("%s", (_, input, problems) => {
    expect(problemsOf(input)).toEqual(problems);
  });

  test("a hundred thousand groups in groups, as text and as an object, without exhausting the stack", () => {
    const depth = 100_000;
    const text = `{"version":1,"where":${'{"kind":"group","match":"all","items":['.repeat(depth)}${"]}".repeat(depth)}}`;
    expect(problemsOf(text)).toEqual([
      ": The rule is longer than 1,000,000 characters. Take conditions out, or shorten its lists of values.",
    ]);
    expect(problemsOf(JSON.parse(text))).toEqual([
      ": The rule has groups in groups more than 50 deep. Move the inner ones out, or into another segment.",
    ]);
    expect(problemsOf("[".repeat(depth))).toHaveLength(1);
    expect(problemsOf(`{"version":1,"where":${'{"test":'.repeat(depth)}1${"}".repeat(depth)}}`)).toHaveLength(
      1,
    );
  });

  test("more entries than a rule has", () => {
    expect(problemsOf({ version: 1, where: {}, more: Array<number>(limits.entries + 1).fill(1) })).toEqual([
      ": The rule is too long to be read. Shorten its lists of values.",
    ]);
  });

  test("at most twenty problems at once", () => {
    const wrong = attribute("city", { operator: "greater", amount: number(1) });
    expect(problemsOf(all(...Array<unknown>(100).fill(wrong)))).toHaveLength(20);
  });

  test("whatever comes in", () => {
    const keys = fc.constantFrom(
      "version",
      "where",
      "kind",
      "items",
      "field",
      "test",
      "operator",
      "texts",
      "amount",
      "event",
      "filters",
      "__proto__",
    );
    const words = fc.constantFrom(
      "group",
      "attribute",
      "event",
      "all",
      "city",
      "is",
      "ordered",
      "number",
      "count",
    );
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 8 },
        fc.anything(),
        words,
        fc.dictionary(keys, tie("value"), { maxKeys: 6 }),
        fc.array(tie("value"), { maxLength: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(anything, anything, (where, other) => {
        for (const input of [where, { version: 1, where }, all(where, other)]) {
          const parsed = parseDefinition(input);
          if (parsed.ok) expect(parseDefinition(parsed.definition)).toEqual(parsed);
          else expect(parsed.problems.every(({ message }) => /^[^\p{Cc}]+\.$/u.test(message))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("definitions of older versions", () => {
  const steps = [
    { from: 1, step: (definition: object) => ({ ...definition, one: true }) },
    { from: 2, step: ({ one, ...rest }: { one?: unknown }) => ({ ...rest, two: one }) },
  ];

  test("go through every step from theirs on", () => {
    expect(upgradeDefinition({ version: 1, where: "here" }, steps, 3)).toEqual({
      ok: true,
      definition: { version: 3, where: "here", two: true },
    });
    expect(upgradeDefinition({ version: 2, one: 7 }, steps, 3)).toEqual({
      ok: true,
      definition: { version: 3, two: 7 },
    });
    expect(upgradeDefinition({ version: 3, one: 7 }, steps, 3)).toEqual({
      ok: true,
      definition: { version: 3, one: 7 },
    });
  });

  test("are refused where a step is missing or the version is yet to come", () => {
    expect(upgradeDefinition({ version: 1 }, steps.slice(1), 3).ok).toBe(false);
    expect(upgradeDefinition({ version: 4 }, steps, 3).ok).toBe(false);
  });
});
