import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { readyMadeSegments } from "./catalogue/catalogue";
import { activeLimit } from "./checks";
import type { Edited } from "./editing.server";
import { conditionsOf } from "./language/definition";
import { chooseNumbers, giveReadyMade, restoreReadyMade } from "./readyMade.server";
import { refusalInWords } from "./refusals";
import type { Segment } from "./segment";
import { createSegment, saveSegment } from "./segmentEdits.server";
import { deleteSegment } from "./segmentLife.server";
import { listSegments, readSegment } from "./segmentStore.server";

const shop = "one.myshopify.com";
const now = new Date("2026-11-01T12:00:00Z");
const everybody = { version: 1, where: { kind: "group", not: false, match: "all", items: [] } };

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  db = temporary.db;
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  await db.shop.deleteMany();
  await db.shop.create({
    data: {
      domain: shop,
      installedAt: now,
      authorizedAt: now,
      settings: {},
      currency: "USD",
      timezone: "UTC",
    },
  });
});

async function given(readyMade: string): Promise<Segment> {
  const segment = (await listSegments(shop)).find((one) => one.readyMade === readyMade);
  if (!segment) throw new Error(`${readyMade} is not there.`);
  return segment;
}

function wordsOf(outcome: Edited): string {
  if (outcome.ok) throw new Error("It was not refused.");
  return refusalInWords(outcome.refusal);
}

/** The number that a ready-made segment of one condition compares with. */
async function comparedWith(readyMade: string): Promise<unknown> {
  const { definition } = await given(readyMade);
  const [condition] = definition ? conditionsOf(definition.where) : [];
  return condition && "test" in condition ? condition.test : undefined;
}

test("every ready-made segment is given once, active, with its default numbers", async () => {
  await giveReadyMade(shop, now);
  await giveReadyMade(shop, now);
  const segments = await listSegments(shop);
  expect(segments.map(({ readyMade }) => readyMade).sort()).toEqual(
    readyMadeSegments.map(({ id }) => id).sort(),
  );
  for (const { readyMade, name, description, active, createdBy, unreadable } of segments) {
    const entry = readyMadeSegments.find(({ id }) => id === readyMade);
    expect({ name, description }).toEqual({ name: entry?.name, description: entry?.description });
    expect({ active, createdBy, unreadable }).toEqual({ active: true, createdBy: null, unreadable: null });
  }
  expect(Object.values((await given("inactive")).settings ?? {})).toEqual([45]);
  expect(await comparedWith("high_spenders")).toMatchObject({ amount: { kind: "number", number: 1_000_00 } });
});

test("two processes at once give them once", async () => {
  await Promise.all([giveReadyMade(shop, now), giveReadyMade(shop, now)]);
  expect(await db.segment.count()).toBe(readyMadeSegments.length);
});

test("amounts are in the smallest unit of the shop's currency", async () => {
  await db.shop.update({ where: { domain: shop }, data: { currency: "JPY" } });
  await giveReadyMade(shop, now);
  expect(await comparedWith("high_spenders")).toMatchObject({ amount: { kind: "number", number: 1_000 } });
});

test("nothing is given before the shop's currency is known", async () => {
  await db.shop.update({ where: { domain: shop }, data: { currency: null } });
  await giveReadyMade(shop, now);
  expect(await listSegments(shop)).toEqual([]);
  expect(wordsOf(await restoreReadyMade(shop, "vip", null, now))).toMatch(/history is here/);
});

test("one that was deleted stays away until it is asked for", async () => {
  await giveReadyMade(shop, now);
  await deleteSegment(shop, (await given("vip")).id, now);
  await giveReadyMade(shop, now);
  await expect(given("vip")).rejects.toThrow();
  expect((await restoreReadyMade(shop, "vip", null, now)).ok).toBe(true);
  const restored = await given("vip");
  expect(await restoreReadyMade(shop, "vip", null, now)).toEqual({ ok: true, segment: restored });
  expect(wordsOf(await restoreReadyMade(shop, "nonsense", null, now))).not.toBe("");
});

