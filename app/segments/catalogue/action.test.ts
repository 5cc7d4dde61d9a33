import { expect, test } from "vitest";

import { referencedSegments } from "../language/definition";
import { exampleWords } from "../language/testing/exampleWords";
import { sentenceOf } from "../language/wording";
import { suggestedRule } from "./action";
import { definitionOf, readyMadeOf, readyMadeSegments } from "./catalogue";

const words = { ...exampleWords, segment: () => "These" };
const own = 7;

test("each suggests one thing to do, and this is where it leads", () => {
  const suggested = readyMadeSegments.map((readyMade) => {
    const { id, action } = readyMade;
    const definition = definitionOf(readyMade, {}, { currencyDigits: 2 });
    const rule = suggestedRule(action, { id: own, definition });
    const leadsTo = rule === null ? action.kind : sentenceOf(rule, words);
    return [id, `${action.label}: ${leadsTo}`];
  });
  expect(Object.fromEntries(suggested)).toMatchInlineSnapshot(`
    {
      "abandoned_checkout": "Narrow to those reachable by email: Customers who left an abandoned checkout not followed by an order and are reachable by email.",
      "about_to_sleep": "Compare with Inactive customers: compare",
      "all_buyers": "Export for an exclusion list: export",
      "all_customers": "Compare with All buyers: compare",
      "all_subscribers": "Compare with All buyers: compare",
      "at_risk": "Narrow to those reachable by email: Customers who are in the RFM group “At risk” and are reachable by email.",
      "at_risk_inactive": "Narrow to those with a failed order: Customers who either last ordered at least 60 days ago or have at least 2 failed orders, and have at least 1 failed order.",
      "big_spenders": "Compare with Richie Riches: compare",
      "bulk_shoppers": "Export for an offer of larger packs: export",
      "cant_lose": "Export to call or write in person: export",
      "champions": "Export for a thank-you: export",
      "email_subscribers": "Narrow to buyers of the last 180 days: Customers who are reachable by email and last ordered in the last 180 days.",
      "first_timers": "Narrow to orders of the last 60 days: Customers who have exactly 1 order and last ordered in the last 60 days.",
      "first_visit_follow_up": "Narrow to those reachable by email: Customers who have exactly 1 order, last ordered in the last 30 days and are reachable by email, except those who either placed an order with the fulfillment state “Scheduled for later” or have the product subscription state “Active”.",
      "hibernating": "Email list without them: Customers who are reachable by email, except those in the segment “These”.",
      "high_spenders": "Compare with VIP: compare",
      "important": "Compare with Inactive customers: compare",
      "inactive": "Narrow to those reachable by email: Customers who last ordered at least 45 days ago and are reachable by email.",
      "lapsed": "Narrow to those reachable by email: Customers who last ordered at least 180 days ago and are reachable by email.",
      "lapsing_regulars": "Export to write in person: export",
      "leads": "Narrow to those reachable by email: Customers who have no orders and are reachable by email.",
      "lost": "Email list without them: Customers who are reachable by email, except those in the segment “These”.",
      "loyal": "Narrow to those reachable by email: Customers who are in the RFM group “Loyal” and are reachable by email.",
      "need_attention": "Narrow to those reachable by email: Customers who are in the RFM group “Need attention” and are reachable by email.",
      "new": "Narrow to first orders of the last 30 days: Customers who are in the RFM group “New” and first ordered in the last 30 days.",
      "new_customers": "Email list without them: Customers who are reachable by email, except those in the segment “These”.",
      "no_show_risk": "Export for whoever ships orders: export",
      "one_time_shoppers": "Narrow to those reachable by email: Customers who have exactly 1 order, have a time since the last order longer than 80% of all gaps between orders and are reachable by email.",
      "potential_loyalists": "Narrow to those with one order so far: Customers who are in the RFM group “Potential loyalists” and have exactly 1 order.",
      "promising": "Export to write in person: export",
      "recently_transacted": "Email list without them: Customers who are reachable by email, except those in the segment “These”.",
      "repeat_buyers": "Compare with Email subscribers: compare",
      "repeat_customers": "Export for an invitation: export",
      "richie_riches": "Narrow to those reachable by email: Customers who have a highest unit price above 90% of all unit prices sold and are reachable by email.",
      "sleeping_opportunists": "Email list without them: Customers who are reachable by email, except those in the segment “These”.",
      "sms_subscribers": "Export for an SMS tool: export",
      "subscribers_30d": "Narrow to those without an order: Customers who became reachable in the last 30 days and have no orders.",
      "subscribers_not_purchased": "Compare with Abandoned checkout: compare",
      "transacted_today": "Email list without them: Customers who are reachable by email, except those in the segment “These”.",
      "unsubscribed": "Export for a suppression list: export",
      "vip": "Export for early access: export",
      "waiting_first_order": "Narrow to those added in the last 30 days: Customers who either have the account state “Active” or are reachable by email, SMS or WhatsApp, and have no orders, and were added in the last 30 days.",
      "whatsapp_subscribers": "Export for a WhatsApp tool: export",
    }
  `);
});

test("what is compared with is another of them; what is left out follows the segment", () => {
  for (const readyMade of readyMadeSegments) {
    const { id, action } = readyMade;
    const rule = suggestedRule(action, {
      id: own,
      definition: definitionOf(readyMade, {}, { currencyDigits: 2 }),
    });
    switch (action.kind) {
      case "compare":
        expect(readyMadeOf(action.with)?.id).not.toBe(id);
        expect(action.label).toBe(`Compare with ${readyMadeOf(action.with)?.name ?? ""}`);
        break;
      case "leave_out":
        expect(rule && referencedSegments(rule)).toEqual([own]);
        break;
      case "narrow":
        expect(rule && referencedSegments(rule)).toEqual([]);
        break;
      case "export":
        expect(rule).toBeNull();
    }
  }
});

test("a rule that any of its conditions meets is narrowed as a whole", () => {
  const readyMade = readyMadeOf("at_risk_inactive");
  if (!readyMade) throw new Error("It is gone.");
  const definition = definitionOf(readyMade, {}, { currencyDigits: 2 });
  expect(suggestedRule(readyMade.action, { id: own, definition })?.where.items[0]).toEqual(definition.where);
});
