import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill } from "~/customers/testing/testWarehouse";
import { sentenceOf } from "~/segments/language/wording";
import { exportMembers } from "~/segments/members/export.server";
import { evaluateAll } from "~/segments/membership/evaluate.server";
import { createSegment } from "~/segments/segmentEdits.server";
import { listSegments, readSegment } from "~/segments/segmentStore.server";
import { readWords } from "~/segments/segmentWords";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { hostilePieces, hostileStrings } from "./hostileStrings";

const { storable, unstorable } = hostileStrings(10_000);
const shop = "names.myshopify.com";
const now = new Date("2026-11-01T12:00:00Z");
const everybody = { version: 1, where: { kind: "group", match: "all", items: [] } };
const words = {
  money: String,
  number: String,
  date: String,
  country: String,
  product: () => undefined,
  variant: () => undefined,
  collection: () => undefined,
};

/** As a segment can be called: one line of up to 100 characters, without the blanks around it, composed. */
function asName(text: string): string | null {
  const name = text.normalize("NFC").trim();
  return name !== "" && name.length <= 100 && !/[\t\n]/.test(name) ? name : null;
}

describe("ten thousand hostile texts as names and descriptions", () => {
  it("are taken as they are, or refused in a sentence that does not repeat them", () => {
    const wrong = [...storable, ...unstorable].filter((text) => {
      const expected = storable.includes(text) ? asName(text) : null;
      const read = readWords({ name: text, description: "" });
      return read.ok
        ? read.words.name !== expected
        : expected !== null || !/^The name [a-z ,:0-9]+\.$/.test(read.problem);
    });
    expect(wrong).toEqual([]);
  });

  describe("in the list and the sentences of a shop", () => {
    const names = [...hostilePieces, ...storable.filter((_, nth) => nth % 40 === 0)].flatMap(
      (text) => asName(text) ?? [],
    );
    const different = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
    let state: Awaited<ReturnType<typeof temporaryProcessState>>;
    const ids = new Map<string, number>();
    beforeAll(async () => {
      state = await temporaryProcessState();
      await state.db.shop.create({
        data: { domain: shop, installedAt: now, authorizedAt: now, settings: {} },
      });
      for (const name of different) {
        const made = {
          name,
          description: `About ${name}`,
          definition: everybody,
          active: false,
        };
        const outcome = await createSegment(shop, made, name, now);
        if (outcome.ok) ids.set(name, outcome.segment.id);
      }
    });
    afterAll(() => state.remove());

    it("every one of some hundreds is made and told apart", async () => {
      expect(different.length).toBeGreaterThan(250);
      expect([...ids.keys()]).toEqual(different);
      const listed = await listSegments(shop);
      expect(new Map(listed.map(({ id, name, description }) => [id, [name, description]]))).toEqual(
        new Map(different.map((name) => [ids.get(name), [name, `About ${name}`]])),
      );
      for (const [name, id] of ids) expect((await readSegment(shop, id))?.name).toBe(name);
    });

    it("a sentence quotes each so that it can be read back and ends nowhere else", () => {
      for (const name of different) {
        const sentence = sentenceOf(
          {
            version: 1,
            where: {
              kind: "group",
              not: false,
              match: "all",
              items: [{ kind: "segment", not: false, segment: 7 }],
            },
          },
          { ...words, segment: () => name },
        );
        const quoted = /^Customers who are in the segment “((?:[^”]|””)*)”\.$/s.exec(sentence)?.[1];
        expect(quoted?.replaceAll("””", "”"), sentence).toBe(name);
      }
    });
  });

  it("of customers stay whole in the CSV, and no cell is a formula", async () => {
    const { warehouse, close } = await openTestWarehouse();
    // A byte order mark at the beginning of a value is lost to DuckDB's client, which decodes it as one.
    const texts = storable
      .filter((text, nth) => nth % 4 === 0 || hostilePieces.has(text))
      .filter((text) => !text.startsWith("\ufeff"));
    const customers = texts.map((text, index) =>
      customer({ customer_id: BigInt(index + 1), display_name: text, city: text, tags: [text] }),
    );
    await fill(warehouse, { customers });
    await scoreStore(warehouse, {
      analysisDate: "2026-11-01",
      timeZone: "UTC",
      settings: defaultSettings,
      now,
    });
    await evaluateAll(
      warehouse,
      [{ id: 1, definition: { version: 1, where: { kind: "group", not: false, match: "all", items: [] } } }],
      { now, fallback: "definition" },
    );
    let csv = "";
    for await (const piece of exportMembers(warehouse, 1, { currency: "USD", timeZone: "UTC" })) csv += piece;
    await close();
    const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
    const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    expect(rows.map((row) => [row["Customer ID"], row.Name, row.City, row.Tags])).toEqual(
      texts.map((text, index) => [String(index + 1), ...[text, text, text].map(harmless)]),
    );
  });
});
