import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { noteChangedCustomers, noteRefresh, readShopSegments } from "~/segments/jobs/shopSegments.server";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { dataVersion } from "./dataVersion.server";

const shop = "one.myshopify.com";
const now = new Date("2026-11-02T12:00:00Z");

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ db } = temporary);
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  await db.shop.deleteMany();
  for (const domain of [shop, "other.myshopify.com"])
    await db.shop.create({ data: { domain, installedAt: now, authorizedAt: now, settings: {} } });
});

const run = (id: string, of = shop, startedAt = now) => ({
  ...{ id, shop: of, state: "running", phases: {}, bulk: {}, startedAt },
});

test("it stays while nothing happens, or only to another shop or to what no page shows", async () => {
  const before = await dataVersion(shop);
  await noteChangedCustomers("other.myshopify.com", now);
  await db.syncRun.create({ data: run("theirs", "other.myshopify.com") });
  await db.shop.update({
    where: { domain: shop },
    data: { changesKnownUntil: now, setupGuideDismissedAt: now },
  });
  expect(await dataVersion(shop)).toBe(before);
});

test("it is another after each step that changes what pages show", async () => {
  const change = (data: object) => db.shop.update({ where: { domain: shop }, data });
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    "a sync begins": () => db.syncRun.create({ data: run("first") }),
    "the shop's facts are read": () => change({ currency: "EUR", timezone: "Europe/Berlin" }),
    "it is done": () => db.syncRun.update({ where: { id: "first" }, data: { state: "done" } }),
    "customers change": () => noteChangedCustomers(shop, now),
    "their memberships are stored within the same millisecond": () => noteChangedCustomers(shop, now),
    "another process, whose clock is behind, has stored others": () =>
      noteChangedCustomers(shop, new Date(now.getTime() - 5_000)),
    "a rule changes": () => change({ segmentsStaleSince: now }),
    "its members are found, and all are ranked": async () => {
      const read = await readShopSegments(shop);
      if (read === null) throw new Error("The shop is gone.");
      await noteRefresh(shop, read, { day: "2026-11-02", rankedAt: now });
    },
    "a day begins": async () => {
      const read = await readShopSegments(shop);
      if (read === null) throw new Error("The shop is gone.");
      await noteRefresh(shop, read, { day: "2026-11-03", rankedAt: null });
    },
    "a later sync begins": () =>
      db.syncRun.create({ data: run("second", shop, new Date(now.getTime() + 1)) }),
    "it fails": () => db.syncRun.update({ where: { id: "second" }, data: { state: "failed" } }),
  };
  const versions = [await dataVersion(shop)];
  for (const [step, take] of Object.entries(steps)) {
    await take();
    const version = await dataVersion(shop);
    expect([step, versions.includes(version)]).toEqual([step, false]);
    versions.push(version);
  }
});

test("those who note at once are each seen", async () => {
  await Promise.all(Array.from({ length: 5 }, () => noteChangedCustomers(shop, now)));
  const { customersChangedAt } = await db.shop.findUniqueOrThrow({ where: { domain: shop } });
  expect(customersChangedAt).toEqual(new Date(now.getTime() + 4));
});

test("of a shop that is not known there is none", async () => {
  expect(await dataVersion("nobody.myshopify.com")).toBeNull();
});