test("one that comes with a new version of the app is given without touching the others", async () => {
  await giveReadyMade(shop, now);
  const inactive = await given("inactive");
  // As it is for a shop whose version did not have it.
  await db.segment.delete({ where: { id: inactive.id } });
  await db.givenSegment.delete({ where: { shop_readyMade: { shop, readyMade: "inactive" } } });
  const before = await listSegments(shop);
  await giveReadyMade(shop, now);
  expect((await listSegments(shop)).filter(({ readyMade }) => readyMade !== "inactive")).toEqual(before);
  expect((await given("inactive")).name).toBe(inactive.name);
});

test("one that was asked for before it was given is not given once more", async () => {
  expect((await restoreReadyMade(shop, "vip", null, now)).ok).toBe(true);
  const restored = await given("vip");
  await giveReadyMade(shop, now);
  expect(await given("vip")).toEqual(restored);
  expect(await db.segment.count()).toBe(readyMadeSegments.length);
});

test("a name that the merchant has taken stays theirs, and a full list of active segments stays full", async () => {
  await createSegment(shop, { name: "vip", description: "", definition: everybody, active: true }, null, now);
  const data = Array.from({ length: activeLimit - 1 }, (_, n) => ({
    shop,
    name: `S${String(n)}`,
    definition: everybody,
    createdAt: now,
    updatedAt: now,
  }));
  await db.segment.createMany({ data });
  await giveReadyMade(shop, now);
  expect(await given("vip")).toMatchObject({ name: "VIP 2", active: false });
});

test("who chooses numbers over somebody else's is told, and may put theirs in their place", async () => {
  await giveReadyMade(shop, now);
  const { id, settings } = await given("inactive");
  const [setting = ""] = Object.keys(settings ?? {});
  const choose = (base: number, days: number) =>
    chooseNumbers(shop, id, { base, numbers: { [setting]: days } }, "7", now);
  expect(await choose(1, 90)).toMatchObject({ ok: true, segment: { version: 2 } });
  expect(await choose(1, 60)).toMatchObject({
    ok: false,
    refusal: { kind: "changed_meanwhile", version: 2 },
  });
  expect((await given("inactive")).settings).toEqual({ [setting]: 90 });
  expect(await choose(2, 60)).toMatchObject({ ok: true, segment: { version: 3 } });
});

test("its numbers can be chosen, and are gone once its rule is changed by hand", async () => {
  await giveReadyMade(shop, now);
  const { id, settings } = await given("inactive");
  const [setting = ""] = Object.keys(settings ?? {});
  const chosen = await chooseNumbers(shop, id, { base: 1, numbers: { [setting]: 90 } }, null, now);
  expect(chosen).toMatchObject({ ok: true, segment: { settings: { [setting]: 90 } } });
  expect(JSON.stringify((await given("inactive")).definition)).toContain(
    '"period":{"count":90,"unit":"days"}',
  );
  for (const wrong of [{ [setting]: 0 }, { [setting]: 1.5 }, { [setting]: "90" }, { other: 1 }, "90"])
    expect(wordsOf(await chooseNumbers(shop, id, { base: 2, numbers: wrong }, null, now))).not.toBe("");
  expect((await given("inactive")).settings).toEqual({ [setting]: 90 });

  const { name, description, definition, version: base } = await given("inactive");
  const renamed = { name: `${name} once`, description, definition, base };
  expect(await saveSegment(shop, id, renamed, "7", now)).toMatchObject({
    ok: true,
    segment: { settings: { [setting]: 90 }, version: base + 1 },
  });

  const byHand = { name, description, definition: everybody, base: base + 1 };
  expect((await saveSegment(shop, id, byHand, "7", now)).ok).toBe(true);
  expect(await readSegment(shop, id)).toMatchObject({
    settings: null,
    readyMade: "inactive",
    definition: everybody,
  });
  const own = await createSegment(
    shop,
    { name: "Mine", description: "", definition: everybody, active: true },
    null,
    now,
  );
  expect(
    own.ok && wordsOf(await chooseNumbers(shop, own.segment.id, { base: 1, numbers: {} }, null, now)),
  ).toMatch(/Only a ready-made/);
});
