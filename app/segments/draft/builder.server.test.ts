import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill } from "~/customers/testing/testWarehouse";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { keepDraft } from "../drafts/drafts.server";
import { createSegment, saveSegment } from "../segmentEdits.server";
import { deleteSegment } from "../segmentLife.server";
import { emptyDraft } from "./draftOf";
import { openBuilder, type Opening } from "./openBuilder.server";
import { saveFromBuilder } from "./saveDraft.server";

const now = new Date("2026-03-01T12:00:00Z");
const [ann, bob] = ["42", "43"];

let warehouse: Warehouse;
let close: () => Promise<void>;
let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;

beforeAll(async () => {
  temporary = await temporaryProcessState();
  db = temporary.db;
  ({ warehouse, close } = await openTestWarehouse());
  await fill(warehouse, { customers: [customer({ customer_id: 1n, city: "Berlin" })] });
});
afterAll(async () => {
  await close();
  await temporary.remove();
});
beforeEach(async () => {
  await db.shop.deleteMany();
  await db.shop.create({
    data: { domain: warehouse.shop, installedAt: now, authorizedAt: now, settings: {}, currency: "EUR" },
  });
});

const livesIn = (city: string) => ({
  version: 1,
  where: {
    kind: "group",
    not: false,
    match: "all",
    items: [{ kind: "attribute", not: false, field: "city", test: { operator: "is_one_of", texts: [city] } }],
  },
});

const score = () =>
  scoreStore(warehouse, { analysisDate: "2026-03-01", timeZone: "UTC", settings: defaultSettings, now });

async function make(name: string, city = "Berlin"): Promise<number> {
  const contents = { name, description: "Why", definition: livesIn(city), active: true };
  const made = await createSegment(warehouse.shop, contents, ann, now);
  if (!made.ok) throw new Error("It was refused.");
  return made.segment.id;
}

async function opened(opening: Partial<Opening>, staff = ann) {
  const found = await openBuilder(warehouse, staff, { segmentId: null, ...opening });
  if (found.kind !== "open") throw new Error(found.kind);
  return found.data;
}

function save(posted: object, by = ann) {
  return saveFromBuilder(warehouse.shop, posted, by, now);
}

test("waits for the first scoring, then opens with nothing", async () => {
  expect(await openBuilder(warehouse, ann, { segmentId: null })).toEqual({ kind: "waiting" });
  await score();
  expect(await opened({})).toMatchObject({
    segment: null,
    start: { name: "", description: "", definition: null },
    startedFrom: null,
    kept: null,
    currency: "EUR",
    digits: 2,
    analysisDate: "2026-03-01",
  });
});

test("begins with a copy of a segment, under a name that is free", async () => {
  await make("Copy of Berlin");
  const id = await make("Berlin");
  const { start, startedFrom } = await opened({ from: id });
  expect(start).toEqual({ name: "Copy of Berlin 2", description: "Why", definition: livesIn("Berlin") });
  expect(startedFrom).toContain("a copy of “Berlin”");
  expect((await opened({ from: 9_999 })).startedFrom).toBe(
    "The segment that was to be copied is not there any more.",
  );
});

test.each([
  ["nothing", ""],
  ["no JSON", "{nope"],
  ["another JSON", "[1, 2]"],
  [
    "an unknown field",
    JSON.stringify({ version: 1, where: { ...livesIn("x").where, items: [{ kind: "x" }] } }),
  ],
  ["a newer language", JSON.stringify({ ...livesIn("x"), version: 99 })],
  ["a long text", JSON.stringify(livesIn("x".repeat(300)))],
])("a link with %s instead of a rule opens with nothing and says why", async (_, rule) => {
  const { start, startedFrom } = await opened({ rule });
  expect(start.definition).toBeNull();
  expect(startedFrom).toMatch(/^The rule of this link cannot be used: .+\.$/);
});

test("begins with the rule of a link", async () => {
  const { start } = await opened({ rule: JSON.stringify(livesIn("Bonn")) });
  expect(start.definition).toEqual(livesIn("Bonn"));
});

