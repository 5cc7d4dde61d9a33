import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { placeOfName } from "~/shopify/staff.server";
import type { State } from "~/state/client.server";
import { seal } from "~/state/secrets.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import type { Edited } from "../editing.server";
import type { Definition } from "../language/definition";
import { chooseNumbers, giveReadyMade } from "../readyMade.server";
import { refusalInWords } from "../refusals";
import type { Segment } from "../segment";
import { cloneSegment, createSegment, type SegmentContents, saveSegment } from "../segmentEdits.server";
import { activateSegment, deactivateSegment, deleteSegment } from "../segmentLife.server";
import { versionsKept } from "../segmentRows.server";
import { listSegments, readSegment } from "../segmentStore.server";
import { noteActivity, readActivity } from "./activity.server";
import { readVersion, readVersions } from "./versions.server";

vi.stubEnv("LOG_LEVEL", "silent");
vi.stubEnv("SHOPIFY_APP_URL", "http://localhost");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "hush");
vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", `a:${randomBytes(32).toString("base64")}`);

const shop = "one.myshopify.com";
const other = "two.myshopify.com";
/** Whose name is known, and whose is not. */
const [ada, stranger] = ["7", "8"];
const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 12, minute));

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  db = temporary.db;
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  await db.shop.deleteMany();
  const installed = {
    installedAt: at(0),
    authorizedAt: at(0),
    settings: {},
    currency: "USD",
    timezone: "UTC",
  };
  await db.shop.createMany({ data: [shop, other].map((domain) => ({ ...installed, domain })) });
  const name = seal("Ada Lovelace", placeOfName({ shop, userId: ada }));
  await db.staffMember.create({ data: { shop, userId: ada, name, askedAt: at(0) } });
});

const cityIs = (...cities: string[]): Definition => ({
  version: 1,
  where: {
    kind: "group",
    not: false,
    match: "all",
    items: cities.map((text) => ({
      kind: "attribute",
      not: false,
      field: "city",
      test: { operator: "is", text },
    })),
  },
});

function edited(outcome: Edited): Segment {
  if (!outcome.ok) throw new Error(refusalInWords(outcome.refusal));
  return outcome.segment;
}

async function made(
  name = "Berlin",
  definition = cityIs("Berlin"),
  by: string | null = ada,
): Promise<Segment> {
  return edited(await createSegment(shop, { name, description: "", definition, active: true }, by, at(0)));
}

/** Saves what is given of a segment, the rest as it was handed over. */
const save = (segment: Segment, changes: Partial<SegmentContents>, by: string | null, now: Date) => {
  const { id, name, description, definition, version: base } = segment;
  return saveSegment(shop, id, { name, description, definition, ...changes, base }, by, now);
};

const kindsOf = async (id: number) => (await readActivity(shop, id, { limit: 100 })).map(({ kind }) => kind);
const staleSince = async () =>
  (await db.shop.findUniqueOrThrow({ where: { domain: shop } })).segmentsStaleSince;

