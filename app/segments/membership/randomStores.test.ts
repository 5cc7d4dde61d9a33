import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { scoreStoreBy } from "~/customers/score.server";
import { readScoring } from "~/customers/scoredState.server";
import { naiveMetrics, type NaiveInput } from "~/customers/testing/naive";
import { countings } from "~/customers/testing/randomStores";
import { fill, replaceFacts, type TestStore } from "~/customers/testing/testWarehouse";
import type { Connection, Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { ActiveSegment } from "../dependencies";
import type { Definition } from "../language/definition";
import { naiveStore } from "../testing/naive";
import { definitions } from "../testing/randomDefinitions";
import { segmentFacts } from "../testing/randomFacts";
import { fillScored, type Membership, readSegmentStore, type SegmentStore } from "../testing/segmentStore";
import { vocabularyOf } from "../testing/vocabulary";
import { evaluateAll, refreshThresholds, rescoreAndEvaluateCustomers } from "./evaluate.server";
import { currentRows, pastRows, storedMembers } from "./testing/members";

let warehouse: Warehouse;
let copy: Warehouse;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const [one, other] = await Promise.all([openTestWarehouse(), openTestWarehouse()]);
  warehouse = one.warehouse;
  copy = other.warehouse;
  closing.push(one.close, other.close);
});
afterAll(() => Promise.all(closing.map((close) => close())));

interface Case {
  readonly facts: Required<TestStore>;
  /** What the changed customers have instead. */
  readonly others: Required<TestStore>;
  readonly changed: readonly bigint[];
  readonly counting: NaiveInput;
  /** After those they refer to. */
  readonly segments: readonly ActiveSegment[];
  readonly order: readonly number[];
}

const ids = [7, 3, 5, 1, 4, 6];

/** Random rules seldom have a limit that some changed customers move past others. */
const rankings = [20, 40, 60, 80].map((percentile): ActiveSegment => ({
  id: 100 + percentile,
  definition: {
    version: 1,
    where: {
      ...{ kind: "group", not: false, match: "all" },
      items: [
        {
          ...{ kind: "attribute", not: false, field: "spend" },
          test: { operator: "greater", amount: { kind: "percentile", percentile, of: "buyers" } },
        },
      ],
    },
  },
}));

