import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { temporaryProcessState } from "~/state/testing/temporaryState";

import { inTurn } from "./inTurn.server";

const shop = "one.myshopify.com";
const now = new Date("2026-11-01T12:00:00Z");

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  const installed = { installedAt: now, authorizedAt: now, settings: {} };
  await temporary.db.shop.create({ data: { ...installed, domain: shop } });
});
afterAll(() => temporary.remove());

/** Longer than the ten seconds that such work once had. */
const longMs = 11_000;

it("work that takes long on a busy machine is done whole", async () => {
  const given = ["first", "second"].map((readyMade) => ({ shop, readyMade }));
  await inTurn(shop, async (db) => {
    for (const data of given) {
      await db.givenSegment.create({ data });
      await sleep(longMs / given.length);
    }
  });
  expect(await temporary.db.givenSegment.findMany()).toEqual(given);
});

it("work that fails leaves nothing behind", async () => {
  const failing = inTurn(shop, async (db) => {
    await db.givenSegment.create({ data: { shop, readyMade: "third" } });
    throw new Error("broken off");
  });
  await expect(failing).rejects.toThrow("broken off");
  expect(await temporary.db.givenSegment.count({ where: { readyMade: "third" } })).toBe(0);
});
