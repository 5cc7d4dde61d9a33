import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { Prisma } from "~/state/generated/sqlite/client";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import { statement } from "~/warehouse/compile";
import { openWarehouse, warehouseEngine } from "~/warehouse/warehouses.server";

import { duePrivacy } from "./duePrivacy.server";
import { noteRedacted } from "./redacted.server";
import { newestRequests } from "./requests.server";
import { rowsOfShop } from "./shopRows.server";
import { ask, work } from "./testing/ask";
import {
  fillWith,
  inDays,
  installed,
  now,
  openShops,
  type OpenShops,
  otherShop,
  shop,
} from "./testing/openShop";
import { people } from "./testing/people";

const shopify = vi.hoisted(() => ({ letsUsIn: false }));
vi.mock("~/shopify/admin/hasAccess.server", () => ({ hasAccess: () => Promise.resolve(shopify.letsUsIn) }));

let db: State;
let shops: OpenShops;
beforeAll(async () => {
  const temporary = await temporaryProcessState();
  ({ db } = temporary);
  shops = await openShops(temporary);
});
afterAll(() => shops.close());
beforeEach(async () => {
  shopify.letsUsIn = false;
  await db.shop.deleteMany();
  for (const model of [
    "session",
    "webhookDelivery",
    "job",
    "lease",
    "privacyRequest",
    "redactedCustomer",
    "redactionKey",
  ] as const)
    await (db[model] as unknown as { deleteMany(): Promise<unknown> }).deleteMany();
  for (const domain of [shop, otherShop]) {
    await installed(db, domain);
    await settle(domain);
  }
  await db.shop.update({ where: { domain: shop }, data: { uninstalledAt: inDays(-3) } });
});

/** One row at least of every model that has any of a shop's, each with the shop's own word in a text. */
async function settle(domain: string): Promise<void> {
  const word = `own-of-${domain}`;
  const texts = { name: word, description: word, definition: { said: word } };
  const segments = [];
  for (const name of ["a", "b"]) {
    const data = { ...texts, name, shop: domain, active: true, createdAt: now, updatedAt: now };
    segments.push(await db.segment.create({ data }));
  }
  const [from, to] = segments.map(({ id }) => id) as [number, number];
  await db.segmentReference.create({ data: { fromId: from, toId: to } });
  await db.segmentVersion.create({ data: { segmentId: from, version: 1, ...texts, madeAt: now } });
  await db.segmentActivity.create({ data: { segmentId: to, at: now, kind: "exported" } });
  await db.segmentDraft.create({
    data: { shop: domain, staff: "1", segmentId: from, content: { word }, updatedAt: now },
  });
  await db.givenSegment.create({ data: { shop: domain, readyMade: "champions" } });
  await db.syncRun.create({
    data: { id: word, shop: domain, state: "done", phases: { word }, bulk: {}, startedAt: now },
  });
  await db.reconciliation.create({
    data: { id: word, shop: domain, startedAt: now, since: now, found: { word } },
  });
  await db.webhookDelivery.create({
    data: { shop: domain, webhookId: word, topic: "orders/create", receivedAt: now, payload: word },
  });
  await db.staffMember.create({ data: { shop: domain, userId: "1", name: word, askedAt: now } });
  await db.session.create({ data: { id: `offline_${domain}`, shop: domain, state: word, isOnline: false } });
  await noteRedacted(domain, [1n], now);
  await ask("customers/redact", { customer: { id: 1 } }, { of: domain });
  await db.lease.create({ data: { name: `access token of ${domain}`, holder: word, until: now } });
  await fillWith(await openWarehouse(domain), people);
}

interface Rows {
  count(args: { where: object }): Promise<number>;
}
async function counted(domain: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const models = db as unknown as Readonly<Record<string, Rows>>;
  for (const [model, where] of Object.entries(rowsOfShop)) {
    const rows = models[`${model.charAt(0).toLowerCase()}${model.slice(1)}`];
    counts[model] = (await rows?.count({ where: where(domain) })) ?? 0;
  }
  const others = {
    Shop: await db.shop.count({ where: { domain } }),
    Job: await db.job.count({ where: { shop: domain } }),
    PrivacyRequest: await db.privacyRequest.count({ where: { shop: domain } }),
    Lease: await db.lease.count({ where: { name: { contains: domain } } }),
  };
  return { ...counts, ...others };
}

const request = async () => (await newestRequests(shop, 100)).find(({ kind }) => kind === "shop_redact");
/** As it is asked two days after the shop removed the app, and worked on as the queue would. */
async function redact(at = inDays(-1)): Promise<unknown> {
  await ask("shop/redact", {}, { at });
  const outcome = await work();
  return outcome.kind;
}

