import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, replaceFacts } from "~/customers/testing/testWarehouse";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { whyIn } from "../explain/whyIn.server";
import { refreshSegment } from "../jobs/refreshSegment.server";
import type { Definition, Node } from "../language/definition";
import { createSegment } from "../segmentEdits.server";
import { segmentPage } from "./segmentPage.server";
import { segmentActivity } from "./segmentTabs.server";

const now = new Date("2026-11-01T12:00:00Z");
const people = [
  customer({ customer_id: 1n, city: "Berlin" }),
  customer({ customer_id: 2n, city: "Bonn" }),
  customer({ customer_id: 3n, city: "Berlin" }),
];

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  db = temporary.db;
  ({ warehouse, close } = await openTestWarehouse());
});
afterAll(async () => {
  await close();
  await temporary.remove();
});
beforeEach(async () => {
  await db.shop.deleteMany();
  await db.job.deleteMany();
  const shop = { domain: warehouse.shop, installedAt: now, authorizedAt: now, settings: {} };
  await db.shop.create({ data: shop });
  await fill(warehouse, { customers: people });
  await scoreStore(warehouse, {
    ...{ analysisDate: "2026-11-01", timeZone: "UTC", settings: defaultSettings },
    now,
  });
});

const inCity: Node = {
  kind: "attribute",
  not: false,
  field: "city",
  test: { operator: "is", text: "Berlin" },
};
const all = (...items: Node[]): Definition => ({
  version: 1,
  where: { kind: "group", not: false, match: "all", items },
});

async function made(name: string, definition: Definition, active = true): Promise<number> {
  const posted = { name, description: "", definition, active };
  const edited = await createSegment(warehouse.shop, posted, "7", now);
  if (!edited.ok) throw new Error(edited.refusal.kind);
  return edited.segment.id;
}

async function breakRule(id: number): Promise<void> {
  await db.segment.update({ where: { id }, data: { definition: { version: 99 } } });
}

async function members(segment: number): Promise<bigint[]> {
  const rows = await warehouse.all(statement<{ id: bigint }>`
    SELECT customer_id AS id FROM memberships WHERE segment_id = ${segment} ORDER BY customer_id`);
  return rows.map(({ id }) => id);
}

test("a page tells what uses a segment and what it uses, switched on or off", async () => {
  const berlin = await made("Berlin", all(inCity));
  const both = await made("Both", all({ kind: "segment", not: true, segment: berlin }), false);
  expect(await segmentPage(warehouse, berlin)).toMatchObject({
    customers: 3,
    segment: { name: "Berlin", active: true, uses: [], users: [{ id: both, name: "Both" }], numbers: [] },
  });
  expect(await segmentPage(warehouse, both)).toMatchObject({
    names: { segments: { [berlin]: "Berlin" } },
    segment: { active: false, users: [], uses: [{ id: berlin, name: "Berlin", active: true }] },
  });
});

test("a page is there of a rule that cannot be read, and not of a segment that is another shop's", async () => {
  const id = await made("Odd", all());
  await breakRule(id);
  const page = await segmentPage(warehouse, id);
  expect(page).toMatchObject({ segment: { definition: null, uses: [] } });
  const shop = { domain: "other.myshopify.com", installedAt: now, authorizedAt: now, settings: {} };
  await db.shop.create({ data: shop });
  await db.segment.update({ where: { id }, data: { shop: "other.myshopify.com" } });
  expect(await segmentPage(warehouse, id)).toBe("unknown");
});

test("refreshing finds the members now, and says who asked", async () => {
  const id = await made("Berlin", all(inCity));
  expect(await members(id)).toEqual([]);
  expect(await refreshSegment(warehouse, id, "7", now)).toEqual({ ok: true });
  expect(await members(id)).toEqual([1n, 3n]);
  await replaceFacts(warehouse, { customers: people.slice(0, 2) });
  await refreshSegment(warehouse, id, "7", now);
  expect(await members(id)).toEqual([1n]);
  const { entries, hasMore } = await segmentActivity(warehouse, id, 2);
  expect(entries.map(({ kind }) => kind)).toEqual(["refreshed", "refreshed"]);
  expect(hasMore).toBe(true);
});

test("refreshing is refused of what has no members to find", async () => {
  const off = await made("Off", all(inCity), false);
  expect(await refreshSegment(warehouse, off, null, now)).toMatchObject({ ok: false });
  const odd = await made("Odd", all());
  await breakRule(odd);
  expect(await refreshSegment(warehouse, odd, null, now)).toMatchObject({
    refusal: { kind: "unreadable" },
  });
  expect(await refreshSegment(warehouse, odd + 1, null, now)).toMatchObject({
    refusal: { kind: "not_found" },
  });
});

test("why somebody is in is told of any segment, by its rule as it stands", async () => {
  const off = await made("Off", all(inCity), false);
  expect(await whyIn(warehouse, off, 1n)).toMatchObject({ ok: true, explanation: { holds: true } });
  expect(await whyIn(warehouse, off, 2n)).toMatchObject({
    explanation: { holds: false, items: [{ own: { value: "Bonn" } }] },
  });
  expect(await whyIn(warehouse, off, 9n)).toEqual({
    ok: false,
    message: "The store has no such customer any more.",
  });
  await breakRule(off);
  expect(await whyIn(warehouse, off, 1n)).toMatchObject({
    ok: false,
    message: expect.stringContaining("newer version") as string,
  });
  expect(await whyIn(warehouse, off + 1, 1n)).toMatchObject({ ok: false });
});
