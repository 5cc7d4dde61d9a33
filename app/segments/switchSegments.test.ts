import { afterAll, beforeAll, expect, test } from "vitest";

import { temporaryProcessState } from "~/state/testing/temporaryState";

import { inSegment, where } from "./membership/testing/members";
import { createSegment } from "./segmentEdits.server";
import { listSegments } from "./segmentStore.server";
import { switchSegments } from "./switchSegments.server";

const shop = "one.myshopify.com";
const now = new Date("2026-11-01T12:00:00Z");

let remove: () => Promise<void>;
beforeAll(async () => {
  const temporary = await temporaryProcessState();
  remove = () => temporary.remove();
  await temporary.db.shop.create({
    data: { domain: shop, installedAt: now, authorizedAt: now, settings: {} },
  });
});
afterAll(() => remove());

async function make(name: string, ...items: Parameters<typeof where>): Promise<number> {
  const made = await createSegment(
    shop,
    { name, description: "", definition: where(...items), active: true },
    "1",
    now,
  );
  if (!made.ok) throw new Error(made.refusal.kind);
  return made.segment.id;
}

async function active(): Promise<string[]> {
  return (await listSegments(shop)).filter((segment) => segment.active).map(({ name }) => name);
}

test("segments that refer to each other are switched together in any order; others are refused by name", async () => {
  const a = await make("A");
  const b = await make("B", inSegment(a));
  const c = await make("C", inSegment(b));
  // Each is needed by the next one, which is switched off after it was asked for.
  expect(await switchSegments(shop, [a, b, c, 999], false, "1", now)).toEqual({
    switched: [c, b, a],
    refused: [{ id: 999, refusal: { kind: "not_found" } }],
  });
  expect(await active()).toEqual([]);
  expect((await switchSegments(shop, [c, b], true, "1", now)).refused.map(({ refusal }) => refusal)).toEqual([
    { kind: "inactive_segments", names: ["B"] },
    { kind: "inactive_segments", names: ["A"] },
  ]);
  expect((await switchSegments(shop, [c, b, a], true, "1", now)).switched).toEqual([a, b, c]);
  expect((await switchSegments(shop, [a, c], false, "1", now)).refused).toEqual([
    { id: a, refusal: { kind: "used", users: [{ kind: "segment", id: b, name: "B" }] } },
  ]);
  expect(await active()).toEqual(["A", "B"]);
});
