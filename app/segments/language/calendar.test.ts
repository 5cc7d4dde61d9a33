import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { defaultSettings } from "~/customers/settings";
import { dayNumber } from "~/customers/testing/naive";
import { customer, fill } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { selectMembers } from "../compile/members";
import { daysOf, realDatesWording } from "./calendar";
import type { Condition, DateTest, EventWindow, Period } from "./definition";
import { all, attribute, event } from "./testing/builders";
import { exampleWords } from "./testing/exampleWords";

const dayOf = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
const days = (count: number): Period => ({ count, unit: "days" });
const months = (count: number): Period => ({ count, unit: "months" });

describe("the days of", () => {
  const tests: readonly (readonly [DateTest | EventWindow, today: string, expected: string])[] = [
    [{ operator: "in_last", period: days(1) }, "2026-11-27", "27 November 2026"],
    [{ operator: "in_last", period: days(30) }, "2026-11-27", "29 October 2026 to 27 November 2026"],
    [{ operator: "before_last", period: days(45) }, "2026-11-27", "until 13 October 2026"],
    [{ operator: "in_last", period: months(1) }, "2024-03-31", "1 March 2024 to 31 March 2024"],
    [{ operator: "before_last", period: months(1) }, "2024-03-31", "until 29 February 2024"],
    [{ operator: "in_last", period: months(12) }, "2024-02-29", "1 March 2023 to 29 February 2024"],
    [{ operator: "on", date: "2026-12-24" }, "2026-11-27", "24 December 2026"],
    [{ operator: "after", date: "2026-12-31" }, "2026-11-27", "from 1 January 2027"],
    [{ operator: "before", date: "2024-03-01" }, "2026-11-27", "until 29 February 2024"],
    [{ kind: "ever" }, "2026-11-27", "until 27 November 2026"],
    [{ kind: "after", date: "2026-10-31" }, "2026-11-27", "1 November 2026 to 27 November 2026"],
    [
      { kind: "between_dates", from: "2026-11-01", to: "2026-12-31" },
      "2026-11-27",
      "1 November 2026 to 27 November 2026",
    ],
    [{ kind: "after", date: "2026-11-27" }, "2026-11-27", "no day up to today"],
    [{ kind: "on", date: "2026-12-24" }, "2026-11-27", "no day up to today"],
  ];

  test.each(tests)("%j on %s are %s", (asked, today, expected) => {
    expect(realDatesWording(daysOf(asked, today), exampleWords)).toBe(expected);
  });
});

describe("against the SQL", () => {
  let warehouse: Warehouse;
  let close: () => Promise<void>;
  const first = dayNumber("2014-01-01");
  const last = dayNumber("2028-12-31");

  // One customer for each day, added at noon.
  beforeAll(async () => {
    ({ warehouse, close } = await openTestWarehouse());
    const customers = Array.from({ length: last - first + 1 }, (_, n) =>
      customer({ customer_id: BigInt(first + n), created_at: new Date(`${dayOf(first + n)}T12:00:00Z`) }),
    );
    await fill(warehouse, { customers });
  });
  afterAll(() => close());

  async function matching(condition: Condition, today: string): Promise<string[]> {
    const rows = await warehouse.all(
      selectMembers(
        { version: 1, where: all(condition) },
        {
          clock: { kind: "day", today },
          timeZone: "Europe/Berlin",
          settings: defaultSettings,
          thresholds: new Map(),
        },
      ),
    );
    return rows.map(({ customer_id }) => dayOf(Number(customer_id))).sort();
  }

  function expected(asked: DateTest | EventWindow, today: string): string[] {
    const range = daysOf(asked, today);
    if (!range) return [];
    const found: string[] = [];
    for (let number = first; number <= last; number += 1) {
      const day = dayOf(number);
      if ((range.from ?? day) <= day && day <= (range.to ?? day)) found.push(day);
    }
    return found;
  }

  const monthEnds = [2023, 2024, 2025, 2026].flatMap((year) =>
    Array.from({ length: 12 }, (_, month) =>
      new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10),
    ),
  );
  const someDay = fc.oneof(
    fc.constantFrom("2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01", ...monthEnds),
    fc.integer({ min: dayNumber("2022-01-01"), max: dayNumber("2027-12-31") }).map(dayOf),
  );
  const period = fc.oneof(
    fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 3660 })).map(days),
    fc.oneof(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 120 })).map(months),
  );
  const dateTest: fc.Arbitrary<DateTest> = fc.oneof(
    fc.record({ operator: fc.constantFrom("in_last" as const, "before_last" as const), period }),
    fc.record({
      operator: fc.constantFrom("on" as const, "before" as const, "after" as const),
      date: someDay,
    }),
    fc.tuple(someDay, someDay).map(([a, b]): DateTest => {
      return { operator: "between_dates", from: a < b ? a : b, to: a < b ? b : a };
    }),
  );

  test("a test of a date and the window of an event hold on these days and no others", async () => {
    await fc.assert(
      fc.asyncProperty(dateTest, someDay, async (asked, today) => {
        expect(await matching(attribute("created_at", asked), today)).toEqual(expected(asked, today));
        const { operator: kind, ...operands } = asked;
        const window = { kind, ...operands } as EventWindow;
        expect(await matching(event("customer_created", { window }), today)).toEqual(expected(window, today));
      }),
      { numRuns: 100 },
    );
  });
});
