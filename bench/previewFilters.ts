import type { Definition, Group, Node, Period } from "~/segments/language/definition";

import type { Limits } from "./benchmark";
import type { EngineName } from "./engines/engine";

/** A filter as a merchant would build it, with the same written by hand in `rivals/preview-NAME.sql`. */
export interface PreviewFilter {
  readonly name: string;
  readonly words: string;
  readonly definition: Definition;
  /** On an idle machine. */
  readonly limits: Readonly<Record<EngineName, Limits>>;
}

const x = "77";
const y = "99";
const z = "5";

export const previewFilters: readonly PreviewFilter[] = [
  {
    name: "a",
    words: "city and email consent",
    limits: limitsOf(50),
    definition: definitionOf(city("City 3"), {
      kind: "attribute",
      not: false,
      field: "email_consent",
      test: { operator: "is_one_of", texts: ["SUBSCRIBED"] },
    }),
  },
  {
    name: "b",
    words: "spend, orders and country",
    limits: limitsOf(50),
    definition: definitionOf(atLeast("spend", 200_00), atLeast("orders", 2), country("DE")),
  },
  {
    name: "c",
    words: "not vip, (3 cities or country), last order over 60 days ago, M ≥ 4",
    limits: limitsOf(50),
    definition: definitionOf(
      tagged("vip", true),
      group("any", city("City 3", "City 11", "City 40"), country("DE")),
      {
        kind: "attribute",
        not: false,
        field: "last_order_on",
        test: { operator: "before_last", period: days(60) },
      },
      atLeast("monetary_score", 4),
    ),
  },
  {
    name: "d",
    words: "spend in 45 days",
    limits: limitsOf(50),
    definition: definitionOf(spent(200_00, 45)),
  },
  {
    name: "e",
    words: "city, not vip, spend in 30 days, ever bought X",
    limits: limitsOf(50),
    definition: definitionOf(city("City 3"), tagged("vip", true), spent(200_00, 30), bought(x)),
  },
  {
    name: "f",
    words: "(2 X in a year or ever Y), not Z in 180 days, (spend or orders and not wholesale), 4 countries",
    limits: limitsOf(150),
    definition: definitionOf(
      group(
        "any",
        {
          kind: "event",
          not: false,
          event: "purchased",
          window: { kind: "in_last", period: days(365) },
          filters: [{ property: "product", test: { operator: "is_one_of", texts: [x] } }],
          measure: { aggregate: "sum", property: "quantity" },
          test: { operator: "at_least", amount: { kind: "number", number: 2 } },
        },
        bought(y),
      ),
      bought(z, { not: true, lastDays: 180 }),
      group("any", spent(300_00, 120), group("all", atLeast("orders", 5), tagged("wholesale", true))),
      country("DE", "FR", "US", "GB"),
    ),
  },
];

/** PostgreSQL is slower than DuckDB at any such question: it is held to what hand-written SQL takes there, and to a second. */
function limitsOf(duckdbMs: number): PreviewFilter["limits"] {
  return { duckdb: { p95: duckdbMs }, postgresql: { p95: 1_000, p95Ratio: 1.5 } };
}

function definitionOf(...items: Node[]): Definition {
  return { version: 1, where: group("all", ...items) };
}

function group(match: Group["match"], ...items: Node[]): Group {
  return { kind: "group", not: false, match, items };
}

function days(count: number): Period {
  return { count, unit: "days" };
}

function city(...texts: string[]): Node {
  return { kind: "attribute", not: false, field: "city", test: { operator: "is_one_of", texts } };
}

function country(...texts: string[]): Node {
  return { kind: "attribute", not: false, field: "country", test: { operator: "is_one_of", texts } };
}

function tagged(tag: string, not: boolean): Node {
  return { kind: "attribute", not, field: "tags", test: { operator: "has_any", texts: [tag] } };
}

function atLeast(field: "spend" | "orders" | "monetary_score", number: number): Node {
  return {
    kind: "attribute",
    not: false,
    field,
    test: { operator: "at_least", amount: { kind: "number", number } },
  };
}

function spent(number: number, lastDays: number): Node {
  return {
    kind: "event",
    not: false,
    event: "ordered",
    window: { kind: "in_last", period: days(lastDays) },
    filters: [],
    measure: { aggregate: "sum", property: "value" },
    test: { operator: "at_least", amount: { kind: "number", number } },
  };
}

function bought(product: string, { not, lastDays }: { not?: boolean; lastDays?: number } = {}): Node {
  return {
    kind: "event",
    not: not ?? false,
    event: "purchased",
    window: lastDays === undefined ? { kind: "ever" } : { kind: "in_last", period: days(lastDays) },
    filters: [{ property: "product", test: { operator: "is_one_of", texts: [product] } }],
    measure: { aggregate: "count" },
    test: { operator: "at_least", amount: { kind: "number", number: 1 } },
  };
}
