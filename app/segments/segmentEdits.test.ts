import { spawn } from "node:child_process";
import { once } from "node:events";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { activeLimit } from "./checks";
import type { Edited } from "./editing.server";
import type { Definition, Node } from "./language/definition";
import { refusalInWords } from "./refusals";
import type { Segment } from "./segment";
import { cloneSegment, createSegment, type SegmentContents, saveSegment } from "./segmentEdits.server";
import { activateSegment, deactivateSegment, deleteSegment } from "./segmentLife.server";
import { activeSegments, listSegments, readSegment } from "./segmentStore.server";
import { segmentUsers } from "./whereUsed.server";

const shop = "one.myshopify.com";
const other = "two.myshopify.com";
const now = new Date("2026-11-01T12:00:00Z");
const later = new Date("2026-11-02T12:00:00Z");

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  db = temporary.db;
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  await db.shop.deleteMany();
  await db.job.deleteMany();
  const installed = { installedAt: now, authorizedAt: now, settings: {} };
  await db.shop.createMany({
    data: [
      { ...installed, domain: shop },
      { ...installed, domain: other },
    ],
  });
});

/** What another process does that edits a segment: takes its turn, says so, and changes the rule a little later. */
const editsInSqlite = `
  const { DatabaseSync } = require("node:sqlite");
  const [url, id, definition] = process.argv.slice(1);
  const db = new DatabaseSync(url.slice("file:".length));
  db.exec("BEGIN IMMEDIATE");
  process.stdout.write("begun");
  setTimeout(() => {
    db.prepare('UPDATE "Segment" SET "definition" = ? WHERE "id" = ?').run(definition, Number(id));
    db.exec("COMMIT");
  }, 300);`;
const editsInPostgresql = `
  const { Client } = require("pg");
  const [connectionString, id, definition, shop] = process.argv.slice(1);
  const client = new Client({ connectionString });
  (async () => {
    await client.connect();
    await client.query("BEGIN");
    await client.query('UPDATE "Shop" SET "domain" = "domain" WHERE "domain" = $1', [shop]);
    process.stdout.write("begun");
    setTimeout(async () => {
      await client.query('UPDATE "Segment" SET "definition" = $1 WHERE "id" = $2', [definition, Number(id)]);
      await client.query("COMMIT");
      await client.end();
    }, 300);
  })();`;

const all = (...items: Node[]): Definition => ({
  version: 1,
  where: { kind: "group", not: false, match: "all", items },
});
const inSegment = (segment: number): Node => ({ kind: "segment", not: false, segment });
const inCity = (city: string): Node => ({
  kind: "attribute",
  not: false,
  field: "city",
  test: { operator: "is", text: city },
});

const make = (
  name: string,
  definition: unknown = all(),
  { active = true, at = shop } = {},
): Promise<Edited> => createSegment(at, { name, description: "", definition, active }, null, now);

async function made(name: string, definition?: Definition, options?: { active?: boolean; at?: string }) {
  return edited(await make(name, definition, options));
}

/** Saves what is given of a segment over its newest version, the rest as it is. */
async function save(id: number, changes: Partial<SegmentContents>, at = now): Promise<Edited> {
  const segment = await readSegment(shop, id);
  if (!segment) throw new Error("It is not there.");
  const { name, description, definition, version: base } = segment;
  return saveSegment(shop, id, { name, description, definition, ...changes, base }, null, at);
}

function edited(outcome: Edited): Segment {
  if (!outcome.ok) throw new Error(refusalInWords(outcome.refusal));
  return outcome.segment;
}

function wordsOf(outcome: Edited): string {
  if (outcome.ok) throw new Error("It was not refused.");
  return refusalInWords(outcome.refusal);
}

const names = async (at = shop) => (await listSegments(at)).map(({ name }) => name);
const staleSince = async (at = shop) =>
  (await db.shop.findUniqueOrThrow({ where: { domain: at } })).segmentsStaleSince;

