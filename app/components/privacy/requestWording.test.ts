import { describe, expect, it } from "vitest";

import { privacyFailures, privacyKinds, privacyStates } from "~/privacy/request";

import { isUnfinished, proofSentence, standingOf, timeLeft } from "./requestWording";

const count = (value: number | bigint) => value.toLocaleString("en");

describe("standingOf", () => {
  it("says of every request how it stands, and of no two kinds the same where they are not", () => {
    for (const kind of privacyKinds) {
      for (const state of privacyStates) {
        for (const failure of state === "refused" ? privacyFailures : [null]) {
          const { badge, sentence } = standingOf({ kind, state, failure });
          expect(badge).not.toBe("");
          expect(sentence).toMatch(/^[A-Z].*\.$/);
        }
      }
    }
    expect(standingOf({ kind: "data_request", state: "ready", failure: null }).badge).toBe("For you to do");
    expect(standingOf({ kind: "data_request", state: "refused", failure: "forgotten" }).badge).toBe(
      "Forgotten",
    );
    expect(standingOf({ kind: "customer_redact", state: "failed", failure: "fault" }).tone).toBe("critical");
  });
});

describe("timeLeft", () => {
  it.each([
    [30, "30 days left"],
    [1, "1 day left"],
    [0, "less than a day left"],
    [-1, "1 day overdue"],
    [-9, "9 days overdue"],
  ])("of %s days is %s", (days, words) => {
    expect(timeLeft(days)).toBe(words);
  });

  it("counts for what is not over only", () => {
    expect(privacyStates.filter((state) => isUnfinished({ state }))).toEqual(["open", "ready", "failed"]);
  });
});

describe("proofSentence", () => {
  const found = {
    customers: 1,
    orders: 1_200,
    customer_metrics: 1,
    rfm_scores: 1,
    memberships: 2,
    downloads: 0,
  };

  it("tells what was found, and that nothing is left", () => {
    const left = { customers: 0, orders: 0 };
    expect(proofSentence({ kind: "customer_redact", proof: { found, left } }, count)).toBe(
      "Found: 1 customer record, 1,200 orders, 2 segments. A search afterwards found nothing.",
    );
  });

  it("tells how much has still to go", () => {
    const left = { customers: 0, downloads: 1 };
    expect(proofSentence({ kind: "customer_redact", proof: { found, left } }, count)).toMatch(
      / 1 is still to go\.$/,
    );
  });

  it("says of a file only what was in it, and of somebody unknown that there was nothing", () => {
    expect(proofSentence({ kind: "data_request", proof: { found } }, count)).toMatch(/2 segments\.$/);
    const nothing = { found: { customers: 0 }, left: { customers: 0 } };
    expect(proofSentence({ kind: "customer_redact", proof: nothing }, count)).toBe(
      "Nothing was kept of them. A search afterwards found nothing.",
    );
    expect(proofSentence({ kind: "data_request", proof: null }, count)).toBeNull();
  });

  it("adds up what went with a store", () => {
    const proof = { found: { Segment: 2, Session: 1 } };
    expect(proofSentence({ kind: "shop_redact", proof }, count)).toBe("3 records went.");
  });
});
