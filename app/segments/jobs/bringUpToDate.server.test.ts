import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { readScoring } from "~/customers/scoredState.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, line, order } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import type { ActiveSegment } from "../dependencies";
import type { Node } from "../language/definition";
import { inSegment, storedMembers, where } from "../membership/testing/members";
import { bringUpToDate, type Refresh } from "./bringUpToDate.server";

let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

const now = new Date("2026-03-10T12:00:00Z");
const counting = { analysisDate: "2026-03-10", timeZone: "UTC", settings: defaultSettings };

beforeEach(async () => {
  await fill(warehouse, {
    customers: [customer({ customer_id: 1n, tags: ["vip"] })],
    orders: [order({ order_id: 1n, customer_id: 1n, processed_at: now })],
    lines: [line({ line_id: 1n, order_id: 1n, product_id: 1n })],
  });
  await scoreStore(warehouse, { ...counting, now });
});

const tagged = (tag: string): Node => ({
  kind: "attribute",
  not: false,
  field: "tags",
  test: { operator: "has_any", texts: [tag] },
});
/** As no rule is that was read through `parse.ts`: the engine refuses the id, the compiler the percentile. */
const refusedByEngine: Node = {
  kind: "event",
  not: false,
  event: "purchased",
  window: { kind: "ever" },
  filters: [{ property: "product", test: { operator: "is_one_of", texts: ["none"] } }],
  measure: { aggregate: "count" },
  test: { operator: "at_least", amount: { kind: "number", number: 1 } },
};
const refusedByCompiler: Node = {
  kind: "metafield",
  not: false,
  namespace: "facts",
  key: "size",
  as: "decimal",
  test: { operator: "greater", amount: { kind: "percentile", percentile: 50, of: "buyers" } },
};

async function bring(segments: readonly ActiveSegment[], day = counting.analysisDate): Promise<Refresh> {
  const scoring = await readScoring(warehouse);
  if (!scoring) throw new Error("It was scored.");
  const active = { segments, unreadable: [] };
  const wanted = { active, counting: { ...counting, analysisDate: day }, scoring };
  return bringUpToDate(warehouse, { ...wanted, isRankingStale: true, now });
}

const rule = (id: number, ...nodes: Node[]): ActiveSegment => ({ id, definition: where(...nodes) });
const vip = rule(1, tagged("vip"));

test.each([
  ["the engine refuses", [rule(2, refusedByEngine)], [2]],
  ["the compiler refuses", [rule(2, refusedByCompiler)], [2]],
  ["that refer to each other in a circle", [rule(2, inSegment(3)), rule(3, inSegment(2))], [2, 3, 2]],
])("rules that %s keep their members and nobody else's from following", async (_, broken, failed) => {
  const before = [vip, rule(2, tagged("vip")), rule(3, tagged("vip")), rule(4, inSegment(2))];
  expect((await bring(before)).failures).toEqual([]);

  const after = [rule(1, tagged("nobody")), ...broken, rule(4, inSegment(2)), rule(5, tagged("vip"))];
  const sameDay = await bring(after);
  expect(sameDay.failures.map(({ segments }) => segments)).toEqual([failed]);
  const nextDay = await bring(after, "2026-03-11");
  expect(nextDay.failures.map(({ segments }) => segments)).toEqual([failed]);
  expect(nextDay.passes).toEqual(["score"]);
  const members = await storedMembers(warehouse);
  expect(members.get(1)).toBeUndefined();
  for (const id of [2, 4, 5]) expect(members.get(id)).toEqual([1n]);
});

test("what keeps every rule from being evaluated is told as it is, and changes nothing", async () => {
  const broken = [1, 2, 3, 4].map((id) => rule(id, refusedByEngine));
  await expect(bring([...broken, rule(5, tagged("vip"))])).rejects.toThrow(/segment 4 could not be found/);
  expect(await storedMembers(warehouse)).toEqual(new Map());
});
