import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import type { Prisma } from "~/state/generated/sqlite/client";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { dueSegments } from "./dueSegments.server";
import { noteChangedCustomers, noteRefresh, readShopSegments } from "./shopSegments.server";

vi.mock("~/state/log.server", async () => {
  const { pino } = await import("pino");
  const silent = pino({ level: "silent" });
  return { log: () => silent };
});

const installedAt = new Date("2026-10-01T12:00:00Z");
/** Half past midnight of the 2nd in Berlin; still the 1st in New York. */
const now = new Date("2026-11-01T23:30:00Z");

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
});

/** A shop whose history is here and whose segments are those of 1 November. */
async function addShop(
  name: string,
  record: Partial<Prisma.ShopCreateInput> = {},
  sync = "done",
): Promise<string> {
  const domain = `${name}.myshopify.com`;
  const run = { id: name, state: sync, phases: {}, bulk: {}, startedAt: installedAt };
  await db.shop.create({
    data: {
      domain,
      installedAt,
      authorizedAt: installedAt,
      settings: {},
      timezone: "America/New_York",
      segmentsDay: "2026-11-01",
      syncRuns: { create: run },
      ...record,
    },
  });
  return domain;
}

async function asked(at = now): Promise<string[]> {
  await dueSegments.run(at);
  const jobs = await db.job.findMany({ orderBy: { shop: "asc" } });
  for (const { kind, state } of jobs) expect([kind, state]).toEqual(["refresh-segments", "waiting"]);
  return jobs.map(({ shop }) => shop.replace(".myshopify.com", ""));
}

test("asks for those whose day has ended, whose rules or rankings are behind, and for no others", async () => {
  await addShop("berlin", { timezone: "Europe/Berlin" });
  await addShop("new-york");
  await addShop("edited", { segmentsStaleSince: installedAt });
  await addShop("busy", { customersChangedAt: now, rankedAt: installedAt });
  await addShop("never", { segmentsDay: null });
  expect(await asked()).toEqual(["berlin", "busy", "edited", "never"]);
});

test("leaves alone who removed the app, and whose history is not here yet", async () => {
  await addShop("removed", { timezone: "Europe/Berlin", uninstalledAt: now });
  await addShop("syncing", { timezone: "Europe/Berlin" }, "running");
  await addShop("unknown", { timezone: null, segmentsDay: null });
  expect(await asked()).toEqual([]);
});

test("a shop whose days cannot be told keeps no other from being asked", async () => {
  await addShop("atlantis", { timezone: "Atlantic/Atlantis" });
  await addShop("berlin", { timezone: "Europe/Berlin" });
  expect(await asked()).toEqual(["berlin"]);
});

test("asking again changes nothing", async () => {
  await addShop("berlin", { timezone: "Europe/Berlin" });
  await asked();
  const before = await db.job.findMany();
  expect(await asked()).toEqual(["berlin"]);
  expect(await db.job.findMany()).toEqual(before);
});

test("what a refresh noted is not due, unless it became stale while it ran", async () => {
  const shop = await addShop("berlin", { timezone: "Europe/Berlin", segmentsStaleSince: installedAt });
  const read = await readShopSegments(shop);
  if (!read) throw new Error("The shop is gone.");
  await noteRefresh(shop, read, { day: "2026-11-02", rankedAt: null });
  expect(await asked()).toEqual([]);

  const edited = new Date(now.getTime() + 1_000);
  await db.shop.update({ where: { domain: shop }, data: { segmentsStaleSince: edited } });
  await noteRefresh(shop, read, { day: "2026-11-02", rankedAt: null });
  expect(await readShopSegments(shop)).toMatchObject({ segmentsStaleSince: edited });
  expect(await asked()).toEqual(["berlin"]);
});

test("rankings that began before customers changed do not make up for them", async () => {
  const shop = await addShop("new-york");
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  await noteChangedCustomers(shop, now);
  const read = await readShopSegments(shop);
  if (!read) throw new Error("The shop is gone.");
  await noteChangedCustomers(shop, later(1));
  // Somebody else who began before and comes to note it after.
  await noteChangedCustomers(shop, later(-1));
  await noteRefresh(shop, read, { day: "2026-11-01", rankedAt: now });
  expect(await asked(later(9))).toEqual([]);
  expect(await asked(later(10))).toEqual(["new-york"]);
});
