import { afterAll, beforeAll, expect, test } from "vitest";

import { defaultSettings } from "~/customers/settings";
import { customer, fill } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { Condition, EventWindow } from "../language/definition";
import { selectMembers } from "./members";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const day = { count: 1, unit: "days" as const };
const anyNumber = { operator: "at_least" as const, amount: { kind: "number" as const, number: 1 } };

/** Who was created in a window, asked as a date and as an event. */
async function createdIn(
  window: Exclude<EventWindow, { kind: "ever" }>,
  today: string,
  timeZone: string,
): Promise<bigint[][]> {
  const { kind, ...operands } = window;
  const conditions: Condition[] = [
    {
      kind: "attribute",
      not: false,
      field: "created_at",
      test: { operator: kind, ...operands },
    } as Condition,
    {
      kind: "event",
      not: false,
      event: "customer_created",
      window,
      filters: [],
      measure: { aggregate: "count" },
      test: anyNumber,
    },
  ];
  const context = {
    clock: { kind: "day" as const, today },
    timeZone,
    settings: defaultSettings,
    thresholds: new Map<string, number | null>(),
  };
  const found: bigint[][] = [];
  for (const condition of conditions) {
    const rows = await warehouse.all(
      selectMembers(
        { version: 1, where: { kind: "group", not: false, match: "all", items: [condition] } },
        context,
      ),
    );
    found.push(rows.map(({ customer_id }) => customer_id).sort());
  }
  return found;
}

test.each([
  ["2024-03-10", "UTC", "2024-03-10T00:00:00.000Z", "2024-03-11T00:00:00.000Z"],
  // Days of 23 and of 25 hours.
  ["2024-03-10", "America/New_York", "2024-03-10T05:00:00.000Z", "2024-03-11T04:00:00.000Z"],
  ["2024-11-03", "America/New_York", "2024-11-03T04:00:00.000Z", "2024-11-04T05:00:00.000Z"],
  ["2024-03-31", "Europe/Berlin", "2024-03-30T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
  ["2024-02-29", "Asia/Kolkata", "2024-02-28T18:30:00.000Z", "2024-02-29T18:30:00.000Z"],
  // Two midnights, and none.
  ["2024-11-03", "America/Havana", "2024-11-03T04:00:00.000Z", "2024-11-04T05:00:00.000Z"],
  ["2024-09-08", "America/Santiago", "2024-09-08T04:00:00.000Z", "2024-09-09T03:00:00.000Z"],
  // Clocks change by half an hour.
  ["2024-04-07", "Australia/Lord_Howe", "2024-04-06T13:00:00.000Z", "2024-04-07T13:30:00.000Z"],
])("%s in %s is from %s to before %s, to the millisecond", async (today, timeZone, start, end) => {
  const moments = [Date.parse(start) - 1, Date.parse(start), Date.parse(end) - 1, Date.parse(end)];
  await fill(warehouse, {
    customers: moments.map((time, i) => customer({ customer_id: BigInt(i + 1), created_at: new Date(time) })),
  });
  const both = (...ids: bigint[]) => [ids, ids];
  expect(await createdIn({ kind: "on", date: today }, today, timeZone)).toEqual(both(2n, 3n));
  expect(await createdIn({ kind: "in_last", period: day }, today, timeZone)).toEqual(both(2n, 3n));
  expect(await createdIn({ kind: "before_last", period: day }, today, timeZone)).toEqual(both(1n));
  expect(await createdIn({ kind: "before", date: today }, today, timeZone)).toEqual(both(1n));
  expect(await createdIn({ kind: "between_dates", from: today, to: today }, today, timeZone)).toEqual(
    both(2n, 3n),
  );
  // Of what is to come a date may speak; as an event it has not happened.
  expect(await createdIn({ kind: "after", date: today }, today, timeZone)).toEqual([[4n], []]);
});
