import { afterAll, beforeAll, expect, test } from "vitest";

import { defaultSettings } from "~/customers/settings";
import { customer } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";

import type { Definition } from "../language/definition";
import { all, any, city } from "../language/testing/builders";
import { openBothEngines } from "../testing/bothEngines";
import { fillScored } from "../testing/segmentStore";
import { previewSimilar } from "./similar.server";

let warehouses: readonly Warehouse[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouses, close } = await openBothEngines());
  // Customers 1 to 20, of whom 1 to 19 live in Berlin.
  const customers = Array.from({ length: 20 }, (_, i) =>
    customer({ customer_id: BigInt(i + 1), city: i < 19 ? "Berlin" : "Bonn" }),
  );
  const members = (segment_id: number, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ segment_id, customer_id: BigInt(from + i) }));
  const memberships = [
    ...members(1, 1, 19),
    // 18 ÷ 20, 17 ÷ 19, 18 ÷ 19, 19 ÷ 20.
    ...[...members(2, 1, 18), ...members(2, 20, 20)],
    ...members(3, 3, 19),
    ...members(4, 2, 19),
    ...members(5, 1, 20),
    ...members(6, 1, 1),
  ];
  for (const warehouse of warehouses) {
    const counting = { analysisDate: "2026-01-01", timeZone: "UTC", settings: defaultSettings };
    const facts = {
      ...{ customers, orders: [], lines: [], fulfillments: [], refunds: [], products: [], collections: [] },
      ...{ productCollections: [], metafields: [], tagEvents: [], checkouts: [], checkoutLines: [] },
    };
    await fillScored(warehouse, facts, counting, memberships);
  }
}, 120_000);
afterAll(() => close());

const rule = (where: Definition["where"]): Definition => ({ version: 1, where });
const berlin = rule(all(city("is", "Berlin")));
const named = (...ids: number[]) => ids.map((id) => ({ id, name: `Segment ${String(id)}` }));

test("segments of nearly the same members are told, the most alike first, and three of them", async () => {
  for (const warehouse of warehouses) {
    expect(await previewSimilar(warehouse, berlin, named(2, 3, 4, 5, 6, 7))).toEqual({
      segments: [
        { id: 5, name: "Segment 5", members: 20, likeness: 19 / 20 },
        { id: 4, name: "Segment 4", members: 18, likeness: 18 / 19 },
        { id: 2, name: "Segment 2", members: 19, likeness: 18 / 20 },
      ],
    });
    const [first, ...others] = (await previewSimilar(warehouse, berlin, named(1, 2, 4, 5))).segments;
    expect(first).toEqual({ id: 1, name: "Segment 1", members: 19, likeness: 1 });
    expect(others.map(({ id }) => id)).toEqual([5, 4]);
  }
});

test("nobody is like no other", async () => {
  for (const warehouse of warehouses) {
    expect(await previewSimilar(warehouse, rule(any()), named(1, 6, 7))).toEqual({ segments: [] });
    expect(await previewSimilar(warehouse, berlin, [])).toEqual({ segments: [] });
  }
});
