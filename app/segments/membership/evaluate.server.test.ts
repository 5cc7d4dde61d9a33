import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { NotScoredError, rescoreCustomers, scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, order, replaceFacts, type TestStore } from "~/customers/testing/testWarehouse";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { ActiveSegment } from "../dependencies";
import type { AttributeCondition, Definition } from "../language/definition";
import { definitionHash, memberCounts } from "./counts.server";
import {
  evaluateAll,
  evaluateCustomers,
  evaluateSegments,
  refreshThresholds,
  rescoreAndEvaluateCustomers,
  scoreAndEvaluateAll,
} from "./evaluate.server";
import { currentRows, inSegment, pastRows, storedMembers, where } from "./testing/members";

let warehouse: Warehouse;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const at = (time: string) => new Date(`2026-03-${time}:00Z`);
const attribute = (
  field: AttributeCondition["field"],
  test: AttributeCondition["test"],
): AttributeCondition => ({
  kind: "attribute",
  not: false,
  field,
  test,
});

const recent = where(
  attribute("last_order_on", { operator: "in_last", period: { count: 10, unit: "days" } }),
);
const vip = where(attribute("tags", { operator: "has_any", texts: ["vip"] }));
const richest = where(
  attribute("spend", {
    operator: "at_least",
    amount: { kind: "percentile", percentile: 50, of: "buyers" },
  }),
);

/** 2 depends on 1 and 3, and stands before them. */
const active: ActiveSegment[] = [
  { id: 2, definition: where(inSegment(1), inSegment(3, true)) },
  { id: 1, definition: recent },
  { id: 3, definition: vip },
  { id: 4, definition: richest },
];

const former = new Date("2026-01-01T00:00:00Z");
const buyers = [
  { id: 1n, day: "2026-03-09", total: 100n, tags: [] },
  { id: 2n, day: "2026-03-01", total: 200n, tags: ["VIP"] },
  { id: 3n, day: "2026-02-01", total: 300n, tags: [] },
];
const store: TestStore = {
  customers: [
    ...buyers.map(({ id, tags }) => customer({ customer_id: id, updated_at: former, tags })),
    customer({ customer_id: 4n, updated_at: former }),
  ],
  orders: buyers.map(({ id, day, total }) =>
    order({
      order_id: id,
      customer_id: id,
      processed_at: new Date(`${day}T12:00:00Z`),
      updated_at: former,
      total,
    }),
  ),
  lines: [],
  fulfillments: [],
};
const counting = (analysisDate: string, now: Date) => ({
  analysisDate,
  timeZone: "UTC",
  settings: defaultSettings,
  now,
});
const first = at("10T08:00");

beforeEach(async () => {
  await fill(warehouse, store);
  await scoreStore(warehouse, counting("2026-03-10", first));
});

const members = async () => Object.fromEntries(await storedMembers(warehouse));
const changed = (change: (store: TestStore) => Partial<TestStore>) =>
  warehouse.transaction((connection) => replaceFacts(connection, { ...store, ...change(store) }));
const withCustomer = (id: bigint, change: Partial<TestStore["customers"][number]>) =>
  changed(({ customers }) => ({
    customers: customers.map((row) =>
      row.customer_id === id ? customer({ customer_id: id, updated_at: former, ...change }) : row,
    ),
  }));
const withOrder = (row: Parameters<typeof order>[0]) =>
  changed(({ orders }) => ({ orders: [...orders, order(row)] }));

test("every active segment is evaluated after those it refers to, whatever their order", async () => {
  const report = await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  expect(await members()).toEqual({ 1: [1n, 2n], 2: [1n], 3: [2n], 4: [2n, 3n] });
  expect(report.day).toBe("2026-03-10");
  expect(
    [...report.segments]
      .sort((a, b) => a.id - b.id)
      .map(({ id, members, entered, left }) => [id, members, entered, left]),
  ).toEqual([
    [1, 2, 2, 0],
    [2, 1, 1, 0],
    [3, 1, 1, 0],
    [4, 2, 2, 0],
  ]);
  expect(new Set((await currentRows(warehouse)).map(({ entered_cause }) => entered_cause))).toEqual(
    new Set(["definition"]),
  );
  const counts = await memberCounts(warehouse);
  expect(counts.get(4)).toMatchObject({
    members: 2,
    evaluatedAt: first,
    evaluatedOn: "2026-03-10",
    definitionHash: definitionHash(richest),
    breaksVersion: 1,
    scoredAt: first,
  });
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
});

