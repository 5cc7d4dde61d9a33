import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { monthEnds } from "~/customers/monthEnds";
import { naiveMetrics } from "~/customers/testing/naive";
import type { Connection, Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { countMembers } from "../compile/members";
import type { Definition, EventFilter, Node, Test } from "../language/definition";
import type { FieldId } from "../language/fields";
import type { Population } from "../language/populations";
import { segmentContext } from "../membership/context.server";
import { inSegment, where } from "../membership/testing/members";
import { naiveStore } from "../testing/naive";
import { definitions } from "../testing/randomDefinitions";
import { type Membership, fillScored } from "../testing/segmentStore";
import { vocabularyOf } from "../testing/vocabulary";
import { backcast } from "./backcast.server";
import { takenAsToday } from "./past";
import { onEachEngine } from "./testing/eachEngine";
import { consistent, factsUntil } from "./testing/factsUntil";
import { storesWithSegments } from "./testing/stores";

/** Where the facts up to a day are put by themselves. */
let fresh: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse: fresh, close } = await openTestWarehouse());
});
afterAll(() => close());

const months = 9;
/** A store of each month would take long to fill. */
const checkedEach = 3;
const never = new AbortController().signal;

/** Whether a rule asks only for what is known of past days. */
const isTold = (definition: Definition) =>
  takenAsToday(definition).every((label) => label === "Refunds" || label === "Abandoned checkouts");

/** Stores in which some bought: in most random ones nobody did, and every size is one of two. */
const bought = storesWithSegments
  .map(({ facts: random, counting }) => {
    const facts = consistent(random);
    return { facts, counting, metrics: naiveMetrics(facts, counting) };
  })
  .filter(({ metrics }) => metrics.filter(({ orders }) => orders > 0).length >= 3);

/** Stores with rules of their own, the first three being those of the segments 1 to 3. */
const cases = bought.chain(({ facts, counting, metrics }) => {
  const store = { facts, counting, metrics, scores: [], memberships: [] };
  const told = definitions(vocabularyOf(store)).filter(isTold);
  // Most random rules are true of everybody or of nobody: of half of these more is asked.
  const naive = naiveStore(store);
  const dividing = told.filter((definition) => {
    const members = naive.members(definition).length;
    return members > 0 && members < naive.customers.length;
  });
  const rule = fc.oneof(told, dividing);
  return fc.record({
    facts: fc.constant(facts),
    counting: fc.constant(counting),
    rules: fc.array(rule, { minLength: 8, maxLength: 8 }),
  });
});

const field = (id: FieldId, asked: Test): Node => ({ kind: "attribute", not: false, field: id, test: asked });
const above = (percentile: number, of: Population): Test => ({
  operator: "greater",
  amount: { kind: "percentile", percentile, of },
});
const abandoned = (filters: EventFilter[]): Node => ({
  ...{ kind: "event", not: false, event: "checkout_abandoned", window: { kind: "ever" }, filters },
  measure: { aggregate: "count" },
  test: { operator: "at_least", amount: { kind: "number", number: 1 } },
});

/** What depends on who else is there, and on what is not an event: rules that random ones seldom are. */
const telling: readonly Definition[] = [
  where(),
  where(field("rfm_group", { operator: "is_one_of", texts: ["champions", "loyal", "new", "lost"] })),
  where(field("recency_score", { operator: "at_most", amount: { kind: "number", number: 2 } })),
  where(field("monetary_score", { operator: "at_least", amount: { kind: "number", number: 3 } })),
  where(field("spend", above(50, "buyers"))),
  where(field("days_since_last_order", above(50, "order_gaps"))),
  where(field("highest_unit_price", above(80, "unit_prices"))),
  where(
    field("average_gap", { operator: "has_value" }),
    field("first_order_source", { operator: "has_value" }),
  ),
  where(abandoned([])),
  where(abandoned([{ property: "ordered_since", test: { operator: "is_false" } }])),
  where(inSegment(1), inSegment(2, true)),
  where(inSegment(3, true)),
];

onEachEngine((warehouse) => {
  test("a size is what a store finds that knows nothing of later days", { timeout: 240_000 }, async () => {
    const seen = { between: 0, moved: 0, naive: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async ({ facts, counting, rules }) => {
        const ruleOf = (id: number) => rules[id - 1] ?? null;
        const asked = [...rules, ...telling];
        await fillScored(warehouse(), facts, counting);
        const histories: (readonly number[])[] = [];
        for (const definition of asked) {
          const { points } = await backcast(
            warehouse(),
            definition,
            { months, knownFrom: null, signal: never },
            ruleOf,
          );
          expect(points.map(({ day }) => day)).toEqual(
            monthEnds(counting.analysisDate, months + 1).map(({ day }) => day),
          );
          histories.push(points.slice(0, -1).map(({ members }) => members));
        }
        for (const [place, { day }] of monthEnds(counting.analysisDate, months + 1)
          .slice(0, -1)
          .entries()) {
          if (place % checkedEach > 0) continue;
          const then = { ...counting, analysisDate: day };
          const store = await fillScored(fresh, factsUntil(facts, day, counting), then);
          const naive = naiveStore(store);
          const memberships: Membership[] = rules
            .slice(0, 3)
            .flatMap((rule, i) =>
              naive.members(rule).map((customer_id) => ({ segment_id: i + 1, customer_id })),
            );
          const there = { ...(await fillScored(fresh, store.facts, then, memberships)), memberships };
          for (const [i, definition] of asked.entries()) {
            const [row] = await fresh.all(
              countMembers(definition, await segmentContext(fresh, [definition])),
            );
            const found = histories[i]?.[place];
            expect(found, `${day} ${JSON.stringify(definition)}`).toBe(row?.members);
            // Slow, so of some only.
            if ((i + place) % 3 === 0) {
              seen.naive++;
              expect(naiveStore(there).members(definition).length, JSON.stringify(definition)).toBe(found);
            }
            if (found !== 0 && found !== store.facts.customers.length) seen.between++;
          }
        }
        seen.moved += histories.filter((sizes) => new Set(sizes).size > 1).length;
      }),
      { endOnFailure: true, numRuns: 4 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });

  test("the last point is what the builder counts today", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(storesWithSegments, async ({ facts, counting, memberships }) => {
        await fillScored(warehouse(), facts, counting, memberships);
        const ofOthers = where(inSegment(1, true), inSegment(2));
        const { points } = await backcast(
          warehouse(),
          ofOthers,
          { months: 1, knownFrom: null, signal: never },
          () => where(),
        );
        const members = new Set(
          memberships.flatMap((row) => (row.segment_id === 2 ? [row.customer_id] : [])),
        );
        for (const { segment_id, customer_id } of memberships) {
          if (segment_id === 1) members.delete(customer_id);
        }
        expect(points.at(-1)).toEqual({
          ...{ day: counting.analysisDate, members: members.size, source: "computed" },
        });
        // Everybody is in the one segment by its rule, so nobody is left.
        expect(points[0]?.members).toBe(0);
      }),
      { endOnFailure: true, numRuns: 3 },
    );
  });

  test("no further day is counted for somebody who has gone", async () => {
    const gone = new AbortController();
    const asked: string[] = [];
    const watched: Connection = {
      ...warehouse(),
      all: (query) => {
        asked.push(query.sql);
        if (asked.length === 3) gone.abort(new Error("gone"));
        return warehouse().all(query);
      },
    };
    const history = backcast(
      watched,
      where(),
      { months: 12, knownFrom: null, signal: gone.signal },
      () => null,
    );
    await expect(history).rejects.toThrow("gone");
    expect(asked).toHaveLength(3);
  });
});