describe("each save", () => {
  it("makes one version with who and when, and the ones before are kept as they were", async () => {
    const first = await made();
    const second = edited(
      await save(first, { name: "Köln", definition: cityIs("Köln", "Bonn") }, stranger, at(1)),
    );
    expect(second).toMatchObject({ version: 2, updatedBy: stranger, updatedAt: at(1), createdBy: ada });
    edited(await save(second, { description: "The Rhine" }, null, at(2)));
    const versions = await readVersions(shop, first.id);
    expect(versions).toEqual([
      {
        version: 3,
        name: "Köln",
        description: "The Rhine",
        definition: cityIs("Köln", "Bonn"),
        madeAt: at(2).toISOString(),
        madeBy: null,
      },
      {
        version: 2,
        name: "Köln",
        description: "",
        definition: cityIs("Köln", "Bonn"),
        madeAt: at(1).toISOString(),
        madeBy: "A staff member",
      },
      {
        version: 1,
        name: "Berlin",
        description: "",
        definition: cityIs("Berlin"),
        madeAt: at(0).toISOString(),
        madeBy: "Ada Lovelace",
      },
    ]);
    expect(await readVersion(shop, first.id, 2)).toEqual(versions[1]);
    expect(await readVersion(shop, first.id, 4)).toBeNull();
  });

  it("that changes nothing makes none, whatever it was made from: an answer may have been lost", async () => {
    const first = await made();
    const second = edited(await save(first, { name: "Köln" }, ada, at(1)));
    expect(edited(await save(first, { name: " Köln " }, ada, at(2)))).toEqual(second);
    expect(await kindsOf(first.id)).toEqual(["edited", "created"]);
    expect(await readVersions(shop, first.id)).toHaveLength(2);
  });

  it("moves members where the rule is another, and only there", async () => {
    const first = await made();
    await db.shop.update({ where: { domain: shop }, data: { segmentsStaleSince: null } });
    const second = edited(await save(first, { name: "Köln" }, ada, at(1)));
    expect(await staleSince()).toBeNull();
    edited(await save(second, { definition: cityIs("Köln") }, ada, at(2)));
    expect(await staleSince()).toEqual(at(2));
  });

  it(`keeps the newest ${String(versionsKept)}`, async () => {
    const { id } = await made();
    const base = versionsKept + 5;
    await db.segment.update({ where: { id }, data: { version: base } });
    await db.segmentVersion.createMany({
      data: Array.from({ length: base - 1 }, (_, n) => ({
        segmentId: id,
        version: n + 2,
        name: "",
        description: "",
        definition: {},
        madeAt: at(0),
      })),
    });
    const contents = { base, name: "Last", description: "", definition: cityIs("Köln") };
    edited(await saveSegment(shop, id, contents, ada, at(1)));
    const versions = await readVersions(shop, id);
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: versionsKept }, (_, n) => base + 1 - n),
    );
    // What cannot be read takes no page down.
    expect(versions[1]?.definition).toBeNull();
  });
});

describe("two people who edit the same version", () => {
  it("the second is told by whom and when, and may overrule knowingly: both versions are kept", async () => {
    const begun = await made();
    edited(await save(begun, { definition: cityIs("Köln") }, ada, at(1)));
    // Switching it on and off is no version, and does not hide whose the newest is.
    edited(await deactivateSegment(shop, begun.id, stranger, at(2)));
    const mine = { definition: cityIs("Bonn") };
    const refused = await save(begun, mine, stranger, at(3));
    expect(refused).toEqual({
      ok: false,
      refusal: {
        kind: "changed_meanwhile",
        version: 2,
        by: "Ada Lovelace",
        byYourself: false,
        at: at(1).toISOString(),
      },
    });
    const words = refused.ok ? "" : refusalInWords(refused.refusal);
    expect(words).toContain("Ada Lovelace saved this segment");
    expect(words).toContain("27 Nov 2026, 12:01 UTC");
    expect(words).toContain("Nothing is lost");
    expect((await readSegment(shop, begun.id))?.definition).toEqual(cityIs("Köln"));

    edited(await save({ ...begun, version: 2 }, mine, stranger, at(4)));
    const versions = await readVersions(shop, begun.id);
    expect(versions.map(({ version, definition }) => [version, definition])).toEqual([
      [3, cityIs("Bonn")],
      [2, cityIs("Köln")],
      [1, cityIs("Berlin")],
    ]);
  });

  it("at the same moment: one of them is told", async () => {
    const begun = await made();
    for (let version = 1; version <= 10; version += 1) {
      const [one, two] = [cityIs(`One ${String(version)}`), cityIs(`Two ${String(version)}`)];
      const outcomes = await Promise.all([
        save({ ...begun, version }, { definition: one }, ada, at(version)),
        save({ ...begun, version }, { definition: two }, stranger, at(version)),
      ]);
      expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
      const won = outcomes[0].ok ? one : two;
      expect((await readVersion(shop, begun.id, version + 1))?.definition).toEqual(won);
      expect(await readVersion(shop, begun.id, version + 2)).toBeNull();
    }
  });

  it("who are one person in two windows are told so", async () => {
    const begun = await made();
    edited(await save(begun, { name: "Köln" }, ada, at(1)));
    const refused = await save(begun, { name: "Bonn" }, ada, at(2));
    expect(refused.ok ? "" : refusalInWords(refused.refusal)).toMatch(/^You saved .* in another window/);
  });
});

