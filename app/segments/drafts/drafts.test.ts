import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { refusalInWords } from "../refusals";
import { createSegment, saveSegment } from "../segmentEdits.server";
import { deleteSegment } from "../segmentLife.server";
import { dropDraft, keepDraft, type Kept, listDrafts, longestDraft, readDraft } from "./drafts.server";

const shop = "one.myshopify.com";
const other = "two.myshopify.com";
const [ada, bob] = ["7", "8"];
const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 12, minute));
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
  await db.segmentDraft.deleteMany();
  const installed = { installedAt: at(0), authorizedAt: at(0), settings: {} };
  await db.shop.createMany({ data: [shop, other].map((domain) => ({ ...installed, domain })) });
});

async function made(name: string, by: string | null = null): Promise<number> {
  const posted = { name, description: "", definition: everybody, active: false };
  const outcome = await createSegment(shop, posted, by, at(0));
  if (!outcome.ok) throw new Error(refusalInWords(outcome.refusal));
  return outcome.segment.id;
}

const keep = (staff: string, id: number | null, content: unknown, { of = shop, minute = 1 } = {}) =>
  keepDraft(of, staff, id, { baseVersion: id === null ? null : 1, content }, at(minute));
const contentOf = async (staff: string, id: number | null, of = shop) =>
  (await readDraft(of, staff, id))?.content;
const wordsOf = (kept: Kept) => (kept.ok ? "" : refusalInWords(kept.refusal));

test("a draft comes back as it was kept last, whatever is in it", async () => {
  const id = await made("A");
  const hostile = { b: [1, null, "'; DROP TABLE--"], a: "\u0000\ud800 שלום 😀", "": { z: 1, "1": 2 } };
  await keep(ada, id, "the first");
  expect(await keep(ada, id, hostile, { minute: 2 })).toEqual({ ok: true });
  const draft = await readDraft(shop, ada, id);
  expect(draft).toEqual({ baseVersion: 1, content: hostile, updatedAt: at(2).toISOString() });
  expect(JSON.stringify(draft?.content)).toBe(JSON.stringify(hostile));
  expect(await db.segmentDraft.count()).toBe(1);
  for (const content of [null, undefined, "", 0, [], "null"]) {
    await keep(ada, null, content);
    expect(await contentOf(ada, null)).toEqual(content ?? null);
  }
});

test("everybody has their own, of each shop, and of each segment and a new one; the list names them", async () => {
  const [a, b] = [await made("A"), await made("B")];
  await keep(ada, a, "Ada's A");
  await keep(bob, a, "Bob's A");
  await keep(ada, b, "Ada's B", { minute: 3 });
  await keep(ada, null, "Ada's new", { minute: 2 });
  await keep(ada, null, "Ada's elsewhere", { of: other });
  expect(await contentOf(bob, a)).toBe("Bob's A");
  expect(await contentOf(bob, b)).toBeUndefined();
  expect(await contentOf(bob, null)).toBeUndefined();
  expect(await contentOf(ada, a, other)).toBeUndefined();
  expect(await contentOf(ada, null, other)).toBe("Ada's elsewhere");
  expect(await listDrafts(shop, ada)).toEqual([
    { segmentId: b, name: "B", updatedAt: at(3).toISOString() },
    { segmentId: null, name: null, updatedAt: at(2).toISOString() },
    { segmentId: a, name: "A", updatedAt: at(1).toISOString() },
  ]);
  await dropDraft(shop, ada, a);
  await dropDraft(shop, ada, a);
  expect(await contentOf(ada, a)).toBeUndefined();
  expect(await contentOf(bob, a)).toBe("Bob's A");
});

test("too large a draft, or one of a segment that is not this shop’s, is refused; the one before stays", async () => {
  const id = await made("A");
  await keep(ada, id, "kept");
  // Two of the characters are the quotes.
  expect(wordsOf(await keep(ada, id, "x".repeat(longestDraft - 1)))).toMatch(/1,500,000 characters/);
  expect(await contentOf(ada, id)).toBe("kept");
  expect(wordsOf(await keep(ada, id, "x".repeat(longestDraft - 2)))).toBe("");
  expect(wordsOf(await keep(ada, 9_999, "x"))).toMatch(/no longer there/);
  expect(wordsOf(await keep(ada, id, "x", { of: other }))).toMatch(/no longer there/);
  expect(await db.segmentDraft.count()).toBe(1);
});

test("saving drops the saver's draft of it, making one that of a new one; a refusal drops none", async () => {
  const id = await made("A");
  for (const staff of [ada, bob]) {
    await keep(staff, id, staff);
    await keep(staff, null, staff);
  }
  const save = (name: string) =>
    saveSegment(shop, id, { base: 1, name, description: "", definition: everybody }, ada, at(2));
  expect((await save("")).ok).toBe(false);
  expect(await contentOf(ada, id)).toBe(ada);
  expect((await save("Another")).ok).toBe(true);
  expect(await contentOf(ada, id)).toBeUndefined();
  expect([await contentOf(ada, null), await contentOf(bob, id), await contentOf(bob, null)]).toEqual([
    ada,
    bob,
    bob,
  ]);
  await expect(made("another", ada)).rejects.toThrow();
  expect(await contentOf(ada, null)).toBe(ada);
  await made("B", ada);
  expect([await contentOf(ada, null), await contentOf(bob, null)]).toEqual([undefined, bob]);
});

test("deleting a segment drops everybody's drafts of it, and the shop's deletion all of them", async () => {
  const [a, b] = [await made("A"), await made("B")];
  for (const staff of [ada, bob]) for (const id of [a, b, null]) await keep(staff, id, "x");
  await keep(ada, null, "elsewhere", { of: other });
  await deleteSegment(shop, a, at(2));
  expect((await listDrafts(shop, bob)).map(({ name }) => name).sort()).toEqual(["B", null]);
  await db.shop.delete({ where: { domain: shop } });
  expect(await db.segmentDraft.findMany({ select: { shop: true } })).toEqual([{ shop: other }]);
});