const cases: fc.Arbitrary<Case> = fc
  .record({
    facts: segmentFacts,
    others: segmentFacts,
    counting: countings,
    changed: fc.uniqueArray(fc.bigInt(1n, 25n), { minLength: 1, maxLength: 10 }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
  })
  .map((chosen) => ({ ...chosen, metrics: naiveMetrics(chosen.facts, chosen.counting) }))
  // Most random stores have no buyer whose place among the others could move.
  .filter(({ metrics }) => metrics.filter(({ orders }) => orders > 0).length >= 3)
  .chain(({ metrics, ...chosen }) => {
    const { facts, counting } = chosen;
    const words = vocabularyOf({ facts, counting, metrics, scores: [], memberships: [] });
    const each = ids.map((id, place) =>
      definitions(words, { segments: ids.slice(0, place) }).map((definition) => ({ id, definition })),
    );
    return fc.tuple(...each).map((segments) => ({ ...chosen, segments: [...segments, ...rankings] }));
  });

/** The store after the changed customers became what they are in another one, or went. */
function changedStore({ facts, others, changed }: Case): Required<TestStore> {
  const isChanged = ({ customer_id }: { customer_id: bigint | null }) =>
    customer_id !== null && changed.includes(customer_id);
  const kept = <Row extends { customer_id: bigint | null }>(rows: readonly Row[]) =>
    rows.filter((row) => !isChanged(row));
  const brought = <Row extends { customer_id: bigint | null }>(rows: readonly Row[]) =>
    rows.filter(isChanged);
  const keptOrders = new Set(kept(facts.orders).map(({ order_id }) => order_id));
  const broughtOrders = new Set(brought(others.orders).map(({ order_id }) => order_id));
  const keptCheckouts = new Set(kept(facts.checkouts).map(({ checkout_id }) => checkout_id));
  const broughtCheckouts = new Set(brought(others.checkouts).map(({ checkout_id }) => checkout_id));
  // Ids of the other store are moved out of the way.
  const moved = <Row extends { order_id: bigint }>(row: Row): Row => ({
    ...row,
    order_id: row.order_id + 100_000n,
  });
  const parts = <Id extends string, Row extends { order_id: bigint } & Record<Id, bigint>>(
    id: Id,
    own: readonly Row[],
    other: readonly Row[],
  ) => [
    ...own.filter(({ order_id }) => keptOrders.has(order_id)),
    ...other
      .filter(({ order_id }) => broughtOrders.has(order_id))
      .map((row) => ({ ...moved(row), [id]: row[id] + 100_000n })),
  ];
  const onCheckout = <Row extends { checkout_id: bigint }>(row: Row): Row => ({
    ...row,
    checkout_id: row.checkout_id + 100_000n,
  });
  return {
    ...facts,
    customers: [...kept(facts.customers), ...brought(others.customers)],
    orders: [...kept(facts.orders), ...brought(others.orders).map(moved)],
    lines: parts("line_id", facts.lines, others.lines),
    fulfillments: parts("fulfillment_id", facts.fulfillments, others.fulfillments),
    refunds: parts("refund_id", facts.refunds, others.refunds),
    metafields: [...kept(facts.metafields), ...brought(others.metafields)],
    tagEvents: [...kept(facts.tagEvents), ...brought(others.tagEvents)],
    checkouts: [...kept(facts.checkouts), ...brought(others.checkouts).map(onCheckout)],
    checkoutLines: [
      ...facts.checkoutLines.filter(({ checkout_id }) => keptCheckouts.has(checkout_id)),
      ...others.checkoutLines.filter(({ checkout_id }) => broughtCheckouts.has(checkout_id)).map(onCheckout),
    ],
  };
}

/** Who matches by the plain evaluation, segment after segment, without a look at the stored members. */
function naiveMembers(store: SegmentStore, segments: readonly ActiveSegment[]): Map<number, bigint[]> {
  const memberships: Membership[] = [];
  const members = new Map<number, bigint[]>();
  for (const { id, definition } of segments) {
    const found = naiveStore({ ...store, memberships }).members(definition);
    if (found.length > 0) members.set(id, found);
    memberships.push(...found.map((customer_id) => ({ segment_id: id, customer_id })));
  }
  return members;
}

const inOrder = (members: Map<number, bigint[]>) => [...members].sort(([a], [b]) => a - b);
const told = (segments: readonly { definition: Definition }[]) =>
  segments.map(({ definition }) => JSON.stringify(definition)).join("\n");

const first = new Date("2026-11-23T01:00:00Z");
const second = new Date("2026-11-23T02:00:00Z");
const third = new Date("2026-11-23T03:00:00Z");

/** Nobody is in twice, nobody left before they entered, and the history tells who was in after the first pass. */
async function checkHistory(connection: Connection, atFirst: Map<number, bigint[]>): Promise<void> {
  const current = await currentRows(connection);
  const past = await pastRows(connection);
  const keys = current.map(({ segment_id, customer_id }) => `${String(segment_id)}/${String(customer_id)}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(past.every(({ entered_at, left_at }) => left_at >= entered_at)).toBe(true);
  const then = [
    ...current.filter(({ entered_at }) => entered_at <= first),
    ...past.filter(({ entered_at, left_at }) => entered_at <= first && left_at > first),
  ];
  const members = new Map<number, bigint[]>();
  for (const { segment_id, customer_id } of then) {
    members.set(
      segment_id,
      [...(members.get(segment_id) ?? []), customer_id].sort((a, b) => Number(a - b)),
    );
  }
  expect(inOrder(members)).toEqual(inOrder(atFirst));
  expect(past.every(({ left_cause }) => ["order", "edit", "others"].includes(left_cause))).toBe(true);
}

test("stored members are those of a plain evaluation, and stay so when some customers change", async () => {
  const seen = { changes: 0, moves: 0 };
  await fc.assert(
    fc.asyncProperty(cases, async (chosen) => {
      const { facts, counting, segments, changed, order } = chosen;
      const active = [...order.flatMap((place) => segments[place] ?? []), ...rankings];
      const store = await fillScored(warehouse, facts, counting);
      await evaluateAll(warehouse, active, { now: first, fallback: "time" });
      const atFirst = await storedMembers(warehouse);
      expect(inOrder(atFirst), told(segments)).toEqual(inOrder(naiveMembers(store, segments)));

      const after = changedStore(chosen);
      await warehouse.transaction((connection) => replaceFacts(connection, after));
      const change = await rescoreAndEvaluateCustomers(warehouse, active, changed, {
        now: second,
        cause: "order",
      });
      const refresh = await refreshThresholds(warehouse, active, { now: third });
      seen.changes += change.entered + change.left;
      seen.moves += refresh.segments.reduce((sum, { entered, left }) => sum + entered + left, 0);

      // The same store brought in at once, scored by the limits that the changed one has.
      const scoring = await readScoring(warehouse);
      if (!scoring) throw new Error("The store was scored.");
      await fill(copy, after);
      await scoreStoreBy(copy, { ...counting, now: first }, () => scoring);
      await evaluateAll(copy, active, { now: third, fallback: "time" });
      const stored = await storedMembers(warehouse);
      expect(inOrder(stored), told(segments)).toEqual(inOrder(await storedMembers(copy)));
      const plain = naiveMembers(await readSegmentStore(warehouse, counting), segments);
      expect(inOrder(stored), told(segments)).toEqual(inOrder(plain));
      await checkHistory(warehouse, atFirst);
    }),
    { numRuns: 40, endOnFailure: true },
  );
  // A generator whose changes changed nobody would prove nothing.
  expect(seen.changes).toBeGreaterThan(50);
  expect(seen.moves).toBeGreaterThan(0);
}, 120_000);
