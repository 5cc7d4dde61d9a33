import { describe, expect, it } from "vitest";

import type { Condition } from "../language/definition";
import type { Words } from "../language/words";
import type { ExplainedCondition, OwnValue } from "./explanation";
import { conditionSentence, segmentSentence } from "./sentences";

const words: Words = {
  money: (minor) => `$${(minor / 100).toFixed(2)}`,
  number: (value) => value.toLocaleString("en"),
  date: (day) =>
    new Date(day).toLocaleDateString("en-GB", {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }),
  country: (code) => (code === "DE" ? "Germany" : code),
  product: () => undefined,
  variant: () => undefined,
  collection: () => undefined,
  segment: (id) => (id === 7 ? "Regulars" : undefined),
};

const amount = (number: number) => ({ kind: "number" as const, number });
const field = (
  field: Extract<Condition, { kind: "attribute" }>["field"],
  test: Extract<Condition, { kind: "attribute" }>["test"],
  not = false,
): Condition => ({ kind: "attribute", not, field, test });

function explained(
  condition: Condition,
  own: OwnValue | null,
  rest: Partial<ExplainedCondition> = {},
): ExplainedCondition {
  return {
    kind: "condition",
    condition,
    own,
    holds: true,
    nextChange: null,
    dependsOnOthers: false,
    ...rest,
  };
}

const spent: Condition = {
  kind: "event",
  not: false,
  event: "ordered",
  window: { kind: "in_last", period: { count: 30, unit: "days" } },
  filters: [],
  measure: { aggregate: "sum", property: "value" },
  test: { operator: "greater", amount: amount(20000) },
};
const birthday: Condition = {
  kind: "metafield",
  not: false,
  namespace: "facts",
  key: "birth_date",
  as: "date",
  test: { operator: "has_value" },
};

describe("sentences of an explanation", () => {
  it.each<[ExplainedCondition, own: string]>([
    [
      explained(field("city", { operator: "is", text: "Paris" }), { type: "text", value: "Berlin" }),
      "“Berlin”",
    ],
    [explained(field("city", { operator: "has_value" }), { type: "text", value: null }), "not known"],
    [explained(field("country", { operator: "has_value" }), { type: "choice", value: "DE" }), "Germany"],
    [
      explained(field("rfm_group", { operator: "has_value" }), { type: "choice", value: "at_risk" }),
      "“At risk”",
    ],
    [
      explained(field("tags", { operator: "has_any", texts: ["vip"] }), { type: "tags", value: "VIP, new" }),
      "VIP, new",
    ],
    [explained(field("tags", { operator: "has_any", texts: ["vip"] }), { type: "tags", value: "" }), "none"],
    [explained(field("tax_exempt", { operator: "is_true" }), { type: "boolean", value: "false" }), "no"],
    [
      explained(field("average_order_value", { operator: "has_value" }), { type: "money", value: "1250.4" }),
      "$12.50",
    ],
    [
      explained(field("orders_per_month", { operator: "has_value" }), { type: "decimal", value: "0.3333" }),
      "0.33",
    ],
    [
      explained(field("days_since_last_order", { operator: "has_value" }), { type: "days", value: "1" }),
      "1 day",
    ],
    [
      explained(field("discounted_share", { operator: "has_value" }), { type: "percent", value: "50" }),
      "50%",
    ],
    [
      explained(field("created_at", { operator: "has_value" }), { type: "date", value: "2026-12-04" }),
      "4 December 2026",
    ],
    [explained(birthday, { type: "date", value: "in spring" }), "in spring"],
  ])("show what the customer has: %#", (condition, own) => {
    expect(conditionSentence(condition, words)).toContain(` (${own}).`);
  });

  it("say the answer and when time changes it", () => {
    const own = { type: "money", value: "25000" } as const;
    expect(
      conditionSentence(explained(spent, own, { nextChange: { on: "2026-12-04", to: false } }), words),
    ).toBe("Yes: spent over $200.00 in the last 30 days ($250.00). No from 4 December 2026.");
    expect(
      conditionSentence(
        explained({ kind: "segment", not: true, segment: 7 }, null, {
          holds: false,
          nextChange: { on: "2027-01-01", to: true },
        }),
        words,
      ),
    ).toBe("No: are not among those in the segment “Regulars”. Yes from 1 January 2027.");
    expect(conditionSentence(explained(spent, own, { dependsOnOthers: true }), words)).toBe(
      "Yes: spent over $200.00 in the last 30 days ($250.00). Other customers move the limit as time goes by.",
    );
  });

  it("say of the whole rule when time brings the customer in or out", () => {
    const whole = { kind: "group", match: "all", not: false, dependsOnOthers: false, items: [] } as const;
    const sentence = (holds: boolean, on: string | null) =>
      segmentSentence({ ...whole, holds, nextChange: on === null ? null : { on, to: !holds } }, words);
    expect(sentence(true, "2026-12-04")).toBe(
      "In this segment. Leaves it on 4 December 2026 if nothing but time changes.",
    );
    expect(sentence(false, "2026-12-04")).toBe(
      "Not in this segment. Enters it on 4 December 2026 if nothing but time changes.",
    );
    expect(sentence(false, null)).toBe("Not in this segment.");
  });
});
