import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Group } from "./definition";
import { type EventId, eventIds, events, propertyOf } from "./events";
import { fieldIds, fieldOf } from "./fields";
import { parseDefinition } from "./parse";
import {
  all,
  any,
  not,
  number,
  percentile,
  numeric,
  attribute,
  compare,
  city,
  tagged,
  metafield,
  event,
  filter,
  lastDays,
  segment,
  bought,
  boughtUnits,
  spentOver,
} from "./testing/builders";
import { exampleWords } from "./testing/exampleWords";
import { sentenceOf } from "./wording";

const sentence = (where: Group): string => sentenceOf({ version: 1, where }, exampleWords);

/** Each read as English by a person before it was put here. */
const examples: readonly (readonly [where: Group, sentence: string])[] = [
  [all(), "All customers."],
  [any(), "Nobody."],
  [not(all()), "All customers except those who match a group without conditions (everybody does)."],
  [not(any()), "All customers except those who match any of no conditions (nobody does)."],
  [all(city("is", "Berlin")), "Customers who live in “Berlin”."],
  [any(city("is", "Berlin")), "Customers who live in “Berlin”."],
  [not(all(city("is", "Berlin"))), "All customers except those who live in “Berlin”."],
  [all(not(city("is", "Berlin"))), "All customers except those who live in “Berlin”."],
  [
    all(bought("1"), spentOver(20_000, lastDays(30)), not(tagged("has_any", "wholesale"))),
    "Customers who bought “Massage” and spent over $200 in the last 30 days, except those tagged “wholesale”.",
  ],
  [
    all(
      tagged("has_any", "vip", "press"),
      tagged("has_all", "vip", "press"),
      tagged("has_none", "vip", "press"),
    ),
    "Customers who are tagged “vip” or “press”, and are tagged “vip” and “press”, and are not tagged “vip” or “press”.",
  ],
  [
    all(attribute("tags", { operator: "has_value" }), attribute("note", { operator: "has_no_value" })),
    "Customers who have a tag and have no note.",
  ],
  [
    all(attribute("city", { operator: "is_one_of", texts: ["Berlin", "Paris", "Rome"] })),
    "Customers who live in “Berlin”, “Paris” or “Rome”.",
  ],
  [
    all(attribute("city", { operator: "is_not", text: "Berlin", missing: "include" })),
    "Customers who live in a city other than “Berlin” (or no city).",
  ],
  [
    all(attribute("city", { operator: "is_not", text: "Berlin", missing: "exclude" })),
    "Customers who live in a city other than “Berlin”.",
  ],
  [
    all(attribute("country", { operator: "is_none_of", texts: ["DE", "BA"], missing: "include" })),
    "Customers who live in a country other than Germany or Bosnia & Herzegovina (or no country).",
  ],
  [
    all(attribute("email", { operator: "ends_with", text: "@example.com" })),
    "Customers who have an email that ends with “@example.com”.",
  ],
  [
    all(attribute("email", { operator: "contains_not", text: "test", missing: "include" })),
    "Customers who have an email that does not contain “test” (or no email).",
  ],
  [
    all(
      attribute("first_name", { operator: "is", text: "Ann" }),
      attribute("last_name", { operator: "starts_with", text: "O'" }),
    ),
    "Customers who have the first name “Ann” and have a last name that starts with “O'”.",
  ],
  [all(city("is", "Berlin” or live in “Paris")), "Customers who live in “Berlin”” or live in “Paris”."],
  [all(city("is", 'Berlin" and $& {} </b>')), 'Customers who live in “Berlin" and $& {} </b>”.'],
  [all(attribute("tax_exempt", { operator: "is_true" })), "Customers who are tax exempt."],
  [all(attribute("tax_exempt", { operator: "is_false" })), "Customers who are not tax exempt."],
  [
    all(not(attribute("tax_exempt", { operator: "is_true" }))),
    "All customers except those who are tax exempt.",
  ],
  [
    all(attribute("tax_exempt", { operator: "has_no_value" })),
    "Customers who are not known to be tax exempt or not.",
  ],
  [
    all(attribute("rfm_group", { operator: "is_one_of", texts: ["champions", "cant_lose"] })),
    "Customers who are in the RFM group “Champions” or “Can't lose them”.",
  ],
  [
    all(attribute("rfm_group", { operator: "is_none_of", texts: ["lost"], missing: "include" })),
    "Customers who are in an RFM group other than “Lost” (or no RFM group).",
  ],
  [
    all(compare("recency_score", "at_least", 4), compare("monetary_score", "less", 3)),
    "Customers who have a recency score of at least 4 and have a monetary score under 3.",
  ],
  [all(compare("orders", "at_least", 3)), "Customers who have at least 3 orders."],
  [all(compare("orders", "equals", 1)), "Customers who have exactly 1 order."],
  [all(compare("orders", "less", 1)), "Customers who have fewer than 1 order."],
  [
    all(attribute("orders", { operator: "between", from: number(2), to: number(5) })),
    "Customers who have between 2 and 5 orders.",
  ],
  [
    all(attribute("orders", { operator: "equals_not", amount: number(2), missing: "exclude" })),
    "Customers who have any number of orders but 2.",
  ],
  [all(compare("spend", "greater", 20_000)), "Customers who have spent over $200 in total."],
  [all(compare("spend", "at_most", 150)), "Customers who have spent at most $1.50 in total."],
  [
    all(attribute("spend", { operator: "between", from: number(10_000), to: number(20_000) })),
    "Customers who have spent between $100 and $200 in total.",
  ],
  [all(compare("spend", "greater", percentile(80))), "Customers who are in the top 20% by total spend."],
  [all(compare("spend", "less", percentile(20))), "Customers who are below 80% of buyers by total spend."],
  [
    all(compare("spend", "at_least", percentile(99.9))),
    "Customers who have a total spend of at least the 99.9th percentile of buyers.",
  ],
  [
    all(attribute("spend", { operator: "between", from: number(10_000), to: percentile(50) })),
    "Customers who have a total spend between $100 and the 50th percentile of buyers.",
  ],
  [
    all(compare("average_order_value", "at_most", 5_000)),
    "Customers who have an average order value of at most $50.",
  ],
  [
    all(compare("days_since_last_order", "at_least", 45)),
    "Customers who are at least 45 days past their last order.",
  ],
  [
    all(compare("days_since_last_order", "greater", percentile(80, "order_gaps"))),
    "Customers who have a time since the last order longer than 80% of all gaps between orders.",
  ],
  [
    all(compare("highest_unit_price", "greater", percentile(90, "unit_prices"))),
    "Customers who have a highest unit price above 90% of all unit prices sold.",
  ],
  [
    all(compare("highest_unit_price", "at_least", percentile(90, "unit_prices"))),
    "Customers who have a highest unit price of at least the 90th percentile of all unit prices sold.",
  ],
  [all(compare("orders_per_month", "greater", 1.5)), "Customers who have more than 1.5 orders per month."],
  [
    all(compare("discounted_share", "at_least", 50)),
    "Customers who have a share of orders with a discount of at least 50%.",
  ],
  [
    all(compare("average_gap", "less", 12.5)),
    "Customers who have an average number of days between orders under 12.5.",
  ],
  [
    all(attribute("last_order_on", { operator: "in_last", period: { count: 1, unit: "days" } })),
    "Customers who last ordered today.",
  ],
  [
    all(attribute("last_order_on", { operator: "before_last", period: { count: 45, unit: "days" } })),
    "Customers who last ordered at least 45 days ago.",
  ],
  [
    all(attribute("created_at", { operator: "in_last", period: { count: 1, unit: "months" } })),
    "Customers who were added in the last month.",
  ],
  [
    all(attribute("created_at", { operator: "before_last", period: { count: 1, unit: "days" } })),
    "Customers who were added before today.",
  ],
  [
    all(attribute("first_order_on", { operator: "between_dates", from: "2026-01-01", to: "2026-01-31" })),
    "Customers who first ordered from 1 January 2026 to 31 January 2026.",
  ],
  [
    all(
      attribute("email_consent", { operator: "is_one_of", texts: ["UNSUBSCRIBED"] }),
      attribute("email_consent_at", { operator: "after", date: "2026-01-31" }),
    ),
    "Customers who have the email consent “Unsubscribed” and changed their email consent after 31 January 2026.",
  ],
  [
    all(metafield("text", { operator: "is", text: "XL" })),
    "Customers who have the attribute “facts.size” set to “XL”.",
  ],
  [
    all(metafield("decimal", { operator: "at_least", amount: number(100) })),
    "Customers who have a number in the attribute “facts.size” of at least 100.",
  ],
  [
    all(metafield("date", { operator: "on", date: "2026-03-01" })),
    "Customers who have a date in the attribute “facts.size” on 1 March 2026.",
  ],
  [
    all(metafield("boolean", { operator: "is_false" })),
    "Customers who have the attribute “facts.size” set to no.",
  ],
  [
    all(metafield("text", { operator: "is_not", text: "XL", missing: "include" })),
    "Customers who have the attribute “facts.size” set to anything but “XL” (or no attribute “facts.size”).",
  ],
  [all(event("ordered", {})), "Customers who ordered."],
  [all(event("ordered", { window: lastDays(30) })), "Customers who ordered in the last 30 days."],
  [all(event("ordered", { test: numeric("equals", 0) })), "Customers who never ordered."],
  [
    all(event("ordered", { test: numeric("equals", 0), window: lastDays(30) })),
    "Customers who did not order in the last 30 days.",
  ],
  [
    all(
      event("ordered", {
        test: numeric("greater", 2),
        window: { kind: "between_dates", from: "2025-11-01", to: "2025-12-31" },
      }),
    ),
    "Customers who placed more than 2 orders from 1 November 2025 to 31 December 2025.",
  ],
  [
    all(
      event("ordered", {
        filters: [
          filter("value", numeric("greater", 5_000)),
          filter("discount_code", { operator: "has_any", texts: ["WELCOME"] }),
        ],
      }),
    ),
    "Customers who placed an order with an order value over $50 and with the discount code “WELCOME”.",
  ],
  [
    all(
      event("ordered", {
        filters: [filter("subscription", { operator: "is_true" })],
        test: numeric("at_most", 0),
      }),
    ),
    "Customers who never placed any order from a subscription.",
  ],
  [
    all(
      event("ordered", {
        measure: { aggregate: "sum", property: "value" },
        test: numeric("at_least", 30_000),
        filters: [filter("channel", { operator: "is", text: "pos" })],
        window: lastDays(120),
      }),
    ),
    "Customers who spent at least $300 on orders with the channel “pos” in the last 120 days.",
  ],
  [
    all(
      event("ordered", {
        measure: { aggregate: "sum", property: "value" },
        test: { operator: "greater", amount: percentile(90) },
        window: lastDays(365),
      }),
    ),
    "Customers who are in the top 10% by total order value across their orders in the last 365 days.",
  ],
  [
    all(
      event("ordered", {
        measure: { aggregate: "average", property: "value" },
        test: { operator: "equals_not", amount: number(5_000), missing: "include" },
      }),
    ),
    "Customers who had an average order value other than $50 (or none) across their orders.",
  ],
  [
    all(
      event("ordered", {
        measure: { aggregate: "distinct", property: "city" },
        test: numeric("at_least", 2),
      }),
    ),
    "Customers who had at least 2 different cities of delivery across their orders.",
  ],
  [
    all(event("ordered", { test: { operator: "at_least", amount: percentile(75) } })),
    "Customers who had a number of orders of at least the 75th percentile of buyers at any time.",
  ],
  [
    all(bought("1", "2"), not(bought("3"))),
    "Customers who bought “Massage” or “Facial”, except those who bought “Deep tissue, 60 min and tea”.",
  ],
  [
    all(
      event("purchased", {
        filters: [filter("product", { operator: "is_one_of", texts: ["99"] })],
        test: numeric("equals", 0),
        window: lastDays(180),
      }),
    ),
    "Customers who did not buy product no. 99 in the last 180 days.",
  ],
  [
    all(
      event("purchased", {
        filters: [filter("product", { operator: "is_one_of", texts: ["1"] })],
        measure: { aggregate: "sum", property: "quantity" },
        test: numeric("at_least", 2),
        window: { kind: "in_last", period: { count: 12, unit: "months" } },
      }),
    ),
    "Customers who bought at least 2 units of “Massage” in the last 12 months.",
  ],
  [
    all(
      event("purchased", {
        filters: [
          filter("vendor", { operator: "is", text: "Acme" }),
          filter("collection", { operator: "has_any", texts: ["21", "22"] }),
        ],
      }),
    ),
    "Customers who bought a product from the vendor “Acme” and from the collection “Summer” or “Winter”.",
  ],
  [
    all(
      event("purchased", {
        filters: [filter("quantity", numeric("at_least", 3))],
        measure: { aggregate: "distinct", property: "order" },
        test: numeric("at_least", 2),
      }),
    ),
    "Customers who had at least 2 different orders across their product lines with at least 3 units.",
  ],
  [
    all(
      event("purchased", {
        filters: [filter("product", { operator: "is_one_of", texts: ["1"] })],
        measure: { aggregate: "sum", property: "line_total" },
        test: numeric("greater", 5_000),
      }),
    ),
    "Customers who spent over $50 on “Massage”.",
  ],
  [
    all(
      event("purchased", {
        measure: { aggregate: "sum", property: "line_total" },
        test: numeric("less", 5_000),
        filters: [filter("gift_card", { operator: "is_false" })],
      }),
    ),
    "Customers who spent under $50 on products not sold as a gift card.",
  ],
  [
    all(
      event("purchased", {
        test: numeric("at_least", 3),
        filters: [
          filter("variant", { operator: "is_one_of", texts: ["11"] }),
          filter("product_tags", { operator: "has_none", texts: ["sale"] }),
        ],
      }),
    ),
    "Customers who bought at least 3 product lines of “Massage, 90 min” with none of the product tags “sale”.",
  ],
  [
    all(
      event("refunded", {
        measure: { aggregate: "highest", property: "amount" },
        test: numeric("at_least", 1_000),
      }),
    ),
    "Customers who had a highest refund amount of at least $10 across their refunds.",
  ],
  [
    all(
      event("cancelled", {
        filters: [filter("reason", { operator: "is_one_of", texts: ["CUSTOMER", "DECLINED"] })],
        test: numeric("at_least", 2),
      }),
    ),
    "Customers who had at least 2 cancelled orders with the cancel reason “Customer” or “Payment declined”.",
  ],
  [
    all(
      event("shipped", { window: { kind: "on", date: "2026-01-31" } }),
      event("delivered", { test: numeric("less", 1) }),
    ),
    "Customers who had an order shipped on 31 January 2026 and never had an order delivered.",
  ],
  [
    all(
      event("checkout_abandoned", {
        filters: [
          filter("ordered_since", { operator: "is_false" }),
          filter("total", numeric("greater", 10_000)),
        ],
        window: lastDays(3),
      }),
    ),
    "Customers who left an abandoned checkout not followed by an order and with a checkout total over $100 in the last 3 days.",
  ],
  [
    all(
      event("tag_added", { filters: [filter("tag", { operator: "is", text: "vip" })], window: lastDays(30) }),
    ),
    "Customers who got a tag called “vip” in the last 30 days.",
  ],
  [
    all(event("customer_created", { window: { kind: "before", date: "2025-01-01" } })),
    "Customers who were added as a customer before 1 January 2025.",
  ],
  [
    all(segment(1), not(segment(2))),
    "Customers who are in the segment “VIP”, except those in the segment “Friends of the house”.",
  ],
  [all(segment(77)), "Customers who are in a segment that is no longer there (no. 77)."],
  [
    all(any(city("is", "Berlin"), bought("1")), compare("orders", "at_least", 2)),
    "Customers who either live in “Berlin” or bought “Massage”, and have at least 2 orders.",
  ],
  [
    any(all(city("is", "Berlin"), bought("1")), all(city("is", "Paris"), not(bought("1")))),
    "Customers who either (live in “Berlin” and bought “Massage”) or (live in “Paris” and are not among those who bought “Massage”).",
  ],
  [
    any(city("is", "Berlin"), not(bought("1")), any(city("is", "Rome"))),
    "Customers who either live in “Berlin”, are not among those who bought “Massage” or live in “Rome”.",
  ],
  [
    all(city("is", "Berlin"), not(any(bought("1"), tagged("has_any", "vip")))),
    "Customers who live in “Berlin”, except those who either bought “Massage” or are tagged “vip”.",
  ],
  [
    all(city("is", "Berlin"), not(all(bought("1"), tagged("has_any", "vip"))), not(segment(1))),
    "Customers who live in “Berlin”, except those who (bought “Massage” and are tagged “vip”), and those in the segment “VIP”.",
  ],
  [
    any(city("is", "Berlin"), not(all(bought("1"), tagged("has_any", "vip")))),
    "Customers who either live in “Berlin” or are not among those who (bought “Massage” and are tagged “vip”).",
  ],
  [
    not(any(city("is", "Berlin"), bought("1"))),
    "All customers except those who either live in “Berlin” or bought “Massage”.",
  ],
  [
    all(any(city("is", "Berlin"), all(bought("1"), any(bought("2"), segment(1)))), any()),
    "Customers who either live in “Berlin” or (bought “Massage”, and (either bought “Facial” or are in the segment “VIP”)), and match any of no conditions (nobody does).",
  ],
  [
    all(not(any(not(city("is", "Berlin")), all()))),
    "All customers except those who either are not among those who live in “Berlin” or match a group without conditions (everybody does).",
  ],
  [
    all(
      any(boughtUnits("1", 2, { kind: "in_last", period: { count: 12, unit: "months" } }), bought("2")),
      event("purchased", {
        filters: [filter("product", { operator: "is_one_of", texts: ["3"] })],
        test: numeric("equals", 0),
        window: lastDays(180),
      }),
      any(
        spentOver(30_000, lastDays(120)),
        all(compare("orders", "at_least", 5), not(tagged("has_any", "wholesale"))),
      ),
      attribute("country", { operator: "is_one_of", texts: ["DE", "FR", "GB", "US"] }),
    ),
    "Customers who either bought at least 2 units of “Massage” in the last 12 months or bought “Facial”, and did not buy “Deep tissue, 60 min and tea” in the last 180 days, and either spent over $300 in the last 120 days or (have at least 5 orders and are not among those tagged “wholesale”), and live in Germany, France, United Kingdom or United States.",
  ],
  [
    not(all(segment(1), bought("1"))),
    "All customers except those who are in the segment “VIP” and bought “Massage”.",
  ],
];

