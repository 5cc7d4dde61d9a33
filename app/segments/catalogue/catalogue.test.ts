import { describe, expect, test } from "vitest";

import { exampleWords } from "../language/testing/exampleWords";
import { sentenceOf } from "../language/wording";
import { definitionOf, readSettings, readyMadeOf, readyMadeSegments } from "./catalogue";
import type { ReadyMade } from "./readyMade";

const euro = { currencyDigits: 2 };

function readyMade(id: string): ReadyMade {
  const found = readyMadeOf(id);
  if (!found) throw new Error(`There is no ready-made segment ${id}.`);
  return found;
}

test("these are the ready-made segments, and no others", () => {
  const ids = `
    champions loyal potential_loyalists new need_attention about_to_sleep promising at_risk cant_lose hibernating lost

    all_customers all_buyers leads waiting_first_order first_timers repeat_buyers repeat_customers high_spenders vip
    important new_customers recently_transacted transacted_today inactive at_risk_inactive lapsed no_show_risk
    lapsing_regulars first_visit_follow_up big_spenders richie_riches bulk_shoppers sleeping_opportunists
    one_time_shoppers

    all_subscribers email_subscribers sms_subscribers whatsapp_subscribers subscribers_30d subscribers_not_purchased
    unsubscribed

    abandoned_checkout`;
  expect(readyMadeSegments.map(({ id }) => id)).toEqual(ids.trim().split(/\s+/));
});

test("these are their sentences, with the defaults", () => {
  const sentences = readyMadeSegments.map((segment) => [
    segment.id,
    sentenceOf(definitionOf(segment, {}, euro), exampleWords),
  ]);
  expect(Object.fromEntries(sentences)).toMatchInlineSnapshot(`
    {
      "abandoned_checkout": "Customers who left an abandoned checkout not followed by an order.",
      "about_to_sleep": "Customers who are in the RFM group “About to sleep”.",
      "all_buyers": "Customers who have at least 1 order.",
      "all_customers": "All customers.",
      "all_subscribers": "Customers who are reachable by email, SMS or WhatsApp.",
      "at_risk": "Customers who are in the RFM group “At risk”.",
      "at_risk_inactive": "Customers who either last ordered at least 60 days ago or have at least 2 failed orders.",
      "big_spenders": "Customers who have at least 2 orders, are in the top 20% by average order value and are in the top 20% by total spend.",
      "bulk_shoppers": "Customers who had at least 2 different orders across their product lines with at least 3 units.",
      "cant_lose": "Customers who are in the RFM group “Can't lose them”.",
      "champions": "Customers who are in the RFM group “Champions”.",
      "email_subscribers": "Customers who are reachable by email.",
      "first_timers": "Customers who have exactly 1 order.",
      "first_visit_follow_up": "Customers who have exactly 1 order and last ordered in the last 30 days, except those who either placed an order with the fulfillment state “Scheduled for later” or have the product subscription state “Active”.",
      "hibernating": "Customers who are in the RFM group “Hibernating”.",
      "high_spenders": "Customers who have spent over $1,000 in total.",
      "important": "Customers who are in the top 10% by total order value across their orders in the last 365 days.",
      "inactive": "Customers who last ordered at least 45 days ago.",
      "lapsed": "Customers who last ordered at least 180 days ago.",
      "lapsing_regulars": "Customers who placed at least 3 orders in the last 12 months and last ordered at least 2 months ago, except those who either placed an order with the fulfillment state “Scheduled for later” or have the product subscription state “Active”.",
      "leads": "Customers who have no orders.",
      "lost": "Customers who are in the RFM group “Lost”.",
      "loyal": "Customers who are in the RFM group “Loyal”.",
      "need_attention": "Customers who are in the RFM group “Need attention”.",
      "new": "Customers who are in the RFM group “New”.",
      "new_customers": "Customers who first ordered in the last 30 days.",
      "no_show_risk": "Customers who have at least 2 failed orders.",
      "one_time_shoppers": "Customers who have exactly 1 order and have a time since the last order longer than 80% of all gaps between orders.",
      "potential_loyalists": "Customers who are in the RFM group “Potential loyalists”.",
      "promising": "Customers who are in the RFM group “Promising”.",
      "recently_transacted": "Customers who last ordered in the last 7 days.",
      "repeat_buyers": "Customers who have at least 2 orders.",
      "repeat_customers": "Customers who have more than 2 orders.",
      "richie_riches": "Customers who have a highest unit price above 90% of all unit prices sold.",
      "sleeping_opportunists": "Customers who have a share of orders with a discount of at least 50% and last ordered at least 90 days ago.",
      "sms_subscribers": "Customers who are reachable by SMS.",
      "subscribers_30d": "Customers who became reachable in the last 30 days.",
      "subscribers_not_purchased": "Customers who are reachable by email, SMS or WhatsApp, and have no orders.",
      "transacted_today": "Customers who last ordered today.",
      "unsubscribed": "Customers who either have the email consent “Unsubscribed”, have the SMS consent “Unsubscribed” or have the WhatsApp consent “Unsubscribed”.",
      "vip": "Customers who are in the top 20% by total spend and have at least 3 orders.",
      "waiting_first_order": "Customers who either have the account state “Active” or are reachable by email, SMS or WhatsApp, and have no orders.",
      "whatsapp_subscribers": "Customers who are reachable by WhatsApp.",
    }
  `);
});

