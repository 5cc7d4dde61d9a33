import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import type { CustomerRow } from "~/warehouse/tables";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { customerSorts } from "./figures";
import { groupMembers, type GroupMembersInput } from "./groupMembers.server";
import { scoreStore } from "./score.server";
import { scoringSettings } from "./settings";
import { customer, fill, order } from "./testing/testWarehouse";

let warehouse: Warehouse;
let close: () => Promise<void>;

/** Everybody ordered once, today, and has a score of 5, 1 and 1: all are in `new`. */
const settings = scoringSettings.parse({
  scoring: {
    method: "own",
    recencyDays: [100, 200, 300, 400],
    orders: [90, 91, 92, 93],
    spend: [1e9, 2e9, 3e9, 4e9],
  },
});

const people: (Partial<CustomerRow> & { display_name: string | null })[] = [
  { display_name: "Zoë 100% Wool", email: "zoe_wool@example.com", city: "Köln", country_code: "DE" },
  { display_name: "anna O'Brien", email: "Anna@Example.com", city: "Cork", country_code: "IE" },
  { display_name: "Bob", email: null, city: null },
  { display_name: null, email: "nobody@example.com", city: "CORK" },
  { display_name: "Bob", email: "bob2@example.com", city: "Oslo" },
];

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
  const rows = people.map((row, i) => customer({ customer_id: BigInt(i + 1), ...row }));
  await fill(warehouse, {
    customers: rows,
    orders: rows.flatMap(({ customer_id }) =>
      Array.from({ length: Number(customer_id % 3n) + 1 }, (_, i) =>
        order({
          order_id: customer_id * 10n + BigInt(i),
          customer_id,
          processed_at: new Date(Date.UTC(2026, 0, 1 + Number(customer_id), 12 + i)),
          total: 50n + customer_id,
        }),
      ),
    ),
  });
  await scoreStore(warehouse, { analysisDate: "2026-01-31", timeZone: "UTC", settings, now: new Date() });
});
afterAll(() => close());

const all: GroupMembersInput = {
  group: "new",
  sort: "spend",
  direction: "descending",
  search: "",
  page: 1,
  pageSize: 50,
};

async function ids(input: Partial<GroupMembersInput>): Promise<string[]> {
  return (await groupMembers(warehouse, { ...all, ...input })).rows.map(({ customerId }) => customerId);
}

test("a row tells who it is, what they bought and how they score", async () => {
  const { rows, total } = await groupMembers(warehouse, { ...all, search: "köln" });
  expect(total).toBe(1);
  expect(rows).toEqual([
    {
      customerId: "1",
      name: "Zoë 100% Wool",
      email: "zoe_wool@example.com",
      city: "Köln",
      countryCode: "DE",
      orders: 2,
      spend: 102n,
      averageOrderValue: 51n,
      lastOrderOn: "2026-01-02",
      daysSinceLastOrder: 29,
      recency: 5,
      frequency: 1,
      monetary: 1,
    },
  ]);
});

test.each<[string, Partial<GroupMembersInput>, string[]]>([
  // 1: 2 × 51, 2: 3 × 52, 3: 1 × 53, 4: 2 × 54, 5: 3 × 55.
  ["spend, largest first", {}, ["5", "2", "4", "1", "3"]],
  ["spend, smallest first", { direction: "ascending" }, ["3", "1", "4", "2", "5"]],
  ["orders, ties by id", { sort: "orders" }, ["2", "5", "1", "4", "3"]],
  [
    "orders, fewest first, ties still by id",
    { sort: "orders", direction: "ascending" },
    ["3", "1", "4", "2", "5"],
  ],
  ["last order", { sort: "last_order" }, ["5", "4", "3", "2", "1"]],
  [
    "name, without case, those without one last",
    { sort: "name", direction: "ascending" },
    ["2", "3", "5", "1", "4"],
  ],
  ["name, backwards, those without one still last", { sort: "name" }, ["1", "3", "5", "2", "4"]],
  ["a part of a name in other case", { search: "BOB" }, ["5", "3"]],
  ["a part of an email", { search: "anna@ex" }, ["2"]],
  ["a city", { search: " cork " }, ["2", "4"]],
  ["a quote", { search: "O'Br" }, ["2"]],
  ["a percent sign stands for itself", { search: "100%" }, ["1"]],
  ["and so does one that would match everything", { search: "%" }, ["1"]],
  ["an underscore too", { search: "e_w" }, ["1"]],
  ["and the escape", { search: "!" }, []],
  ["another group", { group: "lost" }, []],
])("%s", async (_name, input, expected) => {
  expect(await ids(input)).toEqual(expected);
});

test.each(customerSorts)("pages by %s show everybody exactly once", async (sort) => {
  for (const direction of ["ascending", "descending"] as const) {
    const whole = await ids({ sort, direction });
    const pages = await Promise.all([1, 2, 3, 4].map((page) => ids({ sort, direction, page, pageSize: 2 })));
    expect(pages.flat()).toEqual(whole);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1, 0]);
  }
  expect((await groupMembers(warehouse, { ...all, sort, page: 9, pageSize: 2 })).total).toBe(5);
});
