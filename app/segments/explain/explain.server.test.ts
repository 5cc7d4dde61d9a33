import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { scoringSettings } from "~/customers/settings";
import { dayNumber, type NaiveInput } from "~/customers/testing/naive";
import { countings } from "~/customers/testing/randomStores";
import { type TestStore } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import {
  type Amount,
  type AttributeCondition,
  conditionsOf,
  type Condition,
  type Definition,
  definitionVersion,
  type Group,
  type Node,
} from "../language/definition";
import { naiveStore, type NaiveStore } from "../testing/naive";
import { definitions } from "../testing/randomDefinitions";
import { segmentFacts } from "../testing/randomFacts";
import { fillScored, readSegmentStore } from "../testing/segmentStore";
import { vocabularyOf } from "../testing/vocabulary";
import { explainCustomers } from "./explain.server";
import type { ExplainedNode } from "./explanation";
import { timely } from "./testing/timely";

let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

/** After everything in the random stores but some dates in custom attributes, so that only time goes by from here on. */
const today = "2025-07-03";
const daysWalked = 420;

describe("explanations", () => {
  it(
    "agree with a naive evaluation of every node, today and on each day ahead",
    { timeout: 120_000 },
    async () => {
      const seen = { changing: 0, movingWithOthers: 0 };
      await fc.assert(
        fc.asyncProperty(segmentFacts, countings, fc.gen(), async (facts, counting, g) => {
          const naive = await stored(facts, { ...counting, analysisDate: today });
          const words = naive.words;
          for (let i = 0; i < 10; i += 1) {
            const definition =
              i % 2 === 0 ? g(definitions, words, {}) : g(timely, words, { percentiles: false });
            const explained = await explainCustomers(warehouse, definition, naive.customers, []);
            expect([...explained.keys()].sort(byId)).toEqual(naive.customers);
            for (const [customer, root] of explained) {
              for (const [node, answer] of pairs(definition.where, root)) {
                const at = (day: string) => naive.matches(node, customer, day);
                expect(answer.holds, describeCase(node, customer)).toBe(at(today));
                if (answer.dependsOnOthers) seen.movingWithOthers += 1;
                if (answer.dependsOnOthers || speaksOfFadingScores(node, naive.method)) continue;
                if (answer.nextChange === null) continue;
                seen.changing += 1;
                const { on, to } = answer.nextChange;
                expect([at(dayAfter(on, -1)), at(on)], describeCase(node, customer, on)).toEqual([!to, to]);
              }
            }
            // Every day ahead, of a few: nothing changes earlier than it is said to.
            for (const customer of naive.customers.slice(i, i + 2)) {
              const root = explained.get(customer);
              if (!root) throw new Error("not explained");
              for (const [node, answer] of pairs(definition.where, root)) {
                if (answer.dependsOnOthers || speaksOfFadingScores(node, naive.method)) continue;
                expect(firstChange(naive, node, customer), describeCase(node, customer)).toBe(
                  withinWalk(answer.nextChange?.on ?? null),
                );
              }
            }
          }
        }),
        { numRuns: 8, endOnFailure: true },
      );
      expect(seen.changing).toBeGreaterThan(0);
    },
  );

  it("say when scores by limits that stand still will fall", { timeout: 120_000 }, async () => {
    const conditions = fc.constantFrom(
      ...[2, 3, 4, 5].map((score) =>
        scored("recency_score", { operator: "at_least", amount: amount(score) }),
      ),
      ...(["champions", "new", "cant_lose", "lost"] as const).map((group) =>
        scored("rfm_group", { operator: "is_one_of", texts: [group] }),
      ),
    );
    // Whoever has the age that the first limit is put at loses this score tomorrow.
    const best = scored("recency_score", { operator: "at_least", amount: amount(5) });
    const walked = 12;
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(
        segmentFacts.filter(({ customers }) => customers.length < 50),
        countings,
        fc.array(conditions, { minLength: 5, maxLength: 5 }).map((others) => [best, ...others]),
        fc.nat(),
        fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
        async (facts, { settings, timeZone }, items, place, isOwn) => {
          const countingBy = (scoring: unknown): NaiveInput => ({
            analysisDate: today,
            timeZone,
            settings: scoringSettings.parse({ ...settings, scoring }),
          });
          const { metrics } = await fillScored(warehouse, facts, countingBy({ method: "quintiles" }));
          const ages = metrics.flatMap(({ last_order_on: day }) => (day === null ? [] : ago(day)));
          // Where nobody bought, nobody has scores: most random stores are such.
          fc.pre(ages.length > 0);
          const age = ages[place % ages.length] ?? 30;
          // Some of the limits are passed on the days that are walked.
          const recencyDays = [age, age + 4.5, age + 4.7, age + 9];
          const own = { method: "own", recencyDays, orders: [1, 2, 3, 5], spend: [0, 4, 9, 12] };
          const counting = countingBy(isOwn ? own : { method: "quintiles" });
          const { customers } = await stored(facts, counting);
          const definition = rule("any", items);
          const explained = await explainCustomers(warehouse, definition, customers, []);

          const days = Array.from({ length: walked + 1 }, (_, ahead) => dayAfter(today, ahead));
          const walks: NaiveStore[] = [];
          for (const analysisDate of days) {
            const then = { ...counting, analysisDate };
            await scoreStore(warehouse, { ...then, now: new Date(analysisDate) });
            walks.push(naiveStore(await readSegmentStore(warehouse, then)));
          }
          for (const [customer, root] of explained) {
            for (const [node, answer] of pairs(definition.where, root)) {
              const answers = walks.map((then) => then.matches(node, customer));
              const change = days[answers.findIndex((answer) => answer !== answers[0])] ?? null;
              if (change !== null) changes += 1;
              expect(withinWalk(answer.nextChange?.on ?? null, walked), describeCase(node, customer)).toBe(
                change,
              );
            }
          }
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
    expect(changes).toBeGreaterThan(0);
  });
});

async function stored(facts: Required<TestStore>, counting: NaiveInput) {
  const store = await fillScored(warehouse, facts, counting);
  const ranked = counting.settings.scoring.method === "quintiles" && store.scores.length >= 50;
  return { ...naiveStore(store), words: vocabularyOf(store), method: ranked ? "ranked" : "fading" } as const;
}

/** The nodes of a definition, each with what was found out about it. */
function pairs(node: Node, explained: ExplainedNode): [Node, ExplainedNode][] {
  if (node.kind !== "group" || explained.kind !== "group") return [[node, explained]];
  expect(explained.items).toHaveLength(node.items.length);
  const items = node.items.flatMap((item, i) => {
    const found = explained.items[i];
    return found ? pairs(item, found) : [];
  });
  return [[node, explained], ...items];
}

function speaksOfFadingScores(node: Node, method: "ranked" | "fading"): boolean {
  return method === "fading" && conditionsOf(node).some(isAboutScores);
}

function isAboutScores(condition: Condition): boolean {
  return condition.kind === "attribute" && ["rfm_group", "recency_score"].includes(condition.field);
}

function firstChange(naive: NaiveStore, node: Node, customer: bigint): string | null {
  const now = naive.matches(node, customer, today);
  for (let ahead = 1; ahead <= daysWalked; ahead += 1) {
    const day = dayAfter(today, ahead);
    if (naive.matches(node, customer, day) !== now) return day;
  }
  return null;
}

function withinWalk(day: string | null, days = daysWalked): string | null {
  return day !== null && day <= dayAfter(today, days) ? day : null;
}

function scored(field: "recency_score" | "rfm_group", test: AttributeCondition["test"]): Condition {
  return { kind: "attribute", not: false, field, test };
}

function amount(number: number): Amount {
  return { kind: "number", number };
}

function rule(match: Group["match"], items: Node[]): Definition {
  return { version: definitionVersion, where: { kind: "group", not: false, match, items } };
}

function ago(day: string): number {
  return dayNumber(today) - dayNumber(day);
}

function dayAfter(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * 86_400_000).toISOString().slice(0, 10);
}

function describeCase(node: Node, customer: bigint, on = ""): string {
  return `customer ${String(customer)} ${on} ${JSON.stringify(node)}`;
}

function byId(a: bigint, b: bigint): number {
  return a < b ? -1 : 1;
}