test("no two are called the same, also without regard to case", () => {
  const names = readyMadeSegments.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

describe.each(readyMadeSegments)("$id", (segment) => {
  test("is a definition with the defaults and with the least and most that can be chosen", () => {
    const chosen = (key: "default" | "min" | "max") =>
      Object.fromEntries(segment.settings.map((setting) => [setting.id, setting[key]]));
    for (const key of ["default", "min", "max"] as const) {
      for (const currencyDigits of [0, 2, 4]) {
        expect(() => definitionOf(segment, chosen(key), { currencyDigits })).not.toThrow();
      }
    }
    expect(definitionOf(segment, {}, euro)).toEqual(definitionOf(segment, chosen("default"), euro));
  });

  test("every setting makes a difference, and can be its own default", () => {
    for (const { id, default: standard, min, max } of segment.settings) {
      expect(standard).toBeGreaterThanOrEqual(min);
      expect(standard).toBeLessThanOrEqual(max);
      expect(definitionOf(segment, { [id]: standard + 1 }, euro)).not.toEqual(
        definitionOf(segment, {}, euro),
      );
    }
  });

  test("is told in whole sentences", () => {
    for (const text of [segment.description, segment.advice]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});

describe("numbers that are chosen", () => {
  test("money is in whole units of the currency, and its smallest ones in the rule", () => {
    const where = (currencyDigits: number, spend: number) =>
      definitionOf(readyMade("high_spenders"), { spend }, { currencyDigits }).where.items;
    const over = (number: number) => [
      {
        kind: "attribute",
        not: false,
        field: "spend",
        test: { operator: "greater", amount: { kind: "number", number } },
      },
    ];
    expect(where(2, 1_000)).toEqual(over(100_000));
    expect(where(0, 1_000)).toEqual(over(1_000));
    expect(where(3, 0.1)).toEqual(over(100));
    expect(where(2, 19.99)).toEqual(over(1_999));
  });

  test("the top 20 % lie above the 80th percentile", () => {
    expect(definitionOf(readyMade("vip"), { top: 20, orders: 5 }, euro).where).toEqual({
      kind: "group",
      not: false,
      match: "all",
      items: [
        {
          kind: "attribute",
          not: false,
          field: "spend",
          test: { operator: "greater", amount: { kind: "percentile", percentile: 80, of: "buyers" } },
        },
        {
          kind: "attribute",
          not: false,
          field: "orders",
          test: { operator: "at_least", amount: { kind: "number", number: 5 } },
        },
      ],
    });
  });

  test("what cannot be chosen is refused in words", () => {
    const problems = (id: string, input: unknown) => {
      const read = readSettings(readyMade(id), input);
      return read.ok ? [] : read.problems;
    };
    expect(problems("inactive", { days: 0 })).toEqual([
      { setting: "days", message: "“Days without an order” must be a whole number from 1 to 3660." },
    ]);
    expect(problems("inactive", { days: 1.5 })).toHaveLength(1);
    expect(problems("inactive", { days: "45" })).toHaveLength(1);
    expect(problems("vip", { top: 100, orders: 0 }).map(({ setting }) => setting)).toEqual(["top", "orders"]);
    expect(problems("high_spenders", { spend: -1 })).toEqual([
      { setting: "spend", message: "“Total spend over” must be an amount from 0 to 10000000." },
    ]);
    expect(problems("inactive", { weeks: 3 })).toEqual([
      {
        setting: "",
        message: 'These numbers do not belong to the segment: Unrecognized key: "weeks"',
      },
    ]);
    expect(() => definitionOf(readyMade("inactive"), { days: 0 }, euro)).toThrow(
      "must be a whole number from 1 to 3660",
    );
  });

  test("what is not given is the default", () => {
    expect(readSettings(readyMade("vip"), { top: 5 })).toEqual({ ok: true, values: { top: 5, orders: 3 } });
    expect(readSettings(readyMade("vip"), null)).toEqual({ ok: true, values: { top: 20, orders: 3 } });
  });
});
