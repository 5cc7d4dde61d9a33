import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { dayNumber } from "~/customers/testing/naive";
import type { Scoring } from "~/customers/scoredState.server";
import { startFullSync } from "~/history/fullSync.server";
import type { ActiveSegment } from "~/segments/dependencies";
import { explainCustomers } from "~/segments/explain/explain.server";
import type { ExplainedNode } from "~/segments/explain/explanation";
import { timely } from "~/segments/explain/testing/timely";
import type { Node } from "~/segments/language/definition";
import { scoringOf } from "~/segments/membership/context.server";
import { scoreAndEvaluateAll } from "~/segments/membership/evaluate.server";
import { currentRows } from "~/segments/membership/testing/members";
import { naiveStore } from "~/segments/testing/naive";
import { definitions } from "~/segments/testing/randomDefinitions";
import { readSegmentStore } from "~/segments/testing/segmentStore";
import { type Vocabulary, vocabularyOf } from "~/segments/testing/vocabulary";
import type { Warehouse } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { drive, type Harness, install, startHarness, storeNamed } from "../sync/harness";

const store = storeNamed("why-in", 2_000);
const shop = store.shop.myshopifyDomain;
const segments = 100;

let harness: Harness;
let warehouse: Warehouse;
let scoring: Scoring;
let customers: bigint[];
let words: Vocabulary;

beforeAll(async () => {
  harness = await startHarness({ stores: [store] });
  await install(harness, shop);
  await startFullSync(shop);
  expect(await drive(shop)).toMatchObject({ state: "done" });
  warehouse = await openWarehouse(shop);
  scoring = await scoringOf(warehouse);
  const rows = await readSegmentStore(warehouse, scoring);
  words = vocabularyOf(rows);
  // Pages ask of a handful at once; PostgreSQL looks at each by itself, where DuckDB takes all of them together.
  const asked = process.env.TEST_ENGINE === "postgresql" ? 60 : rows.facts.customers.length;
  customers = rows.facts.customers.slice(0, asked).map(({ customer_id }) => customer_id);
});
afterAll(() => harness.close());

/** Lets the shop's day come, with nothing but time gone by. */
async function dayComes(active: readonly ActiveSegment[], day: string): Promise<Map<number, Set<bigint>>> {
  const now = new Date(`${day}T12:00:00Z`);
  await scoreAndEvaluateAll(warehouse, active, { ...scoring, analysisDate: day, now, fallback: "time" });
  const members = new Map(active.map(({ id }) => [id, new Set<bigint>()]));
  for (const { segment_id, customer_id } of await currentRows(warehouse)) {
    members.get(segment_id)?.add(customer_id);
  }
  return members;
}

