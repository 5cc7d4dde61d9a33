import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { readScoring } from "~/customers/scoredState.server";
import { startFullSync } from "~/history/fullSync.server";
import { type Definition, referencedSegments } from "~/segments/language/definition";
import { exportMembers } from "~/segments/members/export.server";
import { evaluateAll } from "~/segments/membership/evaluate.server";
import { previewCount } from "~/segments/preview/count.server";
import { naiveStore } from "~/segments/testing/naive";
import { definitions } from "~/segments/testing/randomDefinitions";
import { readSegmentStore, type SegmentStore } from "~/segments/testing/segmentStore";
import { vocabularyOf } from "~/segments/testing/vocabulary";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { drive, install, startHarness, storeNamed, type Harness } from "../sync/harness";

const shop = "equal.myshopify.com";
const firstPass = Date.parse("2026-11-23T00:00:00Z");
const batch = 100;

let harness: Harness;
let warehouse: Warehouse;
let store: SegmentStore;
beforeAll(async () => {
  harness = await startHarness({ stores: [storeNamed("equal", 250)] });
  await install(harness, shop);
  await startFullSync(shop);
  expect((await drive(shop)).state).toBe("done");
  warehouse = await openWarehouse(shop);
  const scoring = await readScoring(warehouse);
  if (!scoring) throw new Error("The sync did not score the store.");
  store = await readSegmentStore(warehouse, scoring);
});
afterAll(() => harness.close());

/** Segments 1 to 100, any of which may refer to those before it. */
function batches(): fc.Arbitrary<Definition[]> {
  const words = vocabularyOf(store);
  const ids = Array.from({ length: batch }, (_, index) => index + 1);
  return fc.tuple(...ids.map((id) => definitions(words, { segments: ids.slice(0, id - 1) })));
}

it("a preview, the stored members and the CSV of 500 random definitions are the same customers", async () => {
  const sizes = { nobody: 0, some: 0, everybody: 0 };
  let passes = 0;
  await fc.assert(
    fc.asyncProperty(batches(), async (rules) => {
      const unsaved = new Map<Definition, number>();
      for (const rule of rules) {
        // Whoever refers to another segment is previewed once that one has its members.
        if (referencedSegments(rule).length === 0)
          unsaved.set(rule, (await previewCount(warehouse, rule)).members);
      }
      const active = rules.map((definition, index) => ({ id: index + 1, definition }));
      const now = new Date(firstPass + 60_000 * passes++);
      await evaluateAll(warehouse, active, { now, fallback: "definition" });
      const memberships = await warehouse.all(
        statement<{
          segment_id: number;
          customer_id: bigint;
        }>`SELECT segment_id, customer_id FROM memberships ORDER BY customer_id`,
      );
      const naive = naiveStore({ ...store, memberships });
      for (const { id, definition } of active) {
        const stored = memberships.flatMap((row) => (row.segment_id === id ? [row.customer_id] : []));
        expect(await exportedIds(id), `CSV of ${String(id)}`).toEqual(stored);
        const { members } = await previewCount(warehouse, definition);
        expect(members, `preview of ${String(id)}`).toBe(stored.length);
        expect(unsaved.get(definition) ?? stored.length, `first preview of ${String(id)}`).toBe(
          stored.length,
        );
        expect(inOrder(naive.members(definition)), `plain evaluation of ${String(id)}`).toEqual(stored);
        if (stored.length === 0) sizes.nobody += 1;
        else if (stored.length < store.facts.customers.length) sizes.some += 1;
        else sizes.everybody += 1;
      }
    }),
    // A batch is too large to shrink: its failure names the definition.
    { numRuns: 5, endOnFailure: true },
  );
  console.log("Definitions that match", sizes);
  expect(sizes.some).toBeGreaterThan(150);
});

async function exportedIds(segment: number): Promise<bigint[]> {
  let csv = "";
  for await (const piece of exportMembers(warehouse, segment, { currency: "USD", timeZone: "UTC" }))
    csv += piece;
  const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
  return inOrder(rows.map((row) => BigInt(row["Customer ID"] ?? "")));
}

function inOrder(ids: readonly bigint[]): bigint[] {
  return [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
