import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { customer, fill, order } from "~/customers/testing/testWarehouse";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import type { Warehouse } from "~/warehouse/engine";
import { openTestWarehouse } from "~/warehouse/testing/openTestWarehouse";

import { unnamedStaff } from "../activity/activity";
import { all, city, compare, not, segment } from "../language/testing/builders";
import { evaluateAll } from "../membership/evaluate.server";
import { createSegment, saveSegment } from "../segmentEdits.server";
import { answerPreview } from "./answer.server";
import { previewParts } from "./parts.server";
import type { PreviewPart } from "./preview";

const now = new Date("2026-03-01T12:00:00Z");
const other = "another.myshopify.com";
const berliners = { version: 1, where: all(city("is", "Berlin")) };

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
  const installed = { installedAt: now, authorizedAt: now, settings: {} };
  await db.shop.createMany({
    data: [warehouse.shop, other].map((domain) => ({ ...installed, domain })),
  });
  const cities = ["Berlin", "Berlin", "Bonn"];
  await fill(warehouse, {
    customers: cities.map((name, i) => customer({ customer_id: BigInt(i + 1), city: name })),
    orders: [order({ order_id: 1n, customer_id: 1n, processed_at: now, total: 12_345_678_901_234_567n })],
  });
});

const score = () =>
  scoreStore(warehouse, { analysisDate: "2026-03-01", timeZone: "UTC", settings: defaultSettings, now });

async function make(shop: string, name: string, definition: unknown = berliners, active = true) {
  const made = await createSegment(shop, { name, description: "", definition, active }, null, now);
  if (!made.ok) throw new Error("It was refused.");
  return made.segment.id;
}

const gone = new AbortController();
gone.abort();

function ask(
  part: PreviewPart,
  request: object,
  { signal = new AbortController().signal }: { signal?: AbortSignal } = {},
) {
  return answerPreview(warehouse, part, JSON.stringify({ segmentId: null, ...request }), signal);
}

async function refusal(definition: unknown, more: object = {}): Promise<string> {
  const answer = await ask("count", { definition, ...more });
  if (answer.ok) throw new Error("It was not refused.");
  return answer.message;
}

