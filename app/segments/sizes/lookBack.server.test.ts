import { beforeEach, expect, test } from "vitest";

import { monthEnds } from "~/customers/monthEnds";
import { scoreStore } from "~/customers/score.server";
import { readScoring, type Scoring } from "~/customers/scoredState.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, order } from "~/customers/testing/testWarehouse";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import type { SegmentBackcastRow } from "~/warehouse/tables";

import type { ActiveSegment } from "../dependencies";
import type { Condition, Definition } from "../language/definition";
import { evaluateAll } from "../membership/evaluate.server";
import { inSegment, where } from "../membership/testing/members";
import { forgetSizes, nextBackcasts, readKnownSizes, storeBackcasts } from "./lookBack.server";
import { onEachEngine } from "./testing/eachEngine";

const now = new Date("2026-03-10T12:00:00Z");
const counting = { analysisDate: "2026-03-10", timeZone: "UTC", settings: defaultSettings };
const never = new AbortController().signal;
const months = monthEnds(counting.analysisDate, 13).map(({ day }) => day);

const ordersAtLeast = (number: number): Condition => ({
  ...{ kind: "attribute", not: false, field: "orders" },
  test: { operator: "at_least", amount: { kind: "number", number } },
});
/** As no rule is that was read through `parse.ts`: the compiler ranks no single events. */
const refused: Condition = {
  ...{
    kind: "event",
    not: false,
    event: "ordered",
    window: { kind: "ever" },
    measure: { aggregate: "count" },
  },
  filters: [
    {
      property: "value",
      test: { operator: "greater", amount: { kind: "percentile", percentile: 50, of: "buyers" } },
    },
  ],
  test: { operator: "at_least", amount: { kind: "number", number: 1 } },
};
const segment = (id: number, definition: Definition): ActiveSegment => ({ id, definition });

onEachEngine((warehouse) => {
  /** One customer a month, each ordering once on the 5th of every month from then on. */
  beforeEach(async () => {
    const firsts = months.map((day) => new Date(`${day.slice(0, 7)}-05T12:00:00Z`));
    await fill(warehouse(), {
      customers: firsts.map((created_at, i) => customer({ customer_id: BigInt(i + 1), created_at })),
      orders: firsts.flatMap((_, i) =>
        firsts.slice(i).map((processed_at, j) =>
          order({
            order_id: BigInt(100 * i + j + 1),
            customer_id: BigInt(i + 1),
            processed_at,
            total: 100n,
          }),
        ),
      ),
    });
    await scoreStore(warehouse(), { ...counting, now });
  });

  async function scoringOf(store: Warehouse): Promise<Scoring> {
    const scoring = await readScoring(store);
    if (!scoring) throw new Error("It was scored.");
    return scoring;
  }

  /** Does all there is to do; resolves to the days in the order in which they were counted, and to those that failed. */
  async function lookBack(
    segments: readonly ActiveSegment[],
    knownFrom: string | null = null,
  ): Promise<{ days: string[]; failed: number[] }> {
    const scoring = await scoringOf(warehouse());
    const days: string[] = [];
    const failed = new Set<number>();
    for (;;) {
      const next = nextBackcasts(segments, await readKnownSizes(warehouse()), scoring, knownFrom);
      if (!next) return { days, failed: [...failed] };
      days.push(next.day);
      for (const id of await storeBackcasts(warehouse(), next, scoring, never)) failed.add(id);
    }
  }

  async function stored(id: number): Promise<(number | null)[]> {
    const rows = await warehouse().all(statement<SegmentBackcastRow>`
      SELECT * FROM segment_backcasts WHERE segment_id = ${id} ORDER BY day`);
    expect(rows.map(({ day }) => day)).toEqual(months.slice(0, -1));
    return rows.map(({ members }) => members);
  }

  const upTo12 = Array.from({ length: 12 }, (_, i) => i + 1);

  test("the ends of twelve months are counted, the newest first, and not twice", async () => {
    const segments = [
      segment(1, where(ordersAtLeast(1))),
      segment(2, where(ordersAtLeast(3))),
      segment(3, where(inSegment(1), inSegment(2, true))),
    ];
    const { days, failed } = await lookBack(segments);
    expect(days).toEqual(months.slice(0, -1).reverse());
    expect(failed).toEqual([]);
    expect(await stored(1)).toEqual(upTo12);
    expect(await stored(2)).toEqual(upTo12.map((month) => Math.max(0, month - 2)));
    expect(await stored(3)).toEqual(upTo12.map((month) => Math.min(2, month)));
    expect((await lookBack(segments)).days).toEqual([]);
  });

  test("another rule, of the segment or of one that it refers to, and other settings are counted anew", async () => {
    const other = segment(3, where(inSegment(1, true)));
    await lookBack([segment(1, where(ordersAtLeast(1))), other]);
    expect(await stored(3)).toEqual(upTo12.map(() => 0));
    const changed = [segment(1, where(ordersAtLeast(2))), other];
    expect((await lookBack(changed)).days).toHaveLength(12);
    expect(await stored(1)).toEqual(upTo12.map((month) => month - 1));
    expect(await stored(3)).toEqual(upTo12.map(() => 1));

    const settings = { ...defaultSettings, exclude: { customerTags: ["staff"], orderTags: [] } };
    await scoreStore(warehouse(), { ...counting, settings, now });
    expect((await lookBack(changed)).days).toHaveLength(12);
  });

  test("days of the record are left to it", async () => {
    const recorded = segment(1, where(ordersAtLeast(1)));
    await evaluateAll(warehouse(), [recorded], { now: new Date("2025-12-31T23:00:00Z"), fallback: "time" });
    await evaluateAll(warehouse(), [recorded], { now, fallback: "time" });
    expect((await lookBack([recorded])).days).toEqual(months.slice(0, 9).reverse());
    expect(months[8]).toBe("2025-11-30");
  });

  test("a rule that cannot be counted keeps no other from it, and is not tried again", async () => {
    const segments = [segment(1, where(refused)), segment(2, where(ordersAtLeast(1)))];
    expect((await lookBack(segments)).failed).toEqual([1]);
    expect(await stored(1)).toEqual(upTo12.map(() => null));
    expect(await stored(2)).toEqual(upTo12);
    expect((await lookBack(segments)).days).toEqual([]);
  });

  test("days whose orders are not known are not counted", async () => {
    const wanted = months.slice(0, -1).slice(-2);
    const segments = [segment(1, where())];
    const { days } = await lookBack(segments, wanted[0] ?? null);
    expect(days).toEqual([...wanted].reverse());
  });

  test("nothing is stored once it is to stop", async () => {
    const scoring = await scoringOf(warehouse());
    const next = nextBackcasts([segment(1, where())], await readKnownSizes(warehouse()), scoring, null);
    if (!next) throw new Error("There is something to count.");
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(storeBackcasts(warehouse(), next, scoring, stopped)).rejects.toThrow("stopped");
    expect((await readKnownSizes(warehouse())).segments).toEqual([]);
  });

  test("what is stored of a deleted segment is forgotten", async () => {
    const segments = [segment(1, where()), segment(2, where())];
    await evaluateAll(warehouse(), segments, { now, fallback: "time" });
    await lookBack(segments);
    await forgetSizes(warehouse(), [2]);
    expect((await readKnownSizes(warehouse())).segments).toEqual([1]);
    expect(await stored(1)).toEqual(upTo12);
  });
});
