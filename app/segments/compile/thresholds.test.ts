import { afterAll, beforeAll, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, line, order } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { AttributeCondition, Definition } from "../language/definition";
import type { CompileContext } from "./context";
import { selectMembers } from "./members";
import { thresholdQuery, thresholdsOf } from "./thresholds";

let warehouse: Warehouse;
let close: () => Promise<void>;

const counting = { analysisDate: "2026-01-31", timeZone: "UTC", settings: defaultSettings };

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

type Percentile = "buyers" | "unit_prices" | "order_gaps";

function definitionOf(
  field: AttributeCondition["field"],
  percentile: number,
  of: Percentile,
  extra: Partial<AttributeCondition> = {},
): Definition {
  const asked: AttributeCondition = {
    kind: "attribute",
    not: false,
    field,
    test: { operator: "greater", amount: { kind: "percentile", percentile, of } },
    ...extra,
  };
  return { version: 1, where: { kind: "group", not: false, match: "all", items: [asked] } };
}

async function ask(definition: Definition): Promise<{ limits: (number | null)[]; members: number[] }> {
  const clock = { kind: "day" as const, today: counting.analysisDate };
  const thresholds = new Map<string, number | null>();
  const context: CompileContext = { ...counting, clock, thresholds };
  for (const spec of thresholdsOf(definition)) {
    const [row] = await warehouse.all(thresholdQuery(spec, context));
    thresholds.set(spec.key, row?.value ?? null);
  }
  const rows = await warehouse.all(selectMembers(definition, context));
  const members = rows.map(({ customer_id }) => Number(customer_id)).sort((a, b) => a - b);
  return { limits: [...thresholds.values()], members };
}

test("the top fifth lies strictly above the 80th percentile, those who never bought left out of the ranking", async () => {
  const spends = [100n, 200n, 300n, 400n, 500n, 600n];
  await fill(warehouse, {
    customers: [...spends, 0n, 0n].map((_, i) => customer({ customer_id: BigInt(i + 1) })),
    orders: [...spends, 9_999n].map((total, i) =>
      // The last is of a customer who is gone.
      order({
        order_id: BigInt(i + 1),
        customer_id: i === 6 ? 99n : BigInt(i + 1),
        processed_at: new Date(Date.UTC(2026, 0, 1 + i, 12)),
        total,
      }),
    ),
    lines: [10n, 20n, 30n, 40n, 1_000n].map((unit_price, i) =>
      line({ line_id: BigInt(i), order_id: BigInt(i === 4 ? 7 : i + 1), unit_price }),
    ),
  });
  await scoreStore(warehouse, { ...counting, now: new Date("2026-02-01T00:00:00Z") });
  expect(await ask(definitionOf("spend", 80, "buyers"))).toEqual({ limits: [500], members: [6] });
  expect(await ask(definitionOf("highest_unit_price", 50, "unit_prices"))).toEqual({
    limits: [25],
    members: [3, 4],
  });
});

test("whoever is tied with the limit stands at it, wherever between equals it lies", async () => {
  const [people, ordersEach, spend] = [11, 3, 10];
  const ids = Array.from({ length: people }, (_, i) => i + 1);
  await fill(warehouse, {
    customers: ids.map((id) => customer({ customer_id: BigInt(id) })),
    orders: ids.flatMap((id) =>
      Array.from({ length: ordersEach }, (_, i) =>
        order({
          order_id: BigInt(id * 10 + i),
          customer_id: BigInt(id),
          processed_at: new Date(Date.UTC(2026, 0, 1 + i, 12)),
          total: i === 0 ? BigInt(spend) : 0n,
        }),
      ),
    ),
  });
  await scoreStore(warehouse, { ...counting, now: new Date("2026-02-01T00:00:00Z") });
  for (let percentile = 1; percentile < 100; percentile++) {
    const amount = { kind: "percentile" as const, percentile, of: "buyers" as const };
    const test = { operator: "at_least" as const, amount };
    expect(
      await ask(definitionOf("average_order_value", percentile, "buyers", { test })),
      `percentile ${String(percentile)}`,
    ).toEqual({ limits: [spend / ordersEach], members: ids });
  }
});

test("a gap is between days with an order, of one customer", async () => {
  const days = [
    [1, 1, 5, 15],
    [2, 4],
  ];
  await fill(warehouse, {
    customers: [1n, 2n].map((customer_id) => customer({ customer_id })),
    orders: days.flatMap((own, i) =>
      own.map((day, place) =>
        order({
          order_id: BigInt(i * 10 + place),
          customer_id: BigInt(i + 1),
          processed_at: new Date(Date.UTC(2026, 0, day, 10 + place)),
        }),
      ),
    ),
  });
  await scoreStore(warehouse, { ...counting, now: new Date("2026-02-01T00:00:00Z") });
  // Gaps of 4, 10 and 2 days.
  expect((await ask(definitionOf("days_since_last_order", 50, "order_gaps"))).limits).toEqual([4]);
});

test("a test against a percentile of nobody holds for no value, and for none only where it says so", async () => {
  await fill(warehouse, { customers: [customer({ customer_id: 1n })] });
  const amount = { kind: "percentile" as const, percentile: 50, of: "buyers" as const };
  const of = (missing: "include" | "exclude", not: boolean) =>
    ask(
      definitionOf("highest_unit_price", 50, "buyers", {
        not,
        test: { operator: "equals_not", amount, missing },
      }),
    );
  expect(await of("include", false)).toEqual({ limits: [null], members: [1] });
  expect(await of("include", true)).toEqual({ limits: [null], members: [] });
  expect(await of("exclude", false)).toEqual({ limits: [null], members: [] });
  expect(await of("exclude", true)).toEqual({ limits: [null], members: [1] });
});
