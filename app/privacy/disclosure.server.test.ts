import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { disclosure } from "./disclosure.server";
import { newestRequests, personOf } from "./requests.server";
import { ask, work } from "./testing/ask";
import { fillWith, inDays, now, openShops, type OpenShops, shop } from "./testing/openShop";
import { bob, people, zdenka } from "./testing/people";

let db: State;
let shops: OpenShops;
beforeAll(async () => {
  const temporary = await temporaryProcessState();
  ({ db } = temporary);
  shops = await openShops(temporary);
  await fillWith(shops.warehouse, people);
  const facts = { shop, description: "", definition: {}, createdAt: now, updatedAt: now };
  await db.segment.create({ data: { ...facts, id: 1, name: "Tea lovers", active: true } });
});
afterAll(() => shops.close());
beforeEach(() => db.privacyRequest.deleteMany());

type Sections = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const latest = async () => {
  const [request] = await newestRequests(shop, 100);
  if (request === undefined) throw new Error("There is no request.");
  return request;
};

async function file(): Promise<string> {
  const request = await latest();
  const person = personOf(request);
  if (person === null) throw new Error("It is about nobody.");
  let text = "";
  for await (const piece of disclosure(request, person, now)) text += piece;
  return text;
}

test("a request for somebody's data waits for the merchant, who gets one file with everything", async () => {
  await ask("customers/data_request", { customer: { id: Number(zdenka.id) }, orders_requested: [5001] });
  await work();
  expect(await latest()).toMatchObject({ state: "ready", finishedAt: null });

  const text = await file();
  const told = JSON.parse(text) as Sections;
  expect(Object.fromEntries(Object.entries(told).map(([title, rows]) => [title, rows.length]))).toMatchObject(
    {
      ...{ "Customer record": 1, Metafields: 1, "Tags added": 1, Orders: 2, "Abandoned checkouts": 1 },
      ...{ "Figures worked out from the orders": 1, "RFM scores": 1, "Segments they are in": 1 },
      ...{ "Segments they were in": 1 },
    },
  );
  const { id, ...texts } = zdenka;
  for (const held of [String(id), ...Object.values(texts)]) expect(text).toContain(held);
  for (const others of [String(bob.id), bob.email, bob.phone, "Utrecht"]) expect(text).not.toContain(others);

  expect(await latest()).toMatchObject({ state: "done", finishedAt: now });
  expect((await latest()).proof?.found).toMatchObject({
    customers: 1,
    orders: 2,
    order_lines: 2,
    memberships: 1,
  });
});

test("the file is in words, with amounts in the shop's currency and ids as they are", async () => {
  await ask("customers/data_request", { customer: { id: Number(zdenka.id) } });
  const told = JSON.parse(await file()) as Sections;
  expect(told["Customer record"]?.[0]).toMatchObject({
    ...{ "Customer number": String(zdenka.id), "First name": zdenka.firstName, Email: zdenka.email },
    ...{
      "Email marketing consent": "SUBSCRIBED",
      "Email marketing consent since": inDays(-40).toISOString(),
    },
    ...{ Tags: ["vip", zdenka.tag], Note: zdenka.note, Address: "Quxwellova 7", City: zdenka.city },
  });
  expect(told.Orders?.[0]).toMatchObject({
    ...{
      Order: "#5001",
      Placed: inDays(-30).toISOString(),
      Total: "25.00 EUR",
      "Discount codes": [zdenka.code],
    },
    Lines: [{ Product: "Thing", Quantity: 1, "Price of one": "25.00 EUR" }],
    Refunds: [{ Amount: "1.00 EUR" }],
    Fulfilments: [{ Status: "SUCCESS" }],
  });
  expect(told.Orders?.[1]).toMatchObject({
    Order: "#5002",
    Refunds: [],
    Lines: [{ "Price of one": "7.00 EUR" }],
  });
  expect(told["Abandoned checkouts"]?.[0]).toMatchObject({ Lines: [{ Product: "Teapot" }] });
  expect(told["RFM scores"]?.[0]).toMatchObject({
    "Why this recency": expect.stringMatching(/^Their last order was 3 days ago/) as unknown,
    "RFM group": expect.any(String) as unknown,
  });
  expect(told["Segments they are in"]).toEqual([
    {
      ...{ Segment: "Tea lovers", "Customer number": String(zdenka.id) },
      ...{ Since: inDays(-8).toISOString(), "Entered because": "An order" },
    },
  ]);
  expect(told["Segments they were in"]?.[0]).toMatchObject({
    ...{
      Segment: "A segment that was deleted",
      Until: inDays(-50).toISOString(),
      "Left because": "Time passed",
    },
  });
});

test.each([
  ["address", { email: ` ${zdenka.email.toUpperCase()} ` }],
  ["phone number", { phone: "+420 777 188 913" }],
])("who is named by their %s only is found by it", async (_, customer) => {
  await ask("customers/data_request", { customer });
  const told = JSON.parse(await file()) as Sections;
  expect(told["Customer record"]?.map((row) => row["Customer number"])).toEqual([String(zdenka.id)]);
  expect(told.Orders).toHaveLength(2);
});

test("of somebody who is not known here the file says so: nothing under every heading", async () => {
  await ask("customers/data_request", { customer: { id: 1, email: "nobody@example.com" } });
  const told = JSON.parse(await file()) as Sections;
  const sections = Object.values(told).filter((rows) => Array.isArray(rows));
  expect(sections.length).toBeGreaterThan(8);
  expect(sections.flat()).toEqual([]);
  expect(await latest()).toMatchObject({ state: "done" });
});

test("a download that is broken off leaves the request as it was; another one is the same file", async () => {
  await ask("customers/data_request", { customer: { id: Number(zdenka.id) } });
  await work();
  const request = await latest();
  const broken = disclosure(
    request,
    personOf(request) ?? { customerIds: [], emails: [], phones: [], orderIds: [] },
    now,
  );
  for (let piece = 0; piece < 6; piece++) await broken.next();
  await broken.return();
  expect(await latest()).toMatchObject({ state: "ready", finishedAt: null });
  const text = await file();
  expect(await file()).toBe(text);
  expect(await latest()).toMatchObject({ state: "done" });
});

test("a file that is read while its customer is forgotten does not undo that", async () => {
  await ask("customers/data_request", { customer: { id: 1 } });
  const request = await latest();
  const reading = disclosure(request, { customerIds: [1n], emails: [], phones: [], orderIds: [] }, now);
  await reading.next();
  await db.privacyRequest.updateMany({ data: { state: "refused", failure: "forgotten", subject: null } });
  while ((await reading.next()).done !== true);
  expect(await latest()).toMatchObject({ state: "refused", failure: "forgotten" });
});
