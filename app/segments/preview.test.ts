import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openTestWarehouse } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";

import type { Definition } from "./language/definition";
import {
  type PageOf,
  previewChange,
  previewCount,
  type PreviewedCustomer,
  previewMembers,
  previewMoving,
} from "./preview.server";
import { cases } from "./testing/cases";
import { naiveStore } from "./testing/naive";
import { fillScored } from "./testing/segmentStore";

let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(() => close());

/** All pages of eight, one after the other. */
async function allPages(pageOf: (page: PageOf) => Promise<PreviewedCustomer[]>): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (;;) {
    const last = ids.at(-1);
    const page = await pageOf({ limit: 8, ...(last === undefined ? {} : { after: last }) });
    if (page.length === 0) return ids;
    ids.push(...page.map(({ customerId }) => customerId));
  }
}

const newestFirst = (ids: Iterable<bigint>): bigint[] => [...ids].sort((a, b) => Number(b - a));

async function expectTruePreviews(
  segmentId: number,
  now: ReadonlySet<bigint>,
  members: bigint[],
  definition: Definition,
) {
  const then = new Set(members);
  const entering = newestFirst(members.filter((id) => !now.has(id)));
  const leaving = newestFirst([...now].filter((id) => !then.has(id)));
  expect(await previewCount(warehouse, definition)).toBe(then.size);
  expect(await allPages((page) => previewMembers(warehouse, definition, page))).toEqual(newestFirst(then));

  const { firstEntering, firstLeaving, ...counts } = await previewChange(warehouse, segmentId, definition, {
    limit: 2,
  });
  expect(counts).toEqual({
    members: then.size,
    staying: members.filter((id) => now.has(id)).length,
    entering: entering.length,
    leaving: leaving.length,
  });
  expect(firstEntering.map(({ customerId }) => customerId)).toEqual(entering.slice(0, 2));
  expect(firstLeaving.map(({ customerId }) => customerId)).toEqual(leaving.slice(0, 2));
  const pagesOf = (side: "entering" | "leaving") =>
    allPages((page) => previewMoving(warehouse, segmentId, definition, side, page));
  expect(await pagesOf("entering")).toEqual(entering);
  expect(await pagesOf("leaving")).toEqual(leaving);
}

test("a preview is who matches, and a change who would enter and leave, page by page", async () => {
  let moves = 0;
  await fc.assert(
    fc.asyncProperty(cases(3), async ({ facts, counting, memberships, definitions }) => {
      const store = await fillScored(warehouse, facts, counting, memberships);
      const now = new Set(
        memberships.filter(({ segment_id }) => segment_id === 1).map(({ customer_id }) => customer_id),
      );
      const naive = naiveStore(store);
      for (const definition of definitions) {
        const members = naive.members(definition);
        if (now.size > 0 && members.length > 0) moves += 1;
        await expectTruePreviews(1, now, members, definition);
      }
    }),
    { numRuns: 12 },
  );
  expect(moves).toBeGreaterThan(5);
});

test("a customer is shown with what is known of them", async () => {
  const everybody: Definition = { version: 1, where: { kind: "group", not: false, match: "all", items: [] } };
  await fc.assert(
    fc.asyncProperty(cases(1), async ({ facts, counting }) => {
      const { facts: stored, metrics, scores } = await fillScored(warehouse, facts, counting);
      const shown = await previewMembers(warehouse, everybody, { limit: 1_000 });
      expect(shown).toEqual(
        newestFirst(stored.customers.map(({ customer_id }) => customer_id)).map((customerId) => {
          const customer = stored.customers.find(({ customer_id }) => customer_id === customerId);
          const figures = metrics.find(({ customer_id }) => customer_id === customerId);
          const score = scores.find(({ customer_id }) => customer_id === customerId);
          return {
            customerId,
            name: customer?.display_name,
            email: customer?.email,
            orders: figures?.orders,
            spend: figures?.spend,
            lastOrderOn: figures?.last_order_on,
            group: score?.rfm_group ?? null,
          };
        }),
      );
    }),
    { numRuns: 3 },
  );
});
