import { describe, expect, it } from "vitest";

import { adminSchema } from "../schema";
import { validateBulkQuery } from "./validate";

const errorsOf = (query: string): readonly string[] => validateBulkQuery(adminSchema(), query).errors ?? [];

/** The two documents of the project's notes that were found valid on 2026-10, in the form in which they bulk-load a store. */
const orders = `{ orders(query:"updated_at:>='2026-01-01T00:00:00Z'", sortKey: UPDATED_AT){edges{node{
 id legacyResourceId name createdAt updatedAt processedAt cancelledAt cancelReason closedAt test confirmed edited
 currencyCode presentmentCurrencyCode sourceName discountCodes tags displayFinancialStatus displayFulfillmentStatus returnStatus
 cartToken checkoutToken customerAcceptsMarketing customerLocale email attribution{handle displayName} app{id name} retailLocation{id}
 totalPriceSet{shopMoney{amount currencyCode} presentmentMoney{amount currencyCode}} currentTotalPriceSet{shopMoney{amount}}
 refunds{id createdAt processedAt totalRefundedSet{shopMoney{amount}}} fulfillments{id createdAt status displayStatus deliveredAt}
 customer{id} shippingAddress{countryCodeV2 provinceCode city zip}
 customerJourneySummary{ready customerOrderIndex daysToConversion firstVisit{source sourceType referrerUrl landingPage utmParameters{source medium campaign}} lastVisit{source sourceType}}
 lineItems{edges{node{id title variantTitle sku vendor quantity currentQuantity isGiftCard product{id} variant{id} originalUnitPriceSet{shopMoney{amount}} discountedTotalSet(withCodeDiscounts:true){shopMoney{amount}}}}}
}}}}`;
const customers = `{ customers(query:"updated_at:>='2026-01-01T00:00:00Z'", sortKey: UPDATED_AT){edges{node{
 id legacyResourceId createdAt updatedAt firstName lastName displayName locale state verifiedEmail taxExempt tags note numberOfOrders amountSpent{amount currencyCode}
 dataSaleOptOut productSubscriberStatus lifetimeDuration
 defaultEmailAddress{emailAddress marketingState marketingOptInLevel marketingUpdatedAt openTrackingLevel validFormat}
 defaultPhoneNumber{phoneNumber smsMarketingConsent{state optInLevel updatedAt collectedFrom} whatsAppMarketingConsent{state updatedAt}}
 defaultAddress{city provinceCode countryCodeV2 zip timeZone} lastOrder{id processedAt} statistics{predictedSpendTier rfmGroup}
 metafields{edges{node{id namespace key type value}}}
}}}}`;

describe("validateBulkQuery", () => {
  it("accepts the documents that load a store", () => {
    expect(errorsOf(orders)).toEqual([]);
    expect(errorsOf(customers)).toEqual([]);
  });

  it("accepts five connections, two levels of nesting and fragments", () => {
    expect(
      errorsOf(`{products{edges{node{id variants{edges{node{id metafields{edges{node{id}}}}}}
        metafields{edges{node{id}}} collections{edges{node{id}}}}}}}`),
    ).toEqual([]);
    expect(
      errorsOf(
        `query B{orders{edges{node{...O}}}} fragment O on Order{id lineItems{edges{node{...L}}}} fragment L on LineItem{id}`,
      ),
    ).toEqual([]);
  });

  // Recorded messages of a real store.
  it.each([
    [
      "nodes instead of edges",
      "{products{nodes{id title}}}",
      [
        "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: 'products'.",
      ],
    ],
    [
      "a top-level node",
      '{node(id:"gid://shopify/Product/0"){id}}',
      [
        "Bulk queries cannot contain a top level `node` field.",
        "Bulk queries must contain at least one connection.",
      ],
    ],
    [
      "a top-level nodes",
      '{nodes(ids:["gid://shopify/Order/1"]){id}}',
      [
        "Bulk queries cannot contain a top level `nodes` field.",
        "Bulk queries must contain at least one connection.",
      ],
    ],
    ["no connection", "{shop{id}}", ["Bulk queries must contain at least one connection."]],
    [
      "three levels of nesting",
      "{collections{edges{node{id products{edges{node{id variants{edges{node{id metafields{edges{node{id}}}}}}}}}}}}}",
      ["Bulk queries cannot contain connections with a nesting depth greater than 2."],
    ],
    [
      "six connections",
      `{products{edges{node{id variants{edges{node{id}}} metafields{edges{node{id}}} collections{edges{node{id}}}
        media{edges{node{id}}} sellingPlanGroups{edges{node{id}}}}}}}`,
      ["Bulk queries cannot contain more than 5 connections."],
    ],
    [
      "a parent without id",
      "{products{edges{node{title variants{edges{node{id}}}}}}}",
      [
        "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': products.",
      ],
    ],
    [
      "a mutation",
      'mutation{productCreate(input:{title:"x"}){product{id}}}',
      ["Invalid operation type. Only `query` operations are supported."],
    ],
    [
      "a connection within a list",
      "{orders{edges{node{id fulfillments{events{edges{node{id}}}}}}}}",
      ["Queries that contain a connection field within a list field are not currently supported."],
    ],
  ])("refuses %s in Shopify's words", (_what, query, errors) => {
    expect(errorsOf(query)).toEqual(errors);
  });

  it.each([
    [
      "refunds' lines",
      "{orders{edges{node{id refunds{refundLineItems{edges{node{quantity}}}}}}}}",
      "within a list field",
    ],
    [
      "an aliased parent id",
      "{orders{edges{node{key: id lineItems{edges{node{id}}}}}}}",
      "Connection fields without 'id': orders",
    ],
    ["nodes beside edges", "{orders{nodes{id} edges{node{id}}}}", "Invalid connection fields: 'orders'"],
    [
      "a nested nodes",
      "{orders{edges{node{id lineItems{nodes{id}}}}}}",
      "Invalid connection fields: 'lineItems'",
    ],
    ["edges without node", "{orders{edges{cursor}}}", "Invalid connection fields: 'orders'"],
    [
      "nodes in a fragment",
      "{orders{...P}} fragment P on OrderConnection{nodes{id}}",
      "Invalid connection fields: 'orders'",
    ],
    [
      "two top-level fields",
      "{orders{edges{node{id}}} customers{edges{node{id}}}}",
      "more than one top level field",
    ],
    ["variables", "query($q:String){orders(query:$q){edges{node{id}}}}", "variables are not supported"],
    ["two operations", "query A{orders{edges{node{id}}}} query B{orders{edges{node{id}}}}", "one operation"],
    [
      "an unknown field",
      "{orders{edges{node{id nonsense}}}}",
      'Invalid bulk query: Cannot query field "nonsense"',
    ],
    ["no text", "", "Invalid bulk query: Syntax Error"],
    ["more than 65,535 bytes", `{orders{edges{node{id}}}}#${"é".repeat(32_768)}`, "too long"],
  ])("refuses %s", (_what, query, message) => {
    const errors = errorsOf(query);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
  });

  it("counts bytes, not characters: 65,535 pass", () => {
    const query = "{orders{edges{node{id}}}}#";
    expect(errorsOf(query + "x".repeat(65_535 - query.length))).toEqual([]);
    expect(errorsOf(query + "x".repeat(65_536 - query.length))).toHaveLength(1);
  });
});