test("a segment that is evaluated alone takes those it refers to as they are stored", async () => {
  await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  await withCustomer(2n, { tags: [] });
  await evaluateSegments(warehouse, active, [2], { now: at("10T09:00"), cause: "edit" });
  // Customer 2 is VIP no more, which nobody has told segment 3 yet.
  expect((await members())[2]).toEqual([1n]);
  await evaluateSegments(warehouse, active, [3], { now: at("10T09:01"), cause: "edit" });
  expect((await members())[2]).toEqual([1n, 2n]);
});

test("a second pass changes nothing but the time of the evaluation", async () => {
  await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  const before = await currentRows(warehouse);
  const report = await evaluateAll(warehouse, active, { now: at("10T09:00"), fallback: "time" });
  expect(report.segments.every(({ entered, left }) => entered === 0 && left === 0)).toBe(true);
  expect(await currentRows(warehouse)).toEqual(before);
  expect(await pastRows(warehouse)).toEqual([]);
  expect((await memberCounts(warehouse)).get(1)?.evaluatedAt).toEqual(at("10T09:00"));
});

describe("causes", () => {
  beforeEach(() => evaluateAll(warehouse, active, { now: first, fallback: "time" }));

  test("nothing but time: who did nothing leaves, and comes to where nothing was asked", async () => {
    await scoreAndEvaluateAll(warehouse, active, {
      ...counting("2026-03-11", at("11T00:05")),
      fallback: "time",
    });
    expect(await members()).toEqual({ 1: [1n], 2: [1n], 3: [2n], 4: [2n, 3n] });
    expect(await pastRows(warehouse)).toEqual([
      {
        segment_id: 1,
        customer_id: 2n,
        entered_at: first,
        entered_cause: "definition",
        left_at: at("11T00:05"),
        left_cause: "time",
      },
    ]);
  });

  test("a change that was evaluated for its own sake is not why somebody leaves at midnight", async () => {
    await withOrder({ order_id: 9n, customer_id: 4n, processed_at: at("10T10:00"), total: 1n });
    await rescoreAndEvaluateCustomers(warehouse, active, [4n], { now: at("10T10:01"), cause: "order" });
    await scoreAndEvaluateAll(warehouse, active, {
      ...counting("2026-03-21", at("21T00:05")),
      fallback: "time",
    });
    expect(await pastRows(warehouse)).toContainEqual({
      segment_id: 1,
      customer_id: 4n,
      entered_at: at("10T10:01"),
      entered_cause: "order",
      left_at: at("21T00:05"),
      left_cause: "time",
    });
  });

  test("a full pass tells orders from other edits and from the rest", async () => {
    await changed(({ customers, orders }) => ({
      customers: customers.map((row) =>
        row.customer_id === 1n
          ? customer({ customer_id: 1n, tags: ["vip"], updated_at: at("10T09:00") })
          : row,
      ),
      orders: [...orders, order({ order_id: 9n, customer_id: 3n, processed_at: at("10T09:00"), total: 1n })],
    }));
    await scoreStore(warehouse, counting("2026-03-11", at("11T00:04")));
    await evaluateAll(warehouse, active, { now: at("11T00:05"), fallback: "settings" });
    const now = { entered_at: at("11T00:05") };
    const rows = await currentRows(warehouse);
    expect(rows).toContainEqual({ segment_id: 1, customer_id: 3n, ...now, entered_cause: "order" });
    expect(rows).toContainEqual({ segment_id: 2, customer_id: 3n, ...now, entered_cause: "order" });
    expect(rows).toContainEqual({ segment_id: 3, customer_id: 1n, ...now, entered_cause: "edit" });
    expect(
      (await pastRows(warehouse)).map(({ segment_id, customer_id, left_cause }) => [
        segment_id,
        customer_id,
        left_cause,
      ]),
    ).toEqual([
      [1, 2n, "settings"],
      [2, 1n, "edit"],
    ]);
  });

  test("a change that a sync brings in later than the members were found is why somebody enters", async () => {
    await evaluateAll(warehouse, active, { now: at("10T12:00"), fallback: "time" });
    await withOrder({
      order_id: 9n,
      customer_id: 3n,
      processed_at: at("10T09:00"),
      updated_at: at("10T09:00"),
    });
    await scoreStore(warehouse, counting("2026-03-10", at("10T13:00")));
    await evaluateAll(warehouse, active, { now: at("10T13:01"), fallback: "others" });
    expect(await currentRows(warehouse)).toContainEqual({
      segment_id: 1,
      customer_id: 3n,
      entered_at: at("10T13:01"),
      entered_cause: "order",
    });
  });

  test("an order of the next day that did not count yet is why somebody enters once that day is counted", async () => {
    await withOrder({
      order_id: 9n,
      customer_id: 3n,
      processed_at: at("11T00:01"),
      updated_at: at("11T00:01"),
    });
    await rescoreAndEvaluateCustomers(warehouse, active, [3n], { now: at("11T00:02"), cause: "order" });
    expect((await members())[1]).toEqual([1n, 2n]);
    await scoreAndEvaluateAll(warehouse, active, {
      ...counting("2026-03-11", at("11T00:05")),
      fallback: "time",
    });
    expect(await currentRows(warehouse)).toContainEqual({
      segment_id: 1,
      customer_id: 3n,
      entered_at: at("11T00:05"),
      entered_cause: "order",
    });
  });

  test("a customer who is gone leaves every segment", async () => {
    await changed(({ customers }) => ({ customers: customers.filter((row) => row.customer_id !== 2n) }));
    const result = await rescoreAndEvaluateCustomers(warehouse, active, [2n], {
      now: at("10T10:00"),
      cause: "order",
    });
    expect(result).toEqual({ entered: 0, left: 3 });
    expect(
      (await pastRows(warehouse)).map(({ segment_id, customer_id, left_cause }) => [
        segment_id,
        customer_id,
        left_cause,
      ]),
    ).toEqual([
      [1, 2n, "edit"],
      [3, 2n, "edit"],
      [4, 2n, "edit"],
    ]);
  });

  test("another definition is the cause for its segment; those that refer to it change for others", async () => {
    const edited = active.map((segment) =>
      segment.id === 3
        ? {
            id: 3,
            definition: where(
              attribute("orders", { operator: "at_least", amount: { kind: "number", number: 1 } }),
            ),
          }
        : segment,
    );
    await withCustomer(1n, { updated_at: at("10T08:30"), note: "called" });
    const report = await evaluateSegments(warehouse, edited, [3], { now: at("10T09:00"), cause: "time" });
    expect(report.segments.map(({ id }) => id).sort()).toEqual([2, 3]);
    expect(await members()).toEqual({ 1: [1n, 2n], 3: [1n, 2n, 3n], 4: [2n, 3n] });
    expect(await currentRows(warehouse)).toContainEqual({
      segment_id: 3,
      customer_id: 3n,
      entered_at: at("10T09:00"),
      entered_cause: "definition",
    });
    // Customer 1 was edited since, but a new rule is what brought them in, and their edit what the dependent one sees.
    expect(await pastRows(warehouse)).toMatchObject([{ segment_id: 2, customer_id: 1n, left_cause: "edit" }]);
  });

  test("a limit that others move lets people in and out for others", async () => {
    await withOrder({ order_id: 9n, customer_id: 4n, processed_at: at("10T10:00"), total: 900n });
    await rescoreAndEvaluateCustomers(warehouse, active, [4n], { now: at("10T10:01"), cause: "order" });
    // Ranked by the former limit until that is refreshed: 200 of 100, 200, 300; then 250 of 100, 200, 300, 900.
    expect((await members())[4]).toEqual([2n, 3n, 4n]);
    const report = await refreshThresholds(warehouse, active, { now: at("10T10:15") });
    expect(report.segments).toMatchObject([{ id: 4, members: 2, entered: 0, left: 1 }]);
    expect((await members())[4]).toEqual([3n, 4n]);
    expect(await pastRows(warehouse)).toMatchObject([
      { segment_id: 4, customer_id: 2n, left_cause: "others" },
    ]);
    expect((await refreshThresholds(warehouse, active, { now: at("10T10:30") })).segments).toEqual([]);
  });
});

