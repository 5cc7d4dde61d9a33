import { expect, test } from "vitest";

import type { Condition, EventCondition, Test } from "../language/definition";
import type { FieldId } from "../language/fields";
import { group, inSegment, where } from "../membership/testing/members";
import { takenAsToday } from "./past";

const known: Test = { operator: "has_value" };
const field = (id: FieldId): Condition => ({ kind: "attribute", not: false, field: id, test: known });
const event = (asked: Pick<EventCondition, "event" | "filters" | "measure">): EventCondition => ({
  ...asked,
  ...{ kind: "event", not: false, window: { kind: "ever" } },
  test: { operator: "at_least", amount: { kind: "number", number: 1 } },
});

test("what is not known of past days is named once, in the order of the rule", () => {
  const rule = where(
    field("orders"),
    field("city"),
    group(
      "any",
      field("tags"),
      { kind: "metafield", not: false, namespace: "custom", key: "size", as: "text", test: known },
      field("spend"),
      field("rfm_group"),
    ),
    event({
      event: "purchased",
      filters: [
        { property: "product", test: { operator: "is_one_of", texts: ["1"] } },
        { property: "collection", test: { operator: "has_any", texts: ["2"] } },
      ],
      measure: { aggregate: "sum", property: "line_total" },
    }),
    event({ event: "ordered", filters: [], measure: { aggregate: "sum", property: "value" } }),
    event({ event: "checkout_abandoned", filters: [], measure: { aggregate: "count" } }),
    field("city"),
    inSegment(7),
  );
  expect(takenAsToday(rule)).toEqual([
    "City",
    "Tags",
    "custom.size",
    "Refunds",
    "Collection",
    "Abandoned checkouts",
    "Members of other segments",
  ]);
});

test("orders, their days and what was bought are known", () => {
  const bought = event({
    event: "purchased",
    filters: [{ property: "title", test: { operator: "contains", text: "soap" } }],
    measure: { aggregate: "sum", property: "quantity" },
  });
  expect(takenAsToday(where(field("orders"), field("days_since_last_order"), bought))).toEqual([]);
});