describe("what was done", () => {
  it("is told by kind, by whom and when, the newest first, page by page", async () => {
    const segment = await made();
    const { id } = segment;
    edited(await deactivateSegment(shop, id, ada, at(1)));
    edited(await deactivateSegment(shop, id, ada, at(2)));
    edited(await activateSegment(shop, id, stranger, at(3)));
    edited(await save(segment, { name: "Köln" }, null, at(4)));
    await noteActivity(shop, id, "refreshed", ada, at(5));
    await noteActivity(shop, id, "exported", ada, at(5));
    const all = await readActivity(shop, id, { limit: 100 });
    const by = "Ada Lovelace";
    expect(all.map(({ kind, at: when, by: who, version }) => [kind, when, who, version])).toEqual([
      ["exported", at(5).toISOString(), by, null],
      ["refreshed", at(5).toISOString(), by, null],
      ["edited", at(4).toISOString(), null, 2],
      ["activated", at(3).toISOString(), "A staff member", null],
      ["deactivated", at(1).toISOString(), by, null],
      ["created", at(0).toISOString(), by, 1],
    ]);
    const page = await readActivity(shop, id, { limit: 2 });
    const next = await readActivity(shop, id, { limit: 100, before: page[1]?.id ?? 0 });
    expect([...page, ...next]).toEqual(all);
    expect(await readSegment(shop, id)).toMatchObject({ version: 2, updatedBy: null, updatedAt: at(4) });
  });

  it("with a ready-made one: given by Quintile, its numbers chosen by somebody, a clone is theirs", async () => {
    await giveReadyMade(shop, at(0));
    const given = (await listSegments(shop)).find(({ readyMade }) => readyMade === "inactive");
    const { id = 0, settings } = given ?? {};
    const [setting = ""] = Object.keys(settings ?? {});
    edited(await chooseNumbers(shop, id, { base: 1, numbers: { [setting]: 90 } }, ada, at(1)));
    edited(await chooseNumbers(shop, id, { base: 1, numbers: { [setting]: 90 } }, ada, at(2)));
    expect(
      (await readActivity(shop, id, { limit: 9 })).map(({ kind, by, version }) => [kind, by, version]),
    ).toEqual([
      ["numbers", "Ada Lovelace", 2],
      ["created", null, 1],
    ]);
    const clone = edited(await cloneSegment(shop, id, stranger, at(3)));
    expect(clone).toMatchObject({ createdBy: stranger, version: 1, readyMade: null, settings: null });
    expect(await kindsOf(clone.id)).toEqual(["created"]);
  });

  it("is another shop's own, and goes with the segment", async () => {
    const { id } = await made();
    await noteActivity(other, id, "exported", ada, at(1));
    expect(await readActivity(other, id, { limit: 100 })).toEqual([]);
    expect(await readVersions(other, id)).toEqual([]);
    expect(await readVersion(other, id, 1)).toBeNull();
    expect(await kindsOf(id)).toEqual(["created"]);
    edited(await deleteSegment(shop, id, at(2)));
    await noteActivity(shop, id, "exported", ada, at(3));
    expect([await db.segmentVersion.count(), await db.segmentActivity.count()]).toEqual([0, 0]);
  });
});