test("everything of the shop goes from both stores, and nothing of another's", async () => {
  const before = await counted(otherShop);
  for (const [model, count] of Object.entries(await counted(shop))) expect(count, model).toBeGreaterThan(0);

  expect(await redact()).toBe("done");
  expect(await request()).toMatchObject({ state: "done", finishedAt: now, subject: null });
  expect((await request())?.proof?.found).toMatchObject({ Segment: 2, Session: 1, Shop: 1, SyncRun: 1 });
  const left = Object.entries(await counted(shop)).filter(([, count]) => count > 0);
  // The job of this work, which the queue has not given back yet.
  expect(left).toEqual([["PrivacyRequest", 1]]);

  expect(await counted(otherShop)).toEqual(before);
  const theirs = await (await openWarehouse(otherShop)).all(statement`SELECT count(*) AS n FROM customers`);
  expect(theirs).toEqual([{ n: 2n }]);
  const fresh = await (await openWarehouse(shop)).all(statement`SELECT count(*) AS n FROM customers`);
  expect(fresh).toEqual([{ n: 0n }]);
});

test.runIf(process.env.TEST_ENGINE !== "postgresql")(
  "no file holds a word of the shop's own any more",
  async () => {
    const folders = [shops.dataDir, dirname(shops.stateUrl.slice("file:".length))];
    const filesWith = async (word: string) => {
      const found: string[] = [];
      for (const folder of folders) {
        for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
          const path = join(entry.parentPath, entry.name);
          if (entry.name.startsWith(word) || (entry.isFile() && (await readFile(path)).includes(word)))
            found.push(path);
        }
      }
      return found;
    };
    expect((await filesWith(`own-of-${shop}`)).length).toBeGreaterThan(0);
    expect((await filesWith(`${shop}.duckdb`)).length).toBeGreaterThan(0);
    await redact();
    expect(await filesWith(`own-of-${shop}`)).toEqual([]);
    expect(await filesWith(`${shop}.duckdb`)).toEqual([]);
    expect((await filesWith(`own-of-${otherShop}`)).length).toBeGreaterThan(0);
  },
);

test.each([
  ["was opened since", { authorizedAt: inDays(-0.5) }],
  ["was installed since", { installedAt: inDays(-0.5) }],
])("a shop that %s keeps all it has", async (_, record) => {
  await db.shop.update({ where: { domain: shop }, data: record });
  await expectRefused();
});

test("a shop that has not said that it is gone keeps all it has as long as it lets the app in", async () => {
  await db.shop.update({ where: { domain: shop }, data: { uninstalledAt: null } });
  shopify.letsUsIn = true;
  await expectRefused();
});

async function expectRefused(): Promise<void> {
  const before = await counted(shop);
  expect(await redact()).toBe("done");
  expect(await request()).toMatchObject({ state: "refused", failure: "installed", finishedAt: now });
  expect(await counted(shop)).toEqual({ ...before, PrivacyRequest: (before.PrivacyRequest ?? 0) + 1 });
  const customers = await (await openWarehouse(shop)).all(statement`SELECT count(*) AS n FROM customers`);
  expect(customers).toEqual([{ n: 2n }]);
}

test("a shop whose word that it is gone was lost is forgotten once it lets the app in no more", async () => {
  await db.shop.update({ where: { domain: shop }, data: { uninstalledAt: null } });
  expect(await redact()).toBe("done");
  expect(await request()).toMatchObject({ state: "done" });
  expect((await counted(shop)).Shop).toBe(0);
});

test("what is under way for the shop is waited for", async () => {
  const job = { id: "running", kind: "full-sync", shop, payload: {}, runAt: now, createdAt: now };
  await db.job.create({ data: { ...job, state: "running", leaseHolder: "me" } });
  expect(await redact()).toBe("again");
  expect((await counted(shop)).Segment).toBe(2);
  await db.job.delete({ where: { id: "running" } });
  expect((await work()).kind).toBe("done");
  expect(await request()).toMatchObject({ state: "done" });
});

test("broken off after the rows are gone, it goes on with the rest and still tells what was found", async () => {
  const engine = warehouseEngine();
  const drop = vi.spyOn(engine, "drop").mockRejectedValueOnce(new Error("no disk"));
  await expect(redact()).rejects.toThrow("no disk");
  expect(await request()).toMatchObject({ state: "open", failure: "fault" });
  drop.mockRestore();
  expect((await work()).kind).toBe("done");
  expect(await request()).toMatchObject({ state: "done", failure: null });
  expect((await request())?.proof?.found).toMatchObject({ Segment: 2, Shop: 1 });
});

test("the job that forgot the shop is forgotten, too, once it is over; those of other shops stay", async () => {
  for (const of of [shop, otherShop]) {
    await db.job.deleteMany({ where: { shop: of } });
    const job = { kind: "privacy", shop: of, payload: {}, runAt: now, createdAt: now };
    await db.job.create({ data: { ...job, id: of, state: "done", finishedAt: now } });
  }
  await redact();
  await db.job.updateMany({ where: { shop }, data: { state: "done", finishedAt: now } });
  await duePrivacy.run(now);
  expect((await counted(shop)).Job).toBe(0);
  expect((await counted(otherShop)).Job).toBeGreaterThan(0);
});

test("no model with a shop's rows is passed over", () => {
  const apart = ["Lease", "Shop", "PrivacyRequest", "Job"];
  const enums = Prisma as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const models = Object.keys(Prisma.ModelName);
  expect(models.length).toBeGreaterThan(10);
  for (const model of models) {
    expect(enums[`${model}ScalarFieldEnum`], model).toBeDefined();
    expect([...apart, ...Object.keys(rowsOfShop)], model).toContain(model);
  }
});
