import type { CompiledQuery } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { defaultSettings } from "~/customers/settings";
import { customer, fill, line, order, product } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { Definition, Test } from "../language/definition";
import { selectMembers } from "./members";

let warehouse: Warehouse;
let close: () => Promise<void>;

const day = new Date("2026-01-01T12:00:00Z");
/** Customer 1 bought an oil of two collections, 2 a plain product, 3 one that is gone, 4 a line without a product. */
const bought = [11n, 12n, 13n, null];

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
  const ids = bought.map((_, i) => BigInt(i + 1));
  await fill(warehouse, {
    customers: [...ids, 5n].map((customer_id) => customer({ customer_id })),
    orders: ids.map((id) => order({ order_id: id, customer_id: id, processed_at: day })),
    lines: bought.map((product_id, i) =>
      line({ line_id: BigInt(i + 1), order_id: BigInt(i + 1), product_id }),
    ),
    products: [
      product({ product_id: 11n, product_type: "Oil", tags: ["Relax"] }),
      product({ product_id: 12n }),
    ],
    productCollections: [
      { product_id: 11n, collection_id: 21n },
      { product_id: 11n, collection_id: 22n },
    ],
  });
});
afterAll(() => close());

function buyers(property: string, asked: Test): CompiledQuery<{ customer_id: bigint }> {
  const definition: Definition = {
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
          filters: [{ property, test: asked }],
          measure: { aggregate: "count" },
          test: { operator: "at_least", amount: { kind: "number", number: 1 } },
        },
      ],
    },
  };
  return selectMembers(definition, {
    clock: { kind: "day", today: "2026-01-01" },
    timeZone: "UTC",
    settings: defaultSettings,
    thresholds: new Map(),
  });
}

test.each<[string, Test, number[]]>([
  ["product_type", { operator: "is", text: "OIL" }, [1]],
  ["product_type", { operator: "is_not", text: "oil", missing: "exclude" }, []],
  ["product_type", { operator: "is_not", text: "oil", missing: "include" }, [2, 3, 4]],
  ["product_type", { operator: "is_not", text: "soap", missing: "include" }, [1, 2, 3, 4]],
  ["product_type", { operator: "has_value" }, [1]],
  ["product_type", { operator: "has_no_value" }, [2, 3, 4]],
  ["product_tags", { operator: "has_any", texts: ["soft", "relax"] }, [1]],
  ["product_tags", { operator: "has_none", texts: ["relax"] }, [2, 3, 4]],
  ["product_tags", { operator: "has_no_value" }, [2, 3, 4]],
  ["collection", { operator: "has_any", texts: ["22", "23"] }, [1]],
  ["collection", { operator: "has_all", texts: ["21", "22"] }, [1]],
  ["collection", { operator: "has_all", texts: ["21", "23"] }, []],
  ["collection", { operator: "has_all", texts: ["22", "22"] }, [1]],
  ["collection", { operator: "has_none", texts: ["21"] }, [2, 3, 4]],
  ["collection", { operator: "has_value" }, [1]],
  ["collection", { operator: "has_no_value" }, [2, 3, 4]],
])("lines whose %s %j", async (property, asked, customers) => {
  const rows = await warehouse.all(buyers(property, asked));
  expect(rows.map(({ customer_id }) => Number(customer_id)).sort()).toEqual(customers);
});

test("products in all of many collections are looked for at once", () => {
  const selectsFor = (count: number) => {
    const texts = Array.from({ length: count }, (_, i) => String(i + 1));
    return buyers("collection", { operator: "has_all", texts }).sql.split("SELECT").length;
  };
  expect(selectsFor(500)).toBe(selectsFor(1));
});