describe("a segment", () => {
  it("is kept as it was made, asks for its members, and is listed by name", async () => {
    const definition = all(inCity("Łódź"));
    const segment = edited(
      await createSegment(
        shop,
        { name: "  Zürich & co ", description: "What for", definition, active: true },
        "7",
        now,
      ),
    );
    expect(await readSegment(shop, segment.id)).toEqual({
      id: segment.id,
      name: "Zürich & co",
      description: "What for",
      readyMade: null,
      settings: null,
      definition,
      unreadable: null,
      active: true,
      createdAt: now,
      createdBy: "7",
      updatedAt: now,
      updatedBy: "7",
      version: 1,
    });
    expect(await staleSince()).toEqual(now);
    expect(await db.job.findFirst()).toMatchObject({ kind: "refresh-segments", shop, state: "waiting" });
    await made("apples");
    expect(await names()).toEqual(["apples", "Zürich & co"]);
  });

  it("is renamed and described without touching its members", async () => {
    const { id } = await made("Old");
    await db.shop.update({ where: { domain: shop }, data: { segmentsStaleSince: null } });
    const renamed = edited(await save(id, { name: "New", description: "Two\nlines" }, later));
    expect(renamed).toMatchObject({
      name: "New",
      description: "Two\nlines",
      createdAt: now,
      updatedAt: later,
    });
    expect(await staleSince()).toBeNull();
  });

  it("takes another definition, with other references", async () => {
    const [a, b] = [await made("A"), await made("B")];
    const { id } = await made("C", all(inSegment(a.id)));
    const saved = edited(await save(id, { definition: JSON.stringify(all(inSegment(b.id))) }, later));
    expect(saved.definition).toEqual(all(inSegment(b.id)));
    expect(await db.segmentReference.findMany()).toEqual([{ fromId: id, toId: b.id }]);
    expect(await staleSince()).toEqual(later);
  });

  it("is cloned under a free name, references and all", async () => {
    const a = await made("A");
    const { id } = await made("C", all(inSegment(a.id)));
    const first = edited(await cloneSegment(shop, id, "7", later));
    const second = edited(await cloneSegment(shop, id, "7", later));
    expect([first.name, second.name]).toEqual(["Copy of C", "Copy of C 2"]);
    expect(first).toMatchObject({ createdBy: "7", createdAt: later, definition: all(inSegment(a.id)) });
    expect(await db.segmentReference.count({ where: { toId: a.id } })).toBe(3);
  });

  it("that is switched off has no members to keep; switched on again it has", async () => {
    const { id } = await made("A");
    expect(edited(await deactivateSegment(shop, id, null, now)).active).toBe(false);
    expect((await activeSegments(shop)).segments).toEqual([]);
    expect(edited(await activateSegment(shop, id, null, now)).active).toBe(true);
    expect((await activeSegments(shop)).segments).toEqual([{ id, definition: all() }]);
  });

  it("is deleted with what it refers to left alone, and its number never given again", async () => {
    const a = await made("A");
    const { id } = await made("B", all(inSegment(a.id)));
    edited(await deleteSegment(shop, id, now));
    expect(await names()).toEqual(["A"]);
    expect((await made("C")).id).toBeGreaterThan(id);
  });

  it("of an unknown version is listed with what to do, and takes nothing else down", async () => {
    const a = await made("A");
    const { id } = await made("B");
    await db.segment.update({ where: { id }, data: { definition: { version: 99, where: {} } } });
    const read = await readSegment(shop, id);
    expect(read?.definition).toBeNull();
    expect(read?.unreadable).toMatch(/version 99/);
    expect(await names()).toEqual(["A", "B"]);
    expect(await activeSegments(shop)).toEqual({
      segments: [{ id: a.id, definition: all() }],
      unreadable: [id],
    });
    expect(wordsOf(await cloneSegment(shop, id, null, now))).toMatch(/version 99/);
  });

  it("goes with its shop, whatever refers to it", async () => {
    const a = await made("A");
    await made("B", all(inSegment(a.id)));
    await made("Theirs", all(), { at: other });
    await db.shop.delete({ where: { domain: shop } });
    expect(await db.segment.findMany({ select: { name: true } })).toEqual([{ name: "Theirs" }]);
    expect(await db.segmentReference.count()).toBe(0);
  });
});

