import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { findCustomers } from "~/customers/findCustomers.server";
import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, metafield } from "~/customers/testing/testWarehouse";
import { parseDefinition } from "~/segments/language/parse";
import { previewCount } from "~/segments/preview/count.server";
import { previewFunnel } from "~/segments/preview/funnel.server";
import { readPreviewRequest } from "~/segments/preview/previewRequest";
import { answerSuggestions } from "~/segments/suggestions/answer.server";
import type { Suggestions } from "~/segments/suggestions/suggestions";
import { sourceText } from "~/segments/suggestions/suggestionSource";
import { statement } from "~/warehouse/compile";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { hostilePieces, hostileStrings } from "./hostileStrings";
import { textlessPlaces } from "./textPlaces";

// What a builder asks while somebody types: whatever is typed is only ever a value.

const { storable, unstorable } = hostileStrings(4_000);
// A byte order mark at the beginning of a value is lost to DuckDB's client, which decodes it as one.
const texts = [...hostilePieces].filter((text) => text.trim() !== "" && !text.startsWith("\ufeff"));

let warehouse: Warehouse;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouse, close } = await openTestWarehouse());
  await fill(warehouse, {
    customers: texts.map((text, i) =>
      customer({ customer_id: BigInt(1_000_000 + i), display_name: text, tags: [text], locale: text }),
    ),
    metafields: texts.map((text, i) =>
      metafield({ customer_id: BigInt(1_000_000 + i), namespace: text, key: text, value: text }),
    ),
  });
  await scoreStore(warehouse, {
    ...{ analysisDate: "2026-03-01", timeZone: "UTC", settings: defaultSettings },
    now: new Date("2026-03-01T12:00:00Z"),
  });
});
afterAll(() => close());

/** As both engines fold it, letter by letter. */
const fold = (text: string) => Array.from(text, (letter) => letter.toLowerCase()).join("");

async function suggested(of: string, search: string): Promise<string[]> {
  const answer = (await answerSuggestions(warehouse, new URLSearchParams({ of, search }))) as Suggestions;
  return answer.suggestions.map(({ value }) => value);
}

describe("hostile texts", () => {
  it("are searched for as they are among the store's values", async () => {
    for (const text of texts) {
      const wanted = text.replaceAll(/[\t\n]/g, " ").trim();
      const holding = texts.filter((other) => fold(other).includes(fold(wanted)));
      for (const of of ["field:language", "field:tags"]) {
        const values = await suggested(of, text);
        const isTold = values.every((value) => holding.some((other) => fold(other) === fold(value)));
        expect(isTold, `${of}: ${text}`).toBe(true);
        const different = new Set(holding.map(fold)).size;
        expect(values.length, `${of}: ${text}`).toBe(Math.min(10, different));
      }
    }
  });

  it("are names of custom attributes like any other", async () => {
    for (const text of texts) {
      const of = sourceText({ kind: "metafield", namespace: text, key: text });
      expect(await suggested(of, ""), text).toEqual([text]);
    }
  });

  it("find no customers but those who hold them, and harm nothing", async () => {
    for (const text of texts) {
      const wanted = text.replaceAll(/[\t\n]/g, " ").trim();
      const holding = texts.filter((other) => fold(other).includes(fold(wanted)));
      const found = await findCustomers(warehouse, text);
      expect(found.length, text).toBe(Math.min(8, holding.length));
      expect(found.every(({ name }) => name !== null && holding.includes(name))).toBe(true);
    }
    for (const text of unstorable) expect((await findCustomers(warehouse, text)).length).toBeLessThan(9);
    const [kept] = await warehouse.all(statement<{ customers: bigint }>`
      SELECT count(*) AS customers FROM customers`);
    expect(Number(kept?.customers)).toBe(texts.length);
  });

  it("posted in place of a rule, of a part of it or of a number are refused in words", () => {
    const wrong = [...storable, ...unstorable].flatMap((text, index) => {
      const definition = textlessPlaces[index % textlessPlaces.length]?.(text);
      const everybody = { version: 1, where: { kind: "group", match: "all", items: [] } };
      const bodies = [
        text,
        JSON.stringify(text),
        JSON.stringify({ definition, segmentId: null }),
        JSON.stringify({ definition: everybody, segmentId: text }),
        JSON.stringify({ definition: everybody, segmentId: null, customerId: `${text}x` }),
      ];
      return bodies.flatMap((body) => {
        const read = readPreviewRequest(body);
        const isClear = !read.ok && read.message.length < 1_000 && !/[\p{Cc}\p{Cs}]/u.test(read.message);
        return isClear ? [] : [body.slice(0, 100)];
      });
    });
    expect(wrong).toEqual([]);
  });

  it("in rules are counted, and in funnels", async () => {
    for (const text of texts.filter((_, nth) => nth % 5 === 0)) {
      const test = { operator: "is_not", text, missing: "include" };
      const parsed = parseDefinition({
        version: 1,
        where: { kind: "group", match: "all", items: [{ kind: "attribute", field: "language", test }] },
      });
      if (!parsed.ok) throw new Error("It was refused.");
      const others = texts.filter((other) => fold(other) !== fold(text)).length;
      expect((await previewCount(warehouse, parsed.definition)).members, text).toBe(others);
      expect(await previewFunnel(warehouse, parsed.definition)).toEqual({
        steps: [{ path: [0], after: others, withoutValue: 0 }],
      });
    }
  });
});