describe("why a customer is in a segment", () => {
  it("agrees with the stored members, and its next dates with what time brings", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const active = randomSegments(seed);
    const today = scoring.analysisDate;
    const members = await dayComes(active, today);
    const naive = naiveStore(await readSegmentStore(warehouse, scoring));
    const inlined = withoutReferences(active);

    const cases: Case[] = [];
    for (const { id, definition } of active) {
      const explained = await explainCustomers(warehouse, definition, customers, active);
      for (const customer of customers) {
        const root = explained.get(customer);
        const where = inlined.get(id);
        if (!root || !where) throw new Error(`Customer ${String(customer)} is not explained.`);
        const { holds, nextChange, dependsOnOthers } = root;
        cases.push({ id, customer, holds, folded: answerOf(root), nextChange, dependsOnOthers, where });
      }
    }
    const wrongly = (faults: readonly Case[]) =>
      faults.slice(0, 3).map(({ id, customer, holds, nextChange, where }) => ({
        seed,
        id,
        customer,
        holds,
        nextChange,
        where: JSON.stringify(where),
      }));

    const isMember = ({ id, customer }: Case) => members.get(id)?.has(customer) ?? false;
    expect(wrongly(cases.filter((of) => of.holds !== isMember(of)))).toEqual([]);
    expect(wrongly(cases.filter((of) => of.holds !== of.folded))).toEqual([]);

    const foreseen = cases.filter(({ dependsOnOthers }) => !dependsOnOthers);
    const changing = foreseen.filter(({ nextChange }) => nextChange !== null);
    console.log(
      `${String(cases.length)} answers, ${String(cases.filter(({ holds }) => holds).length)} yes; of ${String(foreseen.length)} foreseen ${String(changing.length)} change`,
    );
    expect(changing.length).toBeGreaterThan(cases.length / 100);
    // Just before and just after each date, by another evaluation.
    expect(
      wrongly(
        changing.filter(({ where, customer, nextChange }) => {
          if (!nextChange) return true;
          const { on, to } = nextChange;
          return (
            naive.matches(where, customer, dayAfter(on, -1)) === to ||
            naive.matches(where, customer, on) !== to
          );
        }),
      ),
    ).toEqual([]);
    // And on no day before.
    const walks = [...someOf(changing, 200, seed), ...someOf(foreseen, 200, seed)];
    expect(
      wrongly(
        walks.filter(({ where, customer, holds, nextChange }) =>
          daysUntil(today, nextChange?.on ?? dayAfter(today, 400)).some(
            (day) => naive.matches(where, customer, day) !== holds,
          ),
        ),
      ),
    ).toEqual([]);

    // The same by the app itself, which scores and ranks anew each day.
    const dates = someOf(changing, 3, seed).flatMap(({ nextChange }) => nextChange?.on ?? []);
    const days = new Set([1, 2].map((ahead) => dayAfter(today, ahead)));
    for (const on of dates) days.add(dayAfter(on, -1)).add(on);
    for (const day of [...days].filter((day) => day > today).sort()) {
      const then = await dayComes(active, day);
      const expected = ({ holds, nextChange }: Case) => (nextChange?.on === day ? nextChange.to : holds);
      const known = foreseen.filter(({ nextChange }) => nextChange === null || nextChange.on >= day);
      expect(
        wrongly(known.filter((of) => expected(of) !== (then.get(of.id)?.has(of.customer) ?? false))),
      ).toEqual([]);
    }
  });
});

interface Case extends Pick<ExplainedNode, "holds" | "nextChange" | "dependsOnOthers"> {
  readonly id: number;
  readonly customer: bigint;
  /** The answer put together from those to the conditions. */
  readonly folded: boolean;
  /** The rule, with the rules of other segments in place of references to them. */
  readonly where: Node;
}

function answerOf(node: ExplainedNode): boolean {
  if (node.kind === "condition") return node.holds;
  const items = node.items.map(answerOf);
  return (node.match === "all" ? items.every(Boolean) : items.some(Boolean)) !== node.not;
}

function withoutReferences(active: readonly ActiveSegment[]): Map<number, Node> {
  const inlined = new Map<number, Node>();
  const inline = (node: Node): Node => {
    if (node.kind === "group") return { ...node, items: node.items.map(inline) };
    const other = node.kind === "segment" && inlined.get(node.segment);
    return other ? { kind: "group", not: node.not, match: "all", items: [other] } : node;
  };
  for (const { id, definition } of active) inlined.set(id, inline(definition.where));
  return inlined;
}

/** A third of them refer to no other, a third to those, a third to these; half are of rules that speak of today. */
function randomSegments(seed: number): ActiveSegment[] {
  const active: ActiveSegment[] = [];
  for (let id = 1; id <= segments; id += 1) {
    const third = Math.ceil((3 * id) / segments);
    const others = active
      .map((segment) => segment.id)
      .filter((other) => Math.ceil((3 * other) / segments) < third);
    const range = { segments: others };
    const arbitrary = id % 2 === 0 ? timely(words, range) : definitions(words, range);
    const [definition] = fc.sample(arbitrary, { seed: seed + id, numRuns: 1 });
    if (definition) active.push({ id, definition });
  }
  return active;
}

function someOf<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const places = fc.sample(fc.nat({ max: items.length - 1 }), { seed, numRuns: count });
  return places.flatMap((place) => items[place] ?? []);
}

function daysUntil(today: string, end: string): string[] {
  const count = dayNumber(end) - dayNumber(today) - 1;
  return Array.from({ length: Math.max(0, Math.min(count, 400)) }, (_, ahead) => dayAfter(today, ahead + 1));
}

function dayAfter(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * 86_400_000).toISOString().slice(0, 10);
}
