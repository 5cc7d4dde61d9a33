import { readFileSync } from "node:fs";

import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import type { CustomerMetricsRow, RfmScoreRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { type Breaks, chooseBreaks } from "./breaks";
import { groupWordings } from "./groups";
import { scoresOf } from "./rfm.server";
import { type ScoreReport, scoreStore, scoreStoreBy } from "./score.server";
import { defaultSettings } from "./settings";
import { allOf, customer, fill, order } from "./testing/testWarehouse";

const data = new URL("../../tests/data/rfm/", import.meta.url);

function readCsv(name: string): Record<string, string>[] {
  return parse(readFileSync(new URL(name, data)), { columns: true });
}

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

test("the rule of the groups is the total table, in all 125 cells", async () => {
  // Breaks of 1, 2, 3 and 4 turn x into the score x (and, reversed, 6 − x days into the recency x).
  const breaks: Breaks = { recency: [1, 2, 3, 4], frequency: [1, 2, 3, 4], monetary: [1, 2, 3, 4] };
  const five = sql`(SELECT unnest(ARRAY[1, 2, 3, 4, 5]) AS x)`;
  const metrics = sql`(
    SELECT 0 AS customer_id, CAST('2026-01-10' AS date) - (6 - r.x) AS last_order_on, f.x AS orders, m.x AS spend
    FROM ${five} r, ${five} f, ${five} m) cells`;
  const cells = await warehouse.all(
    statement<RfmScoreRow>`SELECT * FROM (${scoresOf({ analysisDate: "2026-01-10", breaks, metrics })}) s`,
  );
  const named = new Map(
    cells.map((cell) => [
      `${String(cell.recency)},${String(cell.frequency)},${String(cell.monetary)}`,
      groupWordings[cell.rfm_group as keyof typeof groupWordings].name,
    ]),
  );
  const expected = new Map(
    readCsv("mapping_125.csv").map(({ r, f, m, segment }) => [`${r ?? ""},${f ?? ""},${m ?? ""}`, segment]),
  );
  expect(expected.size).toBe(125);
  expect(named).toEqual(expected);
});

describe("on the data of R's rfm", () => {
  const expected = readCsv("rfm_orders_scores_R.csv");
  const ids = new Map(expected.map((row, i) => [row.customer_id, BigInt(i + 1)]));
  const orders = readCsv("rfm_data_orders.csv");
  const input = {
    analysisDate: "2006-12-31",
    timeZone: "America/New_York",
    settings: defaultSettings,
    now: new Date("2026-11-23T00:00:00Z"),
  };

  beforeAll(async () => {
    await fill(warehouse, {
      customers: [...ids.values()].map((customer_id) => customer({ customer_id })),
      orders: orders.map((row, i) =>
        order({
          order_id: BigInt(i + 1),
          customer_id: ids.get(row.customer_id) ?? null,
          processed_at: new Date(`${row.order_date ?? ""}T17:00:00Z`),
          total: BigInt(row.revenue ?? ""),
        }),
      ),
    });
  });

  async function scores(): Promise<Record<string, unknown>[]> {
    const metrics = await allOf<CustomerMetricsRow>(warehouse, "customer_metrics", "customer_id");
    const scored = await allOf<RfmScoreRow>(warehouse, "rfm_scores", "customer_id");
    return scored.map((score, i) => ({
      recency_score: score.recency,
      frequency_score: score.frequency,
      monetary_score: score.monetary,
      transaction_count: metrics[i]?.orders,
      amount: Number(metrics[i]?.spend),
    }));
  }

  function differences(ours: Record<string, unknown>[], column: string): number {
    return expected.filter((row, i) => Number(row[column]) !== ours[i]?.[column]).length;
  }

  test("R's breaks give R's scores: no difference over 995 customers", async () => {
    // R cuts half-open at the quantile plus one: x ≥ q + 1, which among whole numbers is x > ⌈q⌉.
    const report = await scoreStoreBy(warehouse, input, (measures) => {
      const { recency, frequency, monetary } = measures.quintiles ?? {
        recency: [],
        frequency: [],
        monetary: [],
      };
      return {
        method: "quintiles",
        breaks: {
          recency: recency.map(Math.ceil),
          frequency: frequency.map(Math.ceil),
          monetary: monetary.map(Math.ceil),
        },
      };
    });
    expect(report.buyers).toBe(995);
    expect(expected).toHaveLength(995);
    const ours = await scores();
    expect(ours).toHaveLength(995);
    for (const column of [
      "transaction_count",
      "amount",
      "recency_score",
      "frequency_score",
      "monetary_score",
    ]) {
      expect([column, differences(ours, column)]).toEqual([column, 0]);
    }
  });

  test("our own breaks differ from R's where a quantile is no whole number: one recency, two monetary", async () => {
    const report: ScoreReport = await scoreStoreBy(warehouse, input, (measures) =>
      chooseBreaks(measures, defaultSettings.scoring),
    );
    expect(report.method).toBe("quintiles");
    const ours = await scores();
    expect(differences(ours, "recency_score")).toBe(1);
    expect(differences(ours, "frequency_score")).toBe(0);
    expect(differences(ours, "monetary_score")).toBe(2);
    expect(Object.values(report.groups).reduce((a, b) => a + b, 0)).toBe(995);
    expect(Object.values(report.groups).every((customers) => customers > 0)).toBe(true);
  });

  test("the same scoring twice keeps the version of the breaks; another day gives the next", async () => {
    const first = await scoreStore(warehouse, input);
    const again = await scoreStore(warehouse, { ...input, now: new Date("2026-11-24T00:00:00Z") });
    expect(again).toEqual(first);
    const stored = await warehouse.all(
      statement<{ scored_at: Date }>`SELECT scored_at FROM rfm_breaks WHERE version = ${first.breaksVersion}`,
    );
    expect(stored).toEqual([{ scored_at: new Date("2026-11-24T00:00:00Z") }]);
    const later = await scoreStore(warehouse, { ...input, analysisDate: "2007-01-31" });
    expect(later.breaksVersion).toBe(first.breaksVersion + 1);
  });
});
