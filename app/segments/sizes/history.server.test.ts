import fc from "fast-check";
import { expect, test } from "vitest";

import { monthEnds } from "~/customers/monthEnds";
import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { localDay } from "~/customers/testing/naive";
import { customer, fill } from "~/customers/testing/testWarehouse";
import { warehouseSql } from "~/warehouse/compile";
import type { Connection, Warehouse } from "~/warehouse/engine";
import type { MembershipRow, PastMembershipRow, SegmentBackcastRow } from "~/warehouse/tables";

import { sizeHistory, sparklines } from "./history.server";
import type { DayOfMoves, SizePoint } from "./sizes";
import { onEachEngine } from "./testing/eachEngine";

const day = 24 * 3_600_000;
const today = "2026-03-15";
const start = Date.parse("2025-11-20T03:30:00Z");

async function insert<
  Table extends "memberships" | "past_memberships" | "segment_records" | "segment_backcasts",
>(
  connection: Connection,
  table: Table,
  rows: Parameters<ReturnType<typeof warehouseSql.insertInto<Table>>["values"]>[0][],
): Promise<void> {
  for (const row of rows) await connection.run(warehouseSql.insertInto<Table>(table).values(row).compile());
}

async function scored(warehouse: Warehouse, timeZone: string): Promise<void> {
  await fill(warehouse, { customers: [customer({ customer_id: 1n })] });
  const now = new Date(`${today}T12:00:00Z`);
  await scoreStore(warehouse, { analysisDate: today, timeZone, settings: defaultSettings, now });
}

/** Stays of customers in a segment that was first evaluated at `start`: hours after that, null while it lasts. */
const stays = fc.array(
  fc.record({
    segment_id: fc.constantFrom(1, 2),
    from: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 110 * 24 })),
    hours: fc.option(fc.integer({ min: 0, max: 60 * 24 })),
    cause: fc.constantFrom("definition", "order"),
  }),
  { minLength: 20, maxLength: 60 },
);

onEachEngine((warehouse) => {
  test("sizes and moves are those of every stay, day by day", { timeout: 120_000 }, async () => {
    const zones = fc.constantFrom("UTC", "America/New_York", "Pacific/Auckland", "America/Havana");
    await fc.assert(
      fc.asyncProperty(stays, zones, async (all, timeZone) => {
        await scored(warehouse(), timeZone);
        const rows = all.map(({ segment_id, from, hours, cause }, i) => {
          const entered_at = new Date(start + from * 3_600_000);
          const left_at = hours === null ? null : new Date(entered_at.getTime() + hours * 3_600_000);
          const row = { segment_id, customer_id: BigInt(i), entered_at, entered_cause: cause };
          return { row, left_at };
        });
        const current = rows.filter(({ left_at }) => left_at === null).map(({ row }): MembershipRow => row);
        const former = rows.flatMap(({ row, left_at }): PastMembershipRow[] =>
          left_at ? [{ ...row, left_at, left_cause: "time" }] : [],
        );
        await insert(warehouse(), "memberships", current);
        await insert(warehouse(), "past_memberships", former);
        const since = new Date(start);
        await insert(
          warehouse(),
          "segment_records",
          [1, 2].map((segment_id) => ({ segment_id, since })),
        );

        const lines = await sparklines(warehouse(), [1, 2]);
        for (const id of [1, 2]) {
          const own = rows.filter(({ row }) => row.segment_id === id);
          const dayOf = (time: Date) => {
            const told = localDay(time, timeZone);
            return told > today ? today : told;
          };
          const sizeOn = (on: string) =>
            own.filter(
              ({ row, left_at }) => dayOf(row.entered_at) <= on && (left_at === null || dayOf(left_at) > on),
            ).length;
          const points: SizePoint[] = [];
          const moves: DayOfMoves[] = [];
          const firstDay = dayOf(since);
          for (let time = Date.parse(firstDay); time <= Date.parse(today); time += day) {
            const on = new Date(time).toISOString().slice(0, 10);
            points.push({ day: on, members: sizeOn(on), source: "recorded" });
            const entered = own.filter(
              ({ row }) =>
                dayOf(row.entered_at) === on &&
                !(row.entered_at.getTime() === start && row.entered_cause === "definition"),
            ).length;
            const left = own.filter(({ left_at }) => left_at !== null && dayOf(left_at) === on).length;
            if (entered + left > 0) moves.push({ day: on, entered, left });
          }
          expect(await sizeHistory(warehouse(), id, { days: 365 })).toEqual({
            ...{ points, moves, recordedSince: firstDay },
          });
          const months = monthEnds(today, 13).filter((end) => end.day >= firstDay);
          expect(lines.get(id)).toEqual(
            months.map((end) => ({ day: end.day, members: sizeOn(end.day), source: "recorded" })),
          );
          const last = await sizeHistory(warehouse(), id, { days: 30 });
          expect(last.points).toEqual(points.slice(-30));
          expect(last.moves).toEqual(moves.filter((move) => move.day >= (last.points[0]?.day ?? "")));
        }
      }),
      { endOnFailure: true, numRuns: 8 },
    );
  });

  test("before the record stands what was looked back on", async () => {
    await scored(warehouse(), "UTC");
    const backcast = (segment_id: number, on: string, members: number | null): SegmentBackcastRow => ({
      ...{ segment_id, day: on, members, definition_hash: "hash" },
    });
    await insert(warehouse(), "segment_backcasts", [
      backcast(1, "2026-02-28", 30),
      backcast(1, "2025-11-30", 20),
      backcast(1, "2025-12-31", null),
      backcast(1, "2024-12-31", 10),
      // The record has begun since.
      backcast(2, "2026-02-28", 99),
      backcast(2, "2026-01-31", 5),
    ]);
    const since = new Date("2026-02-20T12:00:00Z");
    await insert(warehouse(), "segment_records", [{ segment_id: 2, since }]);
    const computed = (on: string, members: number) => ({ day: on, members, source: "computed" });
    const recorded = (on: string, members: number) => ({ day: on, members, source: "recorded" });

    const lines = await sparklines(warehouse(), [2, 1, 3]);
    expect([...lines]).toEqual([
      [2, [computed("2026-01-31", 5), recorded("2026-02-28", 0), recorded(today, 0)]],
      [1, [computed("2025-11-30", 20), computed("2026-02-28", 30)]],
      [3, []],
    ]);
    expect(await sizeHistory(warehouse(), 1, { days: 365 })).toEqual({
      points: [computed("2025-11-30", 20), computed("2026-02-28", 30)],
      moves: [],
      recordedSince: null,
    });
    const history = await sizeHistory(warehouse(), 2, { days: 365 });
    expect(history.recordedSince).toBe("2026-02-20");
    expect(history.points.slice(0, 2)).toEqual([computed("2026-01-31", 5), recorded("2026-02-20", 0)]);
    expect(history.points).toHaveLength(25);
  });
});