describe("sentences", () => {
  test.each(examples)("%#", (where, expected) => {
    expect(parseDefinition({ version: 1, where }).ok).toBe(true);
    expect(sentence(where)).toBe(expected);
  });
});

describe("the words of fields and events", () => {
  const told = [
    ...fieldIds.map((id) => ({ name: id, entry: fieldOf(id), of: "customers" })),
    ...eventIds.flatMap((id: EventId) =>
      Object.entries(events[id].properties).map(([property]) => ({
        name: `${id}.${property}`,
        entry: propertyOf(id, property) ?? fieldOf("city"),
        of: id,
      })),
    ),
  ];

  test("no two of the same kind are called the same", () => {
    for (const word of ["noun", "label"] as const) {
      const names = told.map(({ entry, of }) => `${of} ${entry[word].toLowerCase()}`);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    }
  });

  test.each(told)("of $name: no choice is called as another", ({ entry }) => {
    const labels = (entry.choices ?? []).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(entry.choices).not.toEqual([]);
  });
});

describe("values", () => {
  const values = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });

  test("stand in the sentence as they were given, but for closing quotation marks, which are doubled", () => {
    fc.assert(
      fc.property(
        fc.oneof(values, fc.constantFrom("$&", "$1", "{}", "</script>", "“", "”", "x” and “y")),
        (value) => {
          expect(sentence(all(city("is", value)))).toBe(
            `Customers who live in “${value.split("”").join("””")}”.`,
          );
        },
      ),
    );
  });
});
