import { describe, expect, it } from "vitest";

import { createMentions } from "./mentions";

const mentions = createMentions({
  customerIds: [7_391_184_402_113n],
  orderIds: [5_001n],
  emails: ["z.q@example.com"],
  phones: ["+420777188913", "12"],
});

describe("somebody is named by", () => {
  it.each<[string, unknown]>([
    ["their number", { customer: { id: 7_391_184_402_113 } }],
    ["their number as text", { customer_id: "7391184402113" }],
    ["their gid", [{ customerId: "gid://shopify/Customer/7391184402113" }]],
    ["an order of theirs", { refund: { order_id: 5001 } }],
    ["their address, in other letters", { email: "Z.Q@EXAMPLE.com" }],
    ["their address in a text", { note: "write to <z.q@example.com>!" }],
    ["their phone number", { phone: "+420777188913" }],
    ["their phone number, written otherwise", { phone: "00 420 777 188-913" }],
    ["something very deep", { a: [[{ b: { c: [null, { id: 5001 }] } }]] }],
  ])("%s", (_, payload) => {
    expect(mentions(payload)).toBe(true);
  });
});

describe("somebody is not named by", () => {
  it.each<[string, unknown]>([
    ["another number that theirs is a part of", { id: 73_911_844_021_139, of: "17391184402113" }],
    ["another's gid", { id: "gid://shopify/Customer/50012" }],
    ["another's address", { email: "q@example.com" }],
    ["a phone number that is too short to tell anybody", { total: "12.00", phone: "12" }],
    ["nothing", [null, true, {}, [], ""]],
    ["a key", { "z.q@example.com": 1 }],
  ])("%s", (_, payload) => {
    expect(mentions(payload)).toBe(false);
  });
});
