import { describe, expect, test } from "vitest";

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