describe("refused, and nothing changed:", () => {
  it("a name that is there in another case, is missing, too long, or cannot be stored", async () => {
    const a = await made("Big spenders");
    await made("B");
    expect(wordsOf(await make("BIG SPENDERS"))).toMatch(/called “Big spenders” already/);
    expect(wordsOf(await save(a.id, { name: "b", description: "" }))).toMatch(/“B”/);
    expect(edited(await save(a.id, { name: "big spenders", description: "" })).name).toBe("big spenders");
    for (const name of ["", " \n ", "x".repeat(101), "a\u0000b", "a\nb", "a\ud800b"])
      expect(wordsOf(await make(name))).toMatch(/^The name /);
    expect(await names()).toEqual(["B", "big spenders"]);
  });

  it("a definition that is none", async () => {
    expect(wordsOf(await make("A", { version: 1 }))).not.toBe("");
    const { id } = await made("B");
    expect((await save(id, { definition: "not JSON" })).ok).toBe(false);
    expect((await readSegment(shop, id))?.definition).toEqual(all());
  });

  it("a reference to a segment that is not there, is another shop's, or is switched off", async () => {
    const theirs = await made("Theirs", all(), { at: other });
    const off = await made("Off", all(), { active: false });
    expect(wordsOf(await make("A", all(inSegment(9_999))))).toMatch(/no longer there/);
    expect(wordsOf(await make("A", all(inSegment(theirs.id))))).toMatch(/no longer there/);
    expect(wordsOf(await make("A", all(inSegment(off.id))))).toMatch(/“Off”, which is switched off/);
    const waiting = await made("Waiting", all(inSegment(off.id)), { active: false });
    expect(wordsOf(await activateSegment(shop, waiting.id, null, now))).toMatch(/“Off”/);
    edited(await activateSegment(shop, off.id, null, now));
    edited(await activateSegment(shop, waiting.id, null, now));
  });

  it("a circle, by its path", async () => {
    const a = await made("A");
    const b = await made("B", all(inSegment(a.id)));
    const c = await made("C", all(inSegment(b.id)));
    expect(wordsOf(await save(a.id, { definition: all(inSegment(c.id)) }))).toContain(
      "“A” → “C” → “B” → “A”",
    );
    expect(wordsOf(await save(a.id, { definition: all(inSegment(a.id)) }))).toContain("“A” → “A”");
    expect((await readSegment(shop, a.id))?.definition).toEqual(all());
  });

  it("a circle that two people close at the same time", async () => {
    for (let n = 0; n < 20; n += 1) {
      const [a, b] = [await made(`A${String(n)}`), await made(`B${String(n)}`)];
      const outcomes = await Promise.all([
        save(a.id, { definition: all(inSegment(b.id)) }),
        save(b.id, { definition: all(inSegment(a.id)) }),
      ]);
      expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
    }
  });

  it("a circle that another process is about to close", async () => {
    const [a, b] = [await made("A"), await made("B")];
    const script = temporary.url.startsWith("file:") ? editsInSqlite : editsInPostgresql;
    const closing = JSON.stringify(all(inSegment(b.id)));
    const elsewhere = spawn(process.execPath, ["-e", script, temporary.url, String(a.id), closing, shop]);
    await once(elsewhere.stdout, "data");
    expect(wordsOf(await save(b.id, { definition: all(inSegment(a.id)) }))).toContain("“B” → “A” → “B”");
  });

  it("taking away what others use, each of them named", async () => {
    const a = await made("A");
    const users = [await made("B", all(inSegment(a.id))), await made("C", all(inSegment(a.id)))];
    for (const take of [
      () => deactivateSegment(shop, a.id, null, now),
      () => deleteSegment(shop, a.id, now),
    ]) {
      const outcome = await take();
      expect(outcome).toEqual({
        ok: false,
        refusal: { kind: "used", users: users.map(({ id, name }) => ({ kind: "segment", id, name })) },
      });
      expect(wordsOf(outcome)).toBe("“B” and “C” refer to this segment. Change those rules first.");
    }
    expect(await segmentUsers(shop, a.id)).toEqual(
      users.map(({ id, name }) => ({ kind: "segment", id, name })),
    );
    expect(await segmentUsers(other, a.id)).toEqual([]);
    // A user that is switched off needs no members of it, but would lose its meaning.
    for (const { id } of users) edited(await deactivateSegment(shop, id, null, now));
    edited(await deactivateSegment(shop, a.id, null, now));
    expect(wordsOf(await deleteSegment(shop, a.id, now))).toMatch(/“B” and “C”/);
  });

  it("deleting what an unreadable rule refers to; the database itself would refuse it", async () => {
    const a = await made("A");
    const b = await made("B", all(inSegment(a.id)));
    await db.segment.update({ where: { id: b.id }, data: { definition: { version: 99 } } });
    expect(wordsOf(await deleteSegment(shop, a.id, now))).toMatch(/“B”/);
    await expect(db.segment.delete({ where: { id: a.id } })).rejects.toThrow();
    expect(await names()).toEqual(["A", "B"]);
  });

  it(`one active segment more than ${String(activeLimit)}`, async () => {
    const data = Array.from({ length: activeLimit }, (_, n) => ({
      shop,
      name: `S${String(n)}`,
      definition: { version: 1, where: { kind: "group", not: false, match: "all", items: [] } },
      createdAt: now,
      updatedAt: now,
    }));
    await db.segment.createMany({ data });
    expect(wordsOf(await make("One more"))).toMatch(/200 active segments/);
    const off = await made("Off", all(), { active: false });
    expect(wordsOf(await activateSegment(shop, off.id, null, now))).toMatch(/200 active segments/);
    const like = (await listSegments(shop)).find(({ active }) => active);
    expect(wordsOf(await cloneSegment(shop, like?.id ?? 0, null, now))).toMatch(/200 active segments/);
  });

  it("another shop's segment, by whatever way", async () => {
    const { id } = await made("Theirs", all(), { at: other });
    expect(await readSegment(shop, id)).toBeNull();
    expect(await listSegments(shop)).toEqual([]);
    const attempts = [
      saveSegment(shop, id, { base: 1, name: "Mine", description: "", definition: all() }, null, now),
      cloneSegment(shop, id, null, now),
      deactivateSegment(shop, id, null, now),
      activateSegment(shop, id, null, now),
      deleteSegment(shop, id, now),
    ];
    for (const attempt of attempts) expect(wordsOf(await attempt)).toMatch(/no longer there/);
    expect(await readSegment(other, id)).toMatchObject({ name: "Theirs", definition: all(), active: true });
    expect(await listSegments(shop)).toEqual([]);
  });
});
