import { describe, expect, test } from "vitest";

import type { Check, Checks, ConsentGaps, LiveUpdates } from "~/history/health/health";
import { complianceTopics, declaredTopics, protectedTopics } from "~/shopify/subscriptions/topics";
import type { RecordTable } from "~/warehouse/loading/records";

import { createFormat } from "../format";
import {
  differencesInWords,
  failureInWords,
  lookedInWords,
  outcomeInWords,
  resultInWords,
  totalsOf,
} from "./checkWording";
import { durationWords, liveVerdict, refusals, spreadWords } from "./liveWording";
import { consentRows } from "./storedWording";
import { topicWords } from "./topicWording";

const format = createFormat({ locale: "de", currency: "EUR", currencyDigits: 2, timeZone: "UTC" });
const write = format.count;
const now = Date.parse("2026-11-02T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

test("every topic that the app asks for has words of its own; another one is told by its name", () => {
  const known = [...declaredTopics, ...complianceTopics, ...Object.keys(protectedTopics)];
  const told = known.map(topicWords);
  expect(new Set(told.map(({ happened }) => happened)).size).toBe(known.length);
  expect(new Set(told.map(({ about }) => about)).size).toBe(known.length);
  for (const { happened, about } of told) expect(`${happened}${about}`).not.toMatch(/[/_]/);
  for (const odd of ["made/up", "constructor", "toString"])
    expect(topicWords(odd)).toEqual({ happened: "Something changed in your store", about: `“${odd}”` });
});

describe("live updates", () => {
  const live = (last: LiveUpdates["last"], waitingFor: number | null) => ({
    last,
    waiting: {
      webhooks: waitingFor === null ? 0 : 3,
      since: waitingFor === null ? null : secondsAgo(waitingFor),
    },
  });
  const last = { topic: "orders/create", at: secondsAgo(5) };
  test.each([
    ["nothing was ever heard", live(null, null), "Nothing heard yet"],
    ["nothing waits", live(last, null), "Up to date"],
    ["some wait for seconds", live(last, 59), "Up to date"],
    ["some wait for minutes", live(last, 60), "Catching up"],
    ["some wait for long", live(last, 600), "Behind"],
  ])("where %s", (_, some, words) => {
    expect(liveVerdict(some as LiveUpdates, now).words).toBe(words);
  });

  test.each([
    [0, "a second"],
    [949, "a second"],
    [951, "1 second"],
    [1_240, "1,2 seconds"],
    [9_940, "9,9 seconds"],
    [9_960, "10 seconds"],
    [59_499, "59 seconds"],
    [59_501, "1 minute"],
    [3_569_000, "59 minutes"],
    [3_571_000, "1 hour"],
    [170_000_000, "47 hours"],
    [172_800_000, "2 days"],
  ])("%d ms are %s", (milliseconds, words) => {
    expect(durationWords(milliseconds, format)).toBe(words);
  });

  test("a spread is told by its half and its end, once where they are the same", () => {
    expect(spreadWords({ p50: 1_500, p95: 61_000 }, format)).toBe(
      "half within 1,5 seconds, 95 of 100 within 1 minute",
    );
    expect(spreadWords({ p50: 20, p95: 400 }, format)).toBe("95 of 100 within a second");
  });

  test("what Shopify refuses is told once for each reason, with what to do", () => {
    const denied = "Shopify denies it: the app is not approved for this protected customer data.";
    const found = refusals(
      [
        { topic: "orders/create", reason: denied },
        { topic: "fulfillments/create", reason: "The permission read_fulfillments is not granted." },
        { topic: "orders/updated", reason: denied },
        { topic: "customers/create", reason: "The permission read_customers is not granted." },
        { topic: "customers/merge", reason: "Shopify says: No." },
      ],
      (topic) => topicWords(topic).about,
    );
    expect(found.map(({ about }) => about)).toEqual([
      ["new orders", "changed orders"],
      ["parcels that are sent"],
      ["new customers"],
      ["merged customers"],
    ]);
    expect(found.map(({ action }) => action)).toEqual([
      expect.stringContaining("Partner Dashboard"),
      expect.stringContaining("works without"),
      expect.stringContaining("approve the access"),
      expect.stringContaining("asks again each day"),
    ]);
  });
});

const nothing = { looked: 0, repaired: 0, removed: 0, unexplained: null };
const check = (
  outcome: Check["outcome"],
  found: Partial<Check["found"]> = {},
  failure: string | null = null,
): Check => ({
  ...{ id: "newest", startedAt: secondsAgo(60), outcome, failure },
  found: {
    ...({
      products: nothing,
      customers: nothing,
      orders: nothing,
      abandoned_checkouts: nothing,
    } satisfies Record<RecordTable, typeof nothing>),
    ...found,
  },
});

describe("checks", () => {
  test.each([
    ["nothing was missing", check("done", { orders: { ...nothing, looked: 9 } }), "Nothing was missing."],
    [
      "one was missed",
      check("done", { orders: { ...nothing, looked: 9, repaired: 1 } }),
      "1 missed change was brought in.",
    ],
    [
      "many were, and some are gone",
      check("done", {
        orders: { ...nothing, repaired: 1_200, removed: 1 },
        customers: { ...nothing, repaired: 34, removed: 2 },
      }),
      "1.234 missed changes were brought in; 3 records were taken out that are gone from Shopify.",
    ],
    [
      "one is gone",
      check("done", { products: { ...nothing, removed: 1 } }),
      "1 record was taken out that is gone from Shopify.",
    ],
    [
      "there was too much",
      check("resync", { orders: { ...nothing, looked: 900, repaired: 7 } }),
      "More had changed than can be looked at one by one, so a sync brings it in: 7 missed changes so far.",
    ],
    ["it failed", check("failed", {}, "Error: x"), "It failed."],
    ["the process died", check(null), "It was not finished."],
  ])("where %s", (_, one, words) => {
    expect(outcomeInWords(one, write)).toBe(words);
  });

  test("what was looked at is told by kind, orders first", () => {
    const one = check("done", {
      customers: { ...nothing, looked: 1 },
      orders: { ...nothing, looked: 1_200 },
    });
    expect(lookedInWords(one, write)).toBe("1.200 orders, 1 customer looked at.");
    expect(totalsOf(one)).toEqual({ looked: 1_201, repaired: 0, removed: 0 });
    expect(lookedInWords(check("done"), write)).toBe("Nothing had changed in Shopify.");
    expect(lookedInWords(check("failed"), write)).toBeNull();
  });

  test("differences of the counts are told whichever side has more", () => {
    const one = check("done", {
      orders: { ...nothing, unexplained: -2 },
      customers: { ...nothing, unexplained: 1 },
      products: { ...nothing, unexplained: 0 },
    });
    expect(differencesInWords(one, write)).toEqual([
      "Shopify counts 2 orders more than it shows to Quintile.",
      "1 customer more is stored here than Shopify counts, though Shopify lists each of them.",
    ]);
    expect(differencesInWords(check("done"), write)).toEqual([]);
  });

  test("a failure is told by its name, and quotes nothing of what it says", () => {
    const told = [
      "TokenRejectedError: shpat_secret",
      "AccessDeniedError: x",
      "ThrottledTooLongError: x",
      "ShopifyUnavailableError: x",
      "RequestRefusedError: x",
      "SegmentFailedError: x",
      "TypeError: undefined is not a secret",
      "",
    ].map(failureInWords);
    expect(new Set(told.map(({ what }) => what)).size).toBe(7);
    for (const { what, action } of told) {
      expect(`${what} ${action}`).not.toContain("secret");
      expect(action).not.toBe("");
    }
  });

  describe("one that somebody asked for", () => {
    const checks = (more: Partial<Checks>): Checks => ({
      ...{
        latest: [check("done")],
        underWay: null,
        failing: null,
        nextDueAt: secondsAgo(-60),
        syncing: false,
      },
      ...more,
    });
    test.each([
      ["waits", checks({ underWay: "waiting" }), "former", null],
      ["runs", checks({ underWay: "running" }), "newest", null],
      ["is done", checks({}), "former", "Nothing was missing."],
      ["is the first of all", checks({}), null, "Nothing was missing."],
      [
        "failed for good",
        checks({ latest: [check("failed", {}, "ShopifyUnavailableError: x")] }),
        "former",
        "Shopify could not be reached.",
      ],
      [
        "failed and is tried again",
        checks({ failing: { failure: "ShopifyUnavailableError: x", nextTryAt: secondsAgo(-30) } }),
        "newest",
        "Shopify could not be reached.",
      ],
      [
        "gave way to a sync",
        checks({ syncing: true }),
        "newest",
        "Everything is being brought in anew instead; the home page shows how far it is.",
      ],
    ])("that %s", (_, some, before, words) => {
      expect(resultInWords(some, before, write)).toBe(words);
    });
  });
});

test("gaps in consent leave out channels of phones where there is nothing to tell", () => {
  const none = { email: 0, sms: 0, whatsapp: 0 };
  const gaps: ConsentGaps = {
    ...{ customers: 9, withEmail: 8, withPhone: 7, emailUnknown: 1, phoneUnknown: 2 },
    ...{ undated: none, unsubscribed: { ...none, sms: 3 } },
  };
  expect(consentRows(gaps).map(({ id, customers }) => [id, customers])).toEqual([
    ["email_unknown", 1],
    ["phone_unknown", 2],
    ["undated_email", 0],
    ["unsubscribed_email", 0],
    ["unsubscribed_sms", 3],
  ]);
  const all = consentRows({ ...gaps, undated: { email: 1, sms: 1, whatsapp: 1 } });
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
});
