import { describe, expect, test } from "vitest";

import { defaultSettings, scoringSettings, type ScoringSettings } from "~/customers/settings";

import type { EventCondition } from "../language/definition";
import { selectMembers } from "./members";

const bought: EventCondition = {
  ...{ kind: "event", not: false, event: "purchased", window: { kind: "ever" } },
  filters: [{ property: "product", test: { operator: "is_one_of", texts: ["1"] } }],
  measure: { aggregate: "sum", property: "quantity" },
  test: { operator: "at_least", amount: { kind: "number", number: 2 } },
};

function tablesRead(condition: EventCondition, settings: ScoringSettings = defaultSettings): string[] {
  const { sql } = selectMembers(
    { version: 1, where: { kind: "group", not: false, match: "all", items: [condition] } },
    { clock: { kind: "day", today: "2026-03-10" }, timeZone: "UTC", settings, thresholds: new Map() },
  );
  return ["orders", "order_lines", "products"].filter((table) => sql.includes(`"${table}"`));
}

describe("who bought a product is told by the lines alone", () => {
  test("by the usual money rules", () => {
    expect(tablesRead(bought)).toEqual(["order_lines"]);
    const ofType = { property: "product_type", test: { operator: "is" as const, text: "Tea" } };
    expect(tablesRead({ ...bought, filters: [ofType] })).toEqual(["order_lines", "products"]);
  });

  test("but not where something is asked of the order", () => {
    const channel = { property: "channel", test: { operator: "is" as const, text: "pos" } };
    expect(tablesRead({ ...bought, filters: [...bought.filters, channel] })).toEqual([
      "orders",
      "order_lines",
    ]);
  });

  test.each([
    { money: { countUnpaid: false } },
    { money: { countRenewals: false } },
    { money: { countPointOfSale: false } },
    { exclude: { orderTags: ["b2b"] } },
    { exclude: { customerTags: ["staff"] } },
  ])("nor where the money rules leave out other orders: %j", (rules) => {
    expect(tablesRead(bought, scoringSettings.parse(rules))).toEqual(["orders", "order_lines"]);
  });
});
