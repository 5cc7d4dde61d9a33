import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, order } from "~/customers/testing/testWarehouse";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

import { memberSorts, type MemberListRow } from "./memberList";
import { segmentMembers, type MembersInput } from "./members.server";

/** Customer n has n % 4 orders; 40 are members of segment 1, one of whom is no customer any more, and 3 of segment 2. */
const ids = Array.from({ length: 40 }, (_, i) => BigInt(i + 1));
const gone = 40n;
const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + n, 12));

describe.each([
  ["DuckDB", openDuckdbWarehouse],
  ["PostgreSQL", openPostgresWarehouse],
])("on %s", (_, open) => {
  let warehouse: Warehouse;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ warehouse, close } = await open());
    const present = ids.filter((id) => id !== gone);
    await fill(warehouse, {
      customers: present.map((id) =>
        customer({
          customer_id: id,
          display_name: id % 7n === 0n ? null : `Person ${String((id * 17n) % 40n)}`,
          email: `p${String(id)}@example.com`,
          city: id % 2n === 0n ? "Cork" : "Oslo",
        }),
      ),
      orders: present.flatMap((id) =>
        Array.from({ length: Number(id % 4n) }, (_, i) =>
          order({
            order_id: id * 10n + BigInt(i),
            customer_id: id,
            processed_at: dayOf(Number(id % 13n) + i),
            total: 100n + (id % 5n),
          }),
        ),
      ),
    });
    await scoreStore(warehouse, {
      analysisDate: "2026-01-31",
      timeZone: "UTC",
      settings: defaultSettings,
      now: dayOf(31),
    });
    for (const id of ids) {
      await warehouse.run(statement`
      INSERT INTO memberships (segment_id, customer_id, entered_at, entered_cause)
      VALUES (1, ${id}, CAST(${dayOf(Number(id % 3n))} AS timestamp), 'order')`);
    }
    await warehouse.run(statement`
    INSERT INTO memberships (segment_id, customer_id, entered_at, entered_cause)
    SELECT 2, customer_id, TIMESTAMP '2026-01-05 00:00:00', 'time' FROM customers WHERE customer_id <= 3`);
  });
  afterAll(() => close());

  const everybody: MembersInput = {
    segmentId: 1,
    sort: "spend",
    direction: "descending",
    search: "",
    page: 1,
    pageSize: 50,
  };

  const keys: Record<MembersInput["sort"], (row: MemberListRow) => string | number | bigint | null> = {
    spend: ({ spend }) => spend,
    orders: ({ orders }) => orders,
    last_order: ({ lastOrderOn }) => lastOrderOn,
    name: ({ name }) => name?.toLowerCase() ?? null,
    entered: ({ enteredAt }) => enteredAt,
  };

  test("lists the members of one segment with what is known of them", async () => {
    const page = await segmentMembers(warehouse, {
      ...everybody,
      segmentId: 2,
      sort: "name",
      direction: "ascending",
    });
    expect(page.total).toBe(3);
    expect(page.rows.map(({ customerId }) => customerId)).toEqual(["1", "2", "3"].sort(byName));
    expect(page.rows.find(({ customerId }) => customerId === "3")).toMatchObject({
      name: "Person 11",
      email: "p3@example.com",
      city: "Oslo",
      orders: 3,
      spend: 309n,
      lastOrderOn: "2026-01-06",
      daysSinceLastOrder: 25,
      enteredAt: "2026-01-05T00:00:00.000Z",
      cause: "time",
    });
  });

  function byName(a: string, b: string): number {
    const name = (id: string) => `person ${String((BigInt(id) * 17n) % 40n)}`;
    return name(a) < name(b) ? -1 : 1;
  }

  test.each(memberSorts)("sorts by %s both ways, values that are missing last, ties by id", async (sort) => {
    for (const direction of ["ascending", "descending"] as const) {
      const { rows, total } = await segmentMembers(warehouse, { ...everybody, sort, direction });
      expect(total).toBe(40);
      // Whoever is gone has no figures at all: last, or first of equals.
      const known = rows.filter(({ customerId }) => customerId !== String(gone));
      const sign = direction === "ascending" ? 1 : -1;
      const expected = [...known].sort((a, b) => {
        const [x, y] = [keys[sort](a), keys[sort](b)];
        if (x === y) return Number(a.customerId) - Number(b.customerId);
        if (x === null) return 1;
        if (y === null) return -1;
        return sign * (x < y ? -1 : 1);
      });
      expect(known.map(({ customerId }) => customerId)).toEqual(expected.map(({ customerId }) => customerId));
      if (sort !== "entered") expect(rows.at(-1)?.customerId).toBe(String(gone));
    }
  });

  test("pages follow one another without gap or double", async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 5; page++) {
      const { rows } = await segmentMembers(warehouse, { ...everybody, page, pageSize: 9 });
      seen.push(...rows.map(({ customerId }) => customerId));
    }
    expect(seen).toHaveLength(40);
    expect(new Set(seen).size).toBe(40);
  });

  test("searches names, emails and cities", async () => {
    const cork = await segmentMembers(warehouse, { ...everybody, search: " cORK " });
    expect(cork.total).toBe(ids.filter((id) => id % 2n === 0n && id !== gone).length);
    expect(cork.rows.every(({ city }) => city === "Cork")).toBe(true);
    expect((await segmentMembers(warehouse, { ...everybody, search: "p%@" })).total).toBe(0);
  });
});
