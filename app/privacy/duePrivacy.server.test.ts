import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import type { createLog } from "~/state/log.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { duePrivacy } from "./duePrivacy.server";
import { ask } from "./testing/ask";
import { inDays, now, openShops, type OpenShops, otherShop, shop } from "./testing/openShop";

const written = vi.hoisted((): string[] => []);
vi.mock("~/state/log.server", async (original) => {
  const module = await original<{ createLog: typeof createLog }>();
  const log = module.createLog("info", { write: (line) => written.push(line) });
  return { ...module, log: () => log };
});

let db: State;
let shops: OpenShops;
beforeAll(async () => {
  const temporary = await temporaryProcessState();
  ({ db } = temporary);
  shops = await openShops(temporary);
});
afterAll(() => shops.close());
beforeEach(async () => {
  await db.privacyRequest.deleteMany();
  await db.job.deleteMany();
  written.length = 0;
});

const change = (data: object) => db.privacyRequest.updateMany({ data });
const jobs = async () => (await db.job.findMany({ orderBy: { shop: "asc" } })).map((job) => job.shop);
const warnings = () => written.filter((line) => line.includes("nearly due"));
const forget = (of = shop) =>
  ask("customers/redact", { customer: { id: 7, email: "z@example.com" } }, { of });

test("a job is asked for wherever a request waits and nobody is at it", async () => {
  for (const of of [shop, otherShop]) await forget(of);
  await db.job.deleteMany({ where: { shop } });
  await db.job.updateMany({ data: { state: "running" } });
  await duePrivacy.run(now);
  expect(await jobs()).toEqual([shop, otherShop]);
  expect(await db.job.count({ where: { shop: otherShop, wakeAt: null } })).toBe(1);
  await db.job.deleteMany();
  await change({ state: "done", finishedAt: now });
  await duePrivacy.run(now);
  expect(await jobs()).toEqual([]);
});

test("what was put aside is tried again a day later", async () => {
  await forget();
  await db.job.deleteMany();
  await change({ state: "failed", failure: "fault", finishedAt: now });
  await duePrivacy.run(inDays(0.9));
  expect(await jobs()).toEqual([]);
  await duePrivacy.run(inDays(1.1));
  expect(await db.privacyRequest.findFirst()).toMatchObject({ state: "open", finishedAt: null });
  expect(await jobs()).toEqual([shop]);
});

test("the log is told once a day from a week before a request is due, until it is done, and of nobody", async () => {
  await forget();
  for (const day of [22.9, 23.1, 23.2, 24.2]) await duePrivacy.run(inDays(day));
  expect(warnings().map((line) => (JSON.parse(line) as { left: number }).left)).toEqual([6, 5]);
  expect(warnings()[0]).toMatch(/"shop":"one\.myshopify\.com".*"kind":"customer_redact","state":"open"/);
  await duePrivacy.run(inDays(31));
  expect(JSON.parse(warnings()[2] ?? "")).toMatchObject({ left: -1 });
  expect(written.join("")).not.toMatch(/z@example|\b7\b,/);
  await change({ state: "done", finishedAt: inDays(31) });
  await duePrivacy.run(inDays(33));
  expect(warnings()).toHaveLength(3);
});

test("who a file is about is kept for a month after it was handed out, and the record for a year", async () => {
  await ask("customers/data_request", { customer: { id: 7 } });
  await change({ state: "done", finishedAt: now });
  await duePrivacy.run(inDays(29));
  expect(await db.privacyRequest.findFirst()).toMatchObject({ subject: expect.any(String) as unknown });
  await duePrivacy.run(inDays(31));
  expect(await db.privacyRequest.findFirst()).toMatchObject({ state: "done", subject: null });
  await duePrivacy.run(inDays(364));
  expect(await db.privacyRequest.count()).toBe(1);
  await duePrivacy.run(inDays(366));
  expect(await db.privacyRequest.count()).toBe(0);
});

test("a file that nobody downloads until a month after it was due is given up", async () => {
  await ask("customers/data_request", { customer: { id: 7 } });
  await change({ state: "ready" });
  await duePrivacy.run(inDays(59));
  expect(await db.privacyRequest.findFirst()).toMatchObject({ state: "ready" });
  await duePrivacy.run(inDays(61));
  expect(await db.privacyRequest.findFirst()).toMatchObject({
    ...{ state: "refused", failure: "not_downloaded", subject: null, finishedAt: inDays(61) },
  });
});