test("a segment that is no longer active loses its members and its evaluation", async () => {
  await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  const fewer = active.filter(({ id }) => id === 1);
  const later = at("10T09:00");
  await evaluateSegments(
    warehouse,
    active.filter(({ id }) => id !== 4),
    [4],
    { now: later, cause: "time" },
  );
  expect([...(await memberCounts(warehouse)).keys()].sort()).toEqual([1, 2, 3]);
  await evaluateAll(warehouse, fewer, { now: later, fallback: "time" });
  expect(await members()).toEqual({ 1: [1n, 2n] });
  expect([...(await memberCounts(warehouse)).keys()]).toEqual([1]);
  expect(
    (await pastRows(warehouse)).map(({ segment_id, customer_id, left_cause }) => [
      segment_id,
      customer_id,
      left_cause,
    ]),
  ).toEqual([
    [2, 1n, "definition"],
    [3, 2n, "definition"],
    [4, 2n, "definition"],
    [4, 3n, "definition"],
  ]);
  const thresholds = await warehouse.all(statement`SELECT * FROM segment_thresholds`);
  expect(thresholds).toEqual([]);
});

test("some customers are evaluated without a look at others, and not by a definition that waits for its pass", async () => {
  await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  await withCustomer(1n, { tags: ["Vip"] });
  // Nobody told of customer 3, who became one too.
  await warehouse.run(
    statement`UPDATE customers SET tags_folded = concat(chr(31), 'vip', chr(31)) WHERE customer_id = 3`,
  );
  const waiting: Definition = where(attribute("orders", { operator: "has_value" }));
  const edited = active.map((segment) => (segment.id === 1 ? { id: 1, definition: waiting } : segment));
  const fresh = { id: 5, definition: waiting };
  const result = await evaluateCustomers(warehouse, [...edited, fresh], [1n, 1n], {
    now: at("10T09:00"),
    cause: "edit",
  });
  expect(result).toEqual({ entered: 1, left: 1 });
  expect(await members()).toEqual({ 1: [1n, 2n], 3: [1n, 2n], 4: [2n, 3n] });
  expect((await memberCounts(warehouse)).get(1)?.evaluatedAt).toEqual(first);
  expect((await memberCounts(warehouse)).get(3)?.evaluatedAt).toEqual(at("10T09:00"));
});