describe("a preview", () => {
  it("answers each part in what JSON can hold", async () => {
    await score();
    for (const part of Object.keys(previewParts) as PreviewPart[]) {
      const answer = await ask(part, { definition: berliners, customerId: "3" });
      expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
      expect(answer.ok, part).toBe(true);
    }
    const count = await ask("count", { definition: berliners });
    expect(count).toMatchObject({
      ok: true,
      preview: { members: 2, customers: 3, spend: "12345678901234567", change: null, stored: null },
    });
    const explained = await ask("customer", { definition: berliners, customerId: "3" });
    expect(explained).toMatchObject({
      preview: { customer: { customerId: "3" }, explanation: { holds: false } },
    });
    const nobody = { customer: null, explanation: null };
    expect(await ask("customer", { definition: berliners })).toMatchObject({ preview: nobody });
    expect(await ask("customer", { definition: berliners, customerId: "99" })).toMatchObject({
      preview: nobody,
    });
  });

  it("of a segment that is edited tells its version and who would come and go, and finds it no like of itself", async () => {
    await score();
    const id = await make(warehouse.shop, "Berlin");
    const twin = await make(warehouse.shop, "Also Berlin");
    const off = await make(warehouse.shop, "Switched off", berliners, false);
    const definition = berliners as Parameters<typeof evaluateAll>[1][number]["definition"];
    await evaluateAll(
      warehouse,
      [id, twin, off].map((segmentId) => ({ id: segmentId, definition })),
      { now, fallback: "definition" },
    );
    const everybody = { version: 1, where: all(compare("orders", "at_least", 0)) };
    expect(await ask("count", { definition: everybody, segmentId: id })).toMatchObject({
      preview: {
        change: { entering: 1, leaving: 0, staying: 2 },
        stored: { version: 1, by: null, at: now.toISOString() },
      },
    });
    const later = new Date("2026-03-02T08:00:00Z");
    const contents = { name: "Berlin", description: "", definition: everybody, base: 1 };
    expect((await saveSegment(warehouse.shop, id, contents, "77", later)).ok).toBe(true);
    expect(await ask("count", { definition: everybody, segmentId: id })).toMatchObject({
      preview: { stored: { version: 2, by: unnamedStaff, at: later.toISOString() } },
    });
    expect(await ask("similar", { definition: berliners, segmentId: id })).toEqual({
      ok: true,
      preview: { segments: [{ id: twin, name: "Also Berlin", members: 2, likeness: 1 }] },
    });
  });

  it("of a segment that is gone, or is another shop's, compares with nothing", async () => {
    await score();
    const theirs = await make(other, "Theirs");
    for (const segmentId of [theirs, 2_000_000_000]) {
      expect(await ask("count", { definition: berliners, segmentId })).toMatchObject({
        preview: { members: 2, change: null, stored: null },
      });
    }
  });

  it("is refused in words where a rule counts segments that it cannot", async () => {
    await score();
    const theirs = await make(other, "Theirs");
    const off = await make(warehouse.shop, "Switched off", berliners, false);
    const own = await make(warehouse.shop, "Berlin");
    const user = await make(warehouse.shop, "User", { version: 1, where: all(segment(own)) });
    const inSegment = (id: number) => ({ version: 1, where: all(not(segment(id))) });
    expect(await refusal(inSegment(theirs))).toMatch(/a segment that is no longer there/);
    expect(await refusal(inSegment(off))).toMatch(/“Switched off”, which is switched off/);
    expect(await refusal(inSegment(user), { segmentId: own })).toMatch(
      /circle: “Berlin” → “User” → “Berlin”/,
    );
    expect(await ask("count", { definition: inSegment(own) })).toMatchObject({ ok: true });
  });

  it("is refused in words until the store is scored", async () => {
    expect(await refusal(berliners)).toBe(
      "Your order history is not in yet. Rules can be counted once it is.",
    );
  });

  it("is refused in words whatever else is posted", async () => {
    const signal = new AbortController().signal;
    const bodies = ["", "null", "[]", "{", "7", '"x"', '{"segmentId":null}', "\u0000", "{}"];
    for (const body of bodies) {
      expect(await answerPreview(warehouse, "count", body, signal), body).toMatchObject({ ok: false });
    }
    for (const segmentId of ["1", 0, -1, 1.5, 2 ** 31, {}]) {
      expect(await refusal(berliners, { segmentId })).toBe(
        "The segment is told by its number, or by null for a new one.",
      );
    }
    for (const customerId of ["", "0", "-1", "1; DROP TABLE customers", "9223372036854775808", 7, "1e3"]) {
      expect(await refusal(berliners, { customerId })).toBe(
        "The customer is told by their id, a whole number.",
      );
    }
    expect(await refusal({ version: 1, where: all(compare("orders", "at_least", 0.5)) })).toBe(
      "“Orders” is compared with a whole number.",
    );
    expect(await refusal("'; DROP TABLE customers; --")).toMatch(/cannot be read/);
  });

  it("begins no statement for somebody who is gone", async () => {
    await score();
    let begun = 0;
    const counting: Warehouse = {
      ...warehouse,
      all: (query) => {
        begun += 1;
        leaving.abort();
        return warehouse.all(query);
      },
    };
    const leaving = new AbortController();
    const body = JSON.stringify({ definition: berliners, segmentId: null });
    await expect(answerPreview(counting, "people", body, leaving.signal)).rejects.toThrow(/abort/i);
    expect(begun).toBe(1);
    await expect(answerPreview(counting, "count", body, gone.signal)).rejects.toThrow(/abort/i);
    expect(begun).toBe(1);
  });
});
