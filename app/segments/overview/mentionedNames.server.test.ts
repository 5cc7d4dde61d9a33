import { afterAll, beforeAll, expect, test } from "vitest";

import { fill, line, order } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { Definition, EventFilter } from "../language/definition";
import { mentionedNames } from "./mentionedNames.server";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
  const product = { vendor: null, product_type: null, status: null, tags: [] };
  const made = { created_at: new Date(0), updated_at: new Date(0) };
  await fill(warehouse, {
    products: [
      { ...product, ...made, product_id: 7n, title: "Massage" },
      { ...product, ...made, product_id: 8n, title: "Not mentioned" },
    ],
    collections: [{ collection_id: 7n, title: "Spring" }],
    orders: [order({ order_id: 1n, processed_at: new Date(0) })],
    lines: [
      line({ line_id: 1n, order_id: 1n, variant_id: 70n, title: "Oil", variant_title: "Small, old name" }),
      line({ line_id: 2n, order_id: 1n, variant_id: 70n, title: "Oil", variant_title: "Small" }),
      line({ line_id: 3n, order_id: 1n, variant_id: 71n, title: "Towel" }),
    ],
  });
});
afterAll(() => close());

function bought(...filters: EventFilter[]): Definition {
  return {
    version: 1,
    where: {
      kind: "group",
      not: false,
      match: "all",
      items: [
        {
          kind: "event",
          not: false,
          event: "purchased",
          window: { kind: "ever" },
          filters,
          measure: { aggregate: "count" },
          test: { operator: "at_least", amount: { kind: "number", number: 1 } },
        },
      ],
    },
  };
}

test("names what rules mention and nothing else; what is gone has no name", async () => {
  const names = await mentionedNames(warehouse, [
    bought({ property: "product", test: { operator: "is_one_of", texts: ["7", "999"] } }),
    bought(
      { property: "variant", test: { operator: "is_none_of", texts: ["70", "71"], missing: "include" } },
      { property: "collection", test: { operator: "has_any", texts: ["7"] } },
      { property: "sku", test: { operator: "is", text: "8" } },
    ),
  ]);
  expect(names).toEqual({
    products: { "7": "Massage" },
    variants: { "70": "Oil – Small", "71": "Towel" },
    collections: { "7": "Spring" },
  });
});

test("rules that mention nothing ask for nothing", async () => {
  expect(await mentionedNames(warehouse, [bought()])).toEqual({
    products: {},
    variants: {},
    collections: {},
  });
});
