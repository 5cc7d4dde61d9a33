import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defaultSettings, scoringSettings } from "~/customers/settings";

import type { Amount, Condition, Definition, Node } from "../language/definition";
import { cases } from "../testing/cases";
import type { CompileContext } from "./context";
import { countMembers, selectMembers } from "./members";
import { thresholdQuery, thresholdsOf } from "./thresholds";

const context: CompileContext = {
  clock: { kind: "day", today: "2026-01-01" },
  timeZone: "America/New_York",
  settings: defaultSettings,
  thresholds: new Map(),
};

function matching(...items: Node[]): Definition {
  return { version: 1, where: { kind: "group", not: false, match: "all", items } };
}

function number(value: number): Amount {
  return { kind: "number", number: value };
}

const days = (count: number) => ({ count, unit: "days" as const });
const city: Condition = {
  kind: "attribute",
  not: false,
  field: "city",
  test: { operator: "is_one_of", texts: ["Berlin"] },
};
const country: Condition = {
  kind: "attribute",
  not: false,
  field: "country",
  test: { operator: "is_one_of", texts: ["DE"] },
};
const notVip: Condition = {
  kind: "attribute",
  not: true,
  field: "tags",
  test: { operator: "has_any", texts: ["vip"] },
};
const spent = (amount: number, lastDays: number): Condition => ({
  kind: "event",
  not: false,
  event: "ordered",
  window: { kind: "in_last", period: days(lastDays) },
  filters: [],
  measure: { aggregate: "sum", property: "value" },
  test: { operator: "at_least", amount: number(amount) },
});
const bought = (product: string, not: boolean): Condition => ({
  kind: "event",
  not,
  event: "purchased",
  window: { kind: "ever" },
  filters: [{ property: "product", test: { operator: "is_one_of", texts: [product] } }],
  measure: { aggregate: "count" },
  test: { operator: "at_least", amount: number(1) },
});
const metric = (field: "spend" | "orders" | "monetary_score", amount: number): Condition => ({
  kind: "attribute",
  not: false,
  field,
  test: { operator: "at_least", amount: number(amount) },
});

/** On one line, as the line breaks of templates mean nothing. */
function compiled(definition: Definition): { sql: string; parameters: readonly unknown[] } {
  const { sql, parameters } = countMembers(definition, context);
  return { sql: sql.replace(/\s+/g, " "), parameters };
}

describe("the six filters that previews are measured by", () => {
  test.each<[string, Definition]>([
    [
      "a city and a consent",
      matching(city, {
        kind: "attribute",
        not: false,
        field: "email_consent",
        test: { operator: "is_one_of", texts: ["SUBSCRIBED"] },
      }),
    ],
    ["metrics and a country", matching(metric("spend", 20_000), metric("orders", 2), country)],
    [
      "a tag, a choice of places, a last order, a score",
      matching(
        notVip,
        { kind: "group", not: false, match: "any", items: [city, country] },
        {
          kind: "attribute",
          not: false,
          field: "last_order_on",
          test: { operator: "before_last", period: days(60) },
        },
        metric("monetary_score", 4),
      ),
    ],
    ["spend in a window", matching(spent(20_000, 45))],
    [
      "a city, a tag, spend in a window, a product",
      matching(city, notVip, spent(20_000, 30), bought("77", false)),
    ],
    [
      "products, no product, spend or orders, countries",
      matching(
        { kind: "group", not: false, match: "any", items: [bought("77", false), bought("99", false)] },
        bought("5", true),
        {
          kind: "group",
          not: false,
          match: "any",
          items: [
            spent(30_000, 120),
            { kind: "group", not: false, match: "all", items: [metric("orders", 5), notVip] },
          ],
        },
        country,
      ),
    ],
  ])("%s", (_name, definition) => {
    expect(compiled(definition)).toMatchSnapshot();
  });
});

/** The same question about other values: every text is another one, dates and numbers stay. */
function withOtherTexts(definition: Definition): Definition {
  const replaced = JSON.stringify(definition, (key, value: unknown) => {
    if (key === "text" || key === "namespace" || key === "key") return "1";
    if (key === "texts" && Array.isArray(value)) return value.map((_, place) => String(place));
    return value;
  });
  return JSON.parse(replaced) as Definition;
}

function textOf(definition: Definition): string {
  const thresholds = new Map(thresholdsOf(definition).map(({ key }) => [key, 1.5]));
  return [
    selectMembers(definition, { ...context, thresholds }).sql,
    ...thresholdsOf(definition).map((spec) => thresholdQuery(spec, { ...context, thresholds }).sql),
  ].join(";");
}

test("the text of a statement is the same whatever the values are", () => {
  fc.assert(
    fc.property(cases(8), ({ definitions }) => {
      for (const definition of definitions) {
        expect(textOf(definition)).toBe(textOf(withOtherTexts(definition)));
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test("values are parameters, with everything in them that means something to SQL", () => {
  const hostile = `x'; DROP TABLE customers; -- {orders} {today} $1 %_\\ "q"`;
  const everywhere = matching(
    { kind: "attribute", not: false, field: "city", test: { operator: "contains", text: hostile } },
    { kind: "attribute", not: true, field: "tags", test: { operator: "has_all", texts: [hostile] } },
    {
      kind: "metafield",
      not: false,
      namespace: hostile,
      key: hostile,
      as: "text",
      test: { operator: "ends_with", text: hostile },
    },
    {
      ...spent(1, 30),
      filters: [{ property: "channel", test: { operator: "is_not", text: hostile, missing: "include" } }],
    } as Condition,
  );
  const { sql, parameters } = countMembers(everywhere, context);
  expect(sql).not.toContain("DROP");
  expect(sql).not.toMatch(/[{}]/);
  // "ends with" compares a text as long as its own.
  expect(parameters.filter((value) => value === hostile)).toHaveLength(7);
});

test("a percentile that nobody computed is refused", () => {
  const condition: Condition = {
    kind: "attribute",
    not: false,
    field: "spend",
    test: { operator: "greater", amount: { kind: "percentile", percentile: 80, of: "buyers" } },
  };
  const definition = matching(condition);
  expect(() => countMembers(definition, context)).toThrow("80th percentile of buyers");
});

test("the same percentile asked twice is found once; another window is another", () => {
  const ranked = (lastDays: number): Condition =>
    ({
      ...spent(0, lastDays),
      test: { operator: "greater", amount: { kind: "percentile", percentile: 90, of: "buyers" } },
    }) as Condition;
  expect(thresholdsOf(matching(ranked(30), ranked(30), ranked(60)))).toHaveLength(2);
});

test("relations stand in for tables, inside registries' SQL, too", () => {
  const { sql } = countMembers(matching(bought("1", false), metric("spend", 1)), {
    ...context,
    settings: scoringSettings.parse({ exclude: { customerTags: ["staff"] } }),
    relations: {
      customers: "some_customers",
      customer_metrics: "some_metrics",
      orders: "some_orders",
      order_lines: "some_lines",
    },
  });
  const tables = [...sql.matchAll(/(?:FROM|JOIN) "(\w+)"/g)].map(([, table]) => table);
  expect(new Set(tables)).toEqual(new Set(["some_customers", "some_metrics", "some_orders", "some_lines"]));
});
