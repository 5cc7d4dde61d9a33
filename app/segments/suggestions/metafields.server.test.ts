import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, metafield } from "~/customers/testing/testWarehouse";
import type { Warehouse } from "~/warehouse/engine";

import { openBothEngines } from "../testing/bothEngines";
import { answerSuggestions } from "./answer.server";
import type { KnownMetafields } from "./suggestions";
import { sourceText } from "./suggestionSource";

const hostile = "it's 100%: a:b";
let warehouses: readonly Warehouse[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ warehouses, close } = await openBothEngines());
  const ids = [1n, 2n, 3n];
  const of = (key: string, values: readonly string[], more: object = {}) =>
    values.map((value, i) => metafield({ customer_id: ids[i] ?? 0n, key, value, ...more }));
  const metafields = [
    ...of("points", ["1", "2", "3"]).map((row) => ({ ...row, value_number: Number(row.value) })),
    ...of("birthday", ["2000-01-01", "1999-12-31"]).map((row) => ({ ...row, value_date: row.value })),
    ...of("member", ["true", "false", "maybe"]),
    ...of("mixed", ["seven", "eight", "9"]).map((row) => ({
      ...row,
      value_number: row.value === "9" ? 9 : null,
    })),
    ...of("topic", ["Massage", "MASSAGE", "massage"], { namespace: hostile }),
    ...of("x".repeat(256), ["too long a key for a rule"]),
  ];
  for (const warehouse of warehouses) {
    await fill(warehouse, { customers: ids.map((customer_id) => customer({ customer_id })), metafields });
    await scoreStore(warehouse, {
      ...{ analysisDate: "2026-01-01", timeZone: "UTC", settings: defaultSettings },
      now: new Date("2026-01-01T12:00:00Z"),
    });
  }
}, 120_000);
afterAll(() => close());

const ask = (warehouse: Warehouse, wanted: Readonly<Record<string, string>>) =>
  answerSuggestions(warehouse, new URLSearchParams(wanted));

describe("custom attributes", () => {
  it("are listed with how they can be read, the likeliest way first", async () => {
    for (const warehouse of warehouses) {
      expect(await ask(warehouse, { of: "metafields" })).toEqual({
        metafields: [
          { namespace: "custom", key: "member", as: ["text", "boolean"], customers: 3 },
          { namespace: "custom", key: "mixed", as: ["text", "decimal"], customers: 3 },
          { namespace: "custom", key: "points", as: ["decimal", "text"], customers: 3 },
          { namespace: hostile, key: "topic", as: ["text"], customers: 3 },
          { namespace: "custom", key: "birthday", as: ["date", "text"], customers: 2 },
        ],
      });
      const found = (await ask(warehouse, { of: "metafields", search: "0%: A:b.TOP" })) as KnownMetafields;
      expect(found.metafields.map(({ key }) => key)).toEqual(["topic"]);
    }
  });

  it("offer their values by an address that holds any name", async () => {
    for (const warehouse of warehouses) {
      const of = sourceText({ kind: "metafield", namespace: hostile, key: "topic" });
      expect(await ask(warehouse, { of, search: "assa" })).toEqual({
        suggestions: [{ value: "MASSAGE", label: "MASSAGE", count: 3 }],
        counted: ["customer", "customers"],
      });
      expect(await ask(warehouse, { of, search: "_assa" })).toMatchObject({ suggestions: [] });
    }
  });

  it("are not offered by an address that says nothing", async () => {
    for (const warehouse of warehouses) {
      for (const of of ["", "x", "field:email", "metafield:%", "metafields:"]) {
        expect(await ask(warehouse, { of })).toBeNull();
      }
      expect(await ask(warehouse, {})).toBeNull();
    }
  });
});
