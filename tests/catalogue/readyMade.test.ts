import { readdirSync, readFileSync } from "node:fs";

import { CompiledQuery } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { defaultSettings } from "~/customers/settings";
import { startFullSync } from "~/history/fullSync.server";
import { definitionOf, readyMadeSegments } from "~/segments/catalogue/catalogue";
import { scoreAndEvaluateAll } from "~/segments/membership/evaluate.server";
import { statement } from "~/warehouse/compile";
import type { Connection } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { cdnowStore } from "../../sandbox/stores/cdnow";
import { generateStore } from "../../sandbox/stores/generate";
import { generatedNow } from "../../sandbox/stores/openStore";
import { drive, install, startHarness, type Harness } from "../sync/harness";

const folder = new URL("./", import.meta.url);
const facts = readFileSync(new URL("facts.sql", folder), "utf8");
/** One query by hand for each ready-made segment. */
const queries = new Map(
  readdirSync(new URL("queries/", folder)).map((file) => [
    file.replace(/\.sql$/, ""),
    readFileSync(new URL(`queries/${file}`, folder), "utf8"),
  ]),
);

const generated = generateStore({ seed: 1, customers: 2_000, now: generatedNow });
const cdnow = await cdnowStore();
const stores = [generated, cdnow];
const active = readyMadeSegments.map((readyMade, index) => ({
  id: index + 1,
  definition: definitionOf(readyMade, {}, { currencyDigits: 2 }),
}));

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ stores });
  for (const { shop } of stores) {
    await install(harness, shop.myshopifyDomain);
    await startFullSync(shop.myshopifyDomain);
    expect((await drive(shop.myshopifyDomain)).state).toBe("done");
  }
});
afterAll(() => harness.close());

it("every ready-made segment has a query by hand, and every query a segment", () => {
  expect([...queries.keys()].sort()).toEqual(readyMadeSegments.map(({ id }) => id).sort());
});

/** Where everybody may be meant, or nobody. */
const everybody = ["all_customers"];

describe.each([
  // A day before its last, which has hardly begun.
  { name: "the generated store", store: generated, day: "2026-11-18", someButNotAll: true },
  { name: "the generated store on a day of clock change", store: generated, day: "2025-03-09" },
  { name: "CDNOW at its end", store: cdnow, day: "1998-06-30" },
  { name: "CDNOW in its first months", store: cdnow, day: "1997-03-31" },
])("on $name, $day", ({ store, day, someButNotAll }) => {
  const counts: Record<string, number> = {};

  it("each has the members that the query by hand finds", async () => {
    const { myshopifyDomain, ianaTimezone: timeZone } = store.shop;
    const warehouse = await openWarehouse(myshopifyDomain);
    const now = new Date(`${day}T23:00:00Z`);
    const input = { analysisDate: day, timeZone, settings: defaultSettings, now, fallback: "time" } as const;
    await scoreAndEvaluateAll(warehouse, active, input);
    const wrong: Record<string, Difference> = {};
    for (const [index, { id }] of readyMadeSegments.entries()) {
      const stored = await membersOf(warehouse, index + 1);
      const byHand = await idsOf(warehouse, `${facts}\n${queries.get(id) ?? ""}`, [day, timeZone]);
      counts[id] = byHand.length;
      const difference = differenceOf(stored, byHand);
      if (difference) wrong[id] = difference;
    }
    console.log(`${myshopifyDomain}, ${day}\n${tableOf(counts)}`);
    expect(wrong).toEqual({});
  });

  it.runIf(someButNotAll)("each has some members and not everybody", () => {
    const telling = Object.entries(counts).filter(([, count]) => count > 0 && count < store.customers.length);
    expect(telling.map(([id]) => id).sort()).toEqual(
      readyMadeSegments.flatMap(({ id }) => (everybody.includes(id) ? [] : [id])).sort(),
    );
  });
});

interface Difference {
  readonly stored: number;
  readonly byHand: number;
  readonly onlyStored: readonly bigint[];
  readonly onlyByHand: readonly bigint[];
}

/** Compares as lists in order, so that somebody who is found twice shows too. */
function differenceOf(stored: readonly bigint[], byHand: readonly bigint[]): Difference | null {
  if (stored.join() === byHand.join()) return null;
  const inStored = new Set(stored);
  const inByHand = new Set(byHand);
  return {
    stored: stored.length,
    byHand: byHand.length,
    onlyStored: stored.filter((id) => !inByHand.has(id)).slice(0, 10),
    onlyByHand: byHand.filter((id) => !inStored.has(id)).slice(0, 10),
  };
}

async function membersOf(connection: Connection, segment: number): Promise<bigint[]> {
  return inOrder(
    await connection.all(statement<Row>`SELECT customer_id FROM memberships WHERE segment_id = ${segment}`),
  );
}

async function idsOf(connection: Connection, query: string, parameters: unknown[]): Promise<bigint[]> {
  return inOrder(await connection.all(CompiledQuery.raw(query, parameters)));
}

interface Row {
  customer_id: bigint;
}

function inOrder(rows: readonly Row[]): bigint[] {
  return rows.map(({ customer_id }) => customer_id).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function tableOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([id, count]) => `${id.padEnd(28)}${String(count).padStart(7)}`)
    .join("\n");
}
