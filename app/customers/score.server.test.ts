import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import type { CustomerMetricsRow, RfmBreaksRow, RfmScoreRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { NotScoredError, rescoreCustomers, scoreStore, scoreStoreBy } from "./score.server";
import { defaultSettings } from "./settings";
import { type NaiveInput, naiveBreaks, naiveMetrics, naiveScores } from "./testing/naive";
import { countings, stores } from "./testing/randomStores";
import { allOf, customer, fill, replaceFacts, order, type TestStore } from "./testing/testWarehouse";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const now = new Date("2026-11-23T00:00:00Z");

async function scored(): Promise<{ metrics: CustomerMetricsRow[]; scores: RfmScoreRow[] }> {
  return {
    metrics: await allOf<CustomerMetricsRow>(warehouse, "customer_metrics", "customer_id"),
    scores: await allOf<RfmScoreRow>(warehouse, "rfm_scores", "customer_id"),
  };
}

async function score(store: TestStore, input: NaiveInput) {
  await fill(warehouse, store);
  return scoreStore(warehouse, { ...input, now });
}

test("metrics, breaks and scores are those of a plain evaluation, on any store", async () => {
  await fc.assert(
    fc.asyncProperty(stores, countings, async (store, input) => {
      const report = await score(store, input);
      const { metrics, scores } = await scored();
      const expectedMetrics = naiveMetrics(store, input);
      expect(metrics).toEqual(
        expectedMetrics.map((row) => ({
          ...row,
          gap_mean_days:
            row.gap_mean_days === null ? null : (expect.closeTo(row.gap_mean_days, 9) as unknown),
        })),
      );

      const breaks = (await allOf<RfmBreaksRow>(warehouse, "rfm_breaks", "version")).at(-1);
      const expectedBreaks = naiveBreaks(expectedMetrics, input);
      expect(report.method).toBe(expectedBreaks.method);
      const close = (limits: readonly number[]) => limits.map((limit) => expect.closeTo(limit, 5) as unknown);
      expect(breaks).toMatchObject({
        method: expectedBreaks.method,
        recency_breaks: close(expectedBreaks.recency),
        frequency_breaks: close(expectedBreaks.frequency),
        monetary_breaks: close(expectedBreaks.monetary),
      });

      // By the stored breaks: a last digit of an interpolation must not decide the comparison.
      const stored = {
        method: expectedBreaks.method,
        recency: breaks?.recency_breaks ?? [],
        frequency: breaks?.frequency_breaks ?? [],
        monetary: breaks?.monetary_breaks ?? [],
      };
      expect(
        scores.map(({ customer_id, recency, frequency, monetary }) => ({
          customer_id,
          recency,
          frequency,
          monetary,
        })),
      ).toEqual(naiveScores(expectedMetrics, stored, input));
      expect(report.buyers).toBe(scores.length);
      expect(Object.values(report.groups).reduce((a, b) => a + b, 0)).toBe(scores.length);
    }),
    { numRuns: 60 },
  );
});

test("re-scoring some customers gives what scoring all by the same breaks gives, and touches nobody else", async () => {
  await fc.assert(
    fc.asyncProperty(
      stores,
      stores,
      countings,
      fc.integer({ min: 2, max: 4 }),
      async (store, changed, input, nth) => {
        await score(store, input);
        const before = await scored();
        const breaks = (await allOf<RfmBreaksRow>(warehouse, "rfm_breaks", "version")).at(-1);
        const ids = store.customers
          .map(({ customer_id }) => customer_id)
          .filter((id) => id % BigInt(nth) === 0n);

        // The orders change for everybody; only some are scored again.
        const now = { ...store, orders: changed.orders, lines: [], fulfillments: [] };
        await replaceFacts(warehouse, now);
        await rescoreCustomers(warehouse, ids);

        const after = await scored();
        const others = <Row extends { customer_id: bigint }>(rows: readonly Row[]) =>
          rows.filter(({ customer_id }) => !ids.includes(customer_id));
        expect(others(after.metrics)).toEqual(others(before.metrics));
        expect(others(after.scores)).toEqual(others(before.scores));

        const metrics = naiveMetrics(now, input).filter(({ customer_id }) => ids.includes(customer_id));
        const stored = {
          method: breaks?.method ?? "",
          recency: breaks?.recency_breaks ?? [],
          frequency: breaks?.frequency_breaks ?? [],
          monetary: breaks?.monetary_breaks ?? [],
        };
        const mine = after.scores.filter(({ customer_id }) => ids.includes(customer_id));
        expect(
          mine.map(({ customer_id, recency, frequency, monetary }) => ({
            customer_id,
            recency,
            frequency,
            monetary,
          })),
        ).toEqual(naiveScores(metrics, stored, input));
        expect(mine.every(({ breaks_version }) => breaks_version === breaks?.version)).toBe(true);
      },
    ),
    { numRuns: 15 },
  );
});

test("a store that was never scored cannot be re-scored in part", async () => {
  await fill(warehouse, { customers: [customer({ customer_id: 1n })] });
  await expect(rescoreCustomers(warehouse, [1n])).rejects.toThrow(NotScoredError);
});

test("orders after the analysis date do not exist yet, by the shop's own midnight", async () => {
  const at = (iso: string, order_id: bigint) =>
    order({ order_id, customer_id: 1n, processed_at: new Date(iso), total: 100n });
  await fill(warehouse, {
    customers: [customer({ customer_id: 1n })],
    // Midnight in New York, on the day that summer time ended there, is 05:00 UTC.
    orders: [at("2024-11-04T04:59:59.999Z", 1n), at("2024-11-04T05:00:00Z", 2n)],
  });
  const input = { timeZone: "America/New_York", settings: defaultSettings, now };
  await scoreStore(warehouse, { ...input, analysisDate: "2024-11-03" });
  expect((await scored()).metrics).toMatchObject([{ orders: 1, last_order_on: "2024-11-03" }]);
  await scoreStore(warehouse, { ...input, analysisDate: "2024-11-04" });
  expect((await scored()).metrics).toMatchObject([{ orders: 2, last_order_on: "2024-11-04" }]);
});

test("a store without orders, and one without customers, are scored to nothing", async () => {
  for (const customers of [[customer({ customer_id: 1n })], []]) {
    await fill(warehouse, { customers });
    const report = await scoreStore(warehouse, {
      analysisDate: "2026-01-01",
      timeZone: "UTC",
      settings: defaultSettings,
      now,
    });
    expect(report).toMatchObject({ method: "fixed_rules", customers: customers.length, buyers: 0 });
    expect(report.levelsPresent).toEqual({ recency: [], frequency: [], monetary: [] });
  }
});

test("a failure in the middle of a scoring leaves the former scores", async () => {
  await fill(warehouse, {
    customers: [customer({ customer_id: 1n })],
    orders: [order({ order_id: 1n, customer_id: 1n, processed_at: now, total: 5n })],
  });
  const input = { analysisDate: "2026-11-23", timeZone: "UTC", settings: defaultSettings, now };
  await scoreStore(warehouse, input);
  const before = await scored();
  await replaceFacts(warehouse, { customers: [customer({ customer_id: 2n })] });
  const failing = scoreStoreBy(warehouse, input, () => {
    throw new Error("no breaks today");
  });
  await expect(failing).rejects.toThrow("no breaks today");
  expect(await scored()).toEqual(before);
});