test("edits what is stored, or an older version of it; one that is not kept is told", async () => {
  const id = await make("Place");
  const posted = { name: "Place", description: "Why", definition: livesIn("Bonn"), base: 1 };
  await saveSegment(warehouse.shop, id, posted, bob, now);
  expect((await opened({ segmentId: id })).segment).toMatchObject({ id, version: 2 });
  expect((await opened({ segmentId: id })).start.definition).toEqual(livesIn("Bonn"));
  const older = await opened({ segmentId: id, version: 1 });
  expect(older.start.definition).toEqual(livesIn("Berlin"));
  expect(older.startedFrom).toMatch(/^This is version 1 again/);
  const unknown = await opened({ segmentId: id, version: 7 });
  expect(unknown.start.definition).toEqual(livesIn("Bonn"));
  expect(unknown.startedFrom).toMatch(/^Version 7 is not kept any more/);
  expect(await openBuilder(warehouse, ann, { segmentId: 9_999 })).toEqual({ kind: "not_found" });
});

test("brings back what this person worked on, and nobody else's or what cannot be read", async () => {
  const draft = { ...emptyDraft, name: "Half" };
  await keepDraft(warehouse.shop, ann, null, { baseVersion: null, content: draft }, now);
  expect((await opened({})).kept).toEqual({ draft, baseVersion: null, updatedAt: now.toISOString() });
  expect((await opened({}, bob)).kept).toBeNull();
  await keepDraft(warehouse.shop, ann, null, { baseVersion: null, content: { name: "of another app" } }, now);
  expect((await opened({})).kept).toBeNull();
});

const posted = { segmentId: null, base: null, name: "New", description: "", definition: livesIn("Berlin") };

test("saves a new segment, and the next version of one", async () => {
  const made = await save(posted);
  if (!made.ok) throw new Error(made.message);
  expect(await save({ ...posted, segmentId: made.id, base: 1, name: "Newer" })).toEqual({
    ok: true,
    id: made.id,
  });
  const row = await db.segment.findUniqueOrThrow({ where: { id: made.id } });
  expect([row.name, row.version, row.updatedBy]).toEqual(["Newer", 2, ann]);
});

test("says what stands in the way beside its cause", async () => {
  await make("Taken");
  expect(await save({ ...posted, name: "taken" })).toMatchObject({ ok: false, field: "name", gone: false });
  expect(await save({ ...posted, name: " " })).toMatchObject({ ok: false, field: "name" });
  expect(await save({ ...posted, description: "x".repeat(1_001) })).toMatchObject({
    ok: false,
    field: "description",
  });
  expect(await save({ ...posted, definition: { version: 1 } })).toMatchObject({ ok: false, field: null });
  expect(await save({ name: "only" })).toMatchObject({ ok: false, field: null });
  expect(await saveFromBuilder(warehouse.shop, undefined, ann, now)).toMatchObject({ ok: false });
});

test("who saves over somebody else's version is shown it, and nothing is overwritten", async () => {
  const id = await make("Shared");
  const theirs = { name: "Shared by Bob", description: "Why", definition: livesIn("Bonn"), base: 1 };
  await saveSegment(warehouse.shop, id, theirs, bob, now);
  const mine = { ...posted, segmentId: id, base: 1 };
  const answer = await save(mine);
  expect(answer).toMatchObject({
    ok: false,
    gone: false,
    conflict: { version: 2, by: "A staff member", name: "Shared by Bob", definition: livesIn("Bonn") },
  });
  expect((await db.segment.findUniqueOrThrow({ where: { id } })).name).toBe("Shared by Bob");
  expect(await save({ ...mine, base: 2 })).toMatchObject({ ok: true });
});

test("what was deleted meanwhile can be saved as a new segment", async () => {
  const id = await make("Gone");
  await deleteSegment(warehouse.shop, id, now);
  expect(await save({ ...posted, segmentId: id, base: 1 })).toMatchObject({ ok: false, gone: true });
  expect(await save(posted)).toMatchObject({ ok: true });
});
