import { getOperationAST, parse, type OperationDefinitionNode } from "graphql";
import { describe, expect, it } from "vitest";

import { actualCost, requestedCost } from "./cost";
import { adminSchema } from "./schema";

function price(query: string, variables: Record<string, unknown> = {}, data?: unknown): number {
  const document = parse(query);
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return data === undefined
    ? requestedCost(adminSchema(), document, operation, variables)
    : actualCost(adminSchema(), document, operation, variables, data);
}

const bulkFields = "id status type errorCode createdAt objectCount url query";

describe("requestedCost", () => {
  // Recorded from a real store: the answers' own extensions.cost.
  it.each([
    [
      'mutation{bulkOperationRunQuery(query:""){bulkOperation{id status} userErrors{field message code}}}',
      10,
    ],
    [`{bulkOperation(id:"gid://shopify/BulkOperation/0"){${bulkFields}}}`, 1],
    [`{currentBulkOperation(type:QUERY){${bulkFields}}}`, 1],
    ["{bulkOperations{nodes{id}}}", 2],
    ["{bulkOperations(first:1,last:1){nodes{id}}}", 3],
    [
      `{bulkOperations(first:5){edges{cursor node{${bulkFields}}} nodes{${bulkFields}}
        pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}`,
      8,
    ],
  ])("is what Shopify was recorded to ask for %s", (query, cost) => {
    expect(price(query)).toBe(cost);
  });

  // By hand: object 1, scalar 0, connection 2 and first times its node.
  it.each([
    ["{shop{name}}", 1],
    ["{shop{name plan{displayName}}}", 2],
    ["{a: shop{id} b: shop{id}}", 2],
    ["{orders(last:10){edges{node{id}}}}", 2 + 10],
    ["{orders(first:10){nodes{id totalPriceSet{shopMoney{amount}}}}}", 2 + 10 * 3],
    ["{orders(first:10){nodes{id lineItems(first:5){nodes{id}}}}}", 2 + 10 * (1 + 2 + 5)],
    ["{orders(first:10){nodes{id refunds{id}}}}", 2 + 10 * (1 + 1)],
    ['{node(id:"x"){... on Order{id customer{id}} ... on Customer{id}}}', 2],
    ['{nodes(ids:["x","y","z"]){id}}', 3],
    [
      '{nodes(ids:["x","y"]){... on Order{id lineItems(first:5){nodes{id}}} ... on Customer{id}}}',
      2 * (1 + 2 + 5),
    ],
    ["{ordersCount{count}}", 1],
    ["{__schema{types{name}}}", 0],
  ])("counts %s", (query, cost) => {
    expect(price(query)).toBe(cost);
  });

  it("reads first from variables and follows fragments", () => {
    const query = "query($n:Int!){orders(first:$n){nodes{...F}}} fragment F on Order{id customer{id}}";
    expect(price(query, { n: 7 })).toBe(2 + 7 * 2);
  });
});

describe("actualCost", () => {
  it("counts the nodes that came, and nothing inside what is null", () => {
    const query =
      "{orders(first:10){nodes{id customer{id lastOrder{id}} lineItems(first:5){nodes{id}}} pageInfo{endCursor}}}";
    const data = {
      orders: {
        nodes: [
          { id: "1", customer: null, lineItems: { nodes: [{ id: "a" }, { id: "b" }] } },
          { id: "2", customer: { id: "3", lastOrder: null }, lineItems: { nodes: [] } },
        ],
        pageInfo: { endCursor: "x" },
      },
    };
    // Order 1: itself 1, customer 1, lines 2 + 2. Order 2: 1, customer 1 and its order 1, lines 2. pageInfo 1.
    expect(price(query, {}, data)).toBe(2 + (1 + 1 + 4) + (1 + 2 + 2) + 1);
    expect(price(query)).toBe(2 + 10 * (1 + 2 + 7) + 1);
  });

  it("is the bare connection when the answer failed, as recorded", () => {
    expect(price("{bulkOperations(first:1){nodes{id}}}", {}, null)).toBe(2);
  });

  it("keeps the point of an object that does not exist, as recorded", () => {
    expect(price("{currentBulkOperation(type:MUTATION){id}}", {}, { currentBulkOperation: null })).toBe(1);
  });
});