test("an evaluation that fails leaves everything as it was", async () => {
  await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  const before = { rows: await currentRows(warehouse), counts: await memberCounts(warehouse) };
  await withCustomer(1n, { tags: ["vip"] });
  const circle = [
    ...active,
    { id: 8, definition: where(inSegment(9)) },
    { id: 9, definition: where(inSegment(8)) },
  ];
  const options = { now: at("10T09:00"), fallback: "time" as const };
  await expect(evaluateAll(warehouse, circle, options)).rejects.toThrow("8 → 9 → 8");
  // Fails in the middle, after other segments were evaluated: its field is not one of the registry.
  const broken = {
    id: 8,
    definition: where({ ...attribute("orders", { operator: "has_value" }), field: "nothing" as "orders" }),
  };
  await expect(evaluateAll(warehouse, [...active, broken], options)).rejects.toThrow();
  await expect(
    scoreAndEvaluateAll(warehouse, circle, { ...counting("2026-03-30", at("30T00:05")), fallback: "time" }),
  ).rejects.toThrow();
  expect({ rows: await currentRows(warehouse), counts: await memberCounts(warehouse) }).toEqual(before);
  expect(await warehouse.all(statement`SELECT DISTINCT analysis_date FROM rfm_breaks`)).toEqual([
    { analysis_date: "2026-03-10" },
  ]);
  // Nothing of the failed passes is in the way of the next one.
  await evaluateAll(warehouse, active, options);
  expect((await members())[3]).toEqual([1n, 2n]);
});

test("history: left is never before entered, even where the clock went back", async () => {
  await evaluateAll(warehouse, active, { now: first, fallback: "time" });
  await evaluateAll(warehouse, [], { now: at("09T00:00"), fallback: "time" });
  const past = await pastRows(warehouse);
  expect(past).toHaveLength(6);
  expect(past.every(({ entered_at, left_at }) => left_at >= entered_at)).toBe(true);
});

test("a store that was never scored has no members to find", async () => {
  await fill(warehouse, store);
  const options = { now: first, fallback: "time" as const };
  await expect(evaluateAll(warehouse, active, options)).rejects.toThrow(NotScoredError);
  await expect(rescoreCustomers(warehouse, [1n])).rejects.toThrow(NotScoredError);
});
