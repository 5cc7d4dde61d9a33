import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { receivePrivacyRequest } from "./receive.server";
import { personOf, requestsIn } from "./requests.server";
import { inDays, now, openShops, type OpenShops, otherShop, shop } from "./testing/openShop";
import { zdenka } from "./testing/people";

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
});

const delivery = { webhookId: "w1", triggeredAt: inDays(-1), now };
const only = async () => {
  const [request, ...more] = await requestsIn(shop, ["open"]);
  if (request === undefined || more.length > 0) throw new Error("There is not one request.");
  return request;
};

test("a request is taken down with its deadline, sealed, and a job asked for", async () => {
  const customer = { id: Number(zdenka.id), email: zdenka.email, phone: "+420 777-188-913" };
  await receivePrivacyRequest("customers/redact", shop, { customer, orders_to_redact: [5001] }, delivery);
  const request = await only();
  expect(request).toMatchObject({
    ...{
      kind: "customer_redact",
      state: "open",
      triggeredAt: inDays(-1),
      receivedAt: now,
      dueAt: inDays(30),
    },
  });
  expect(personOf(request)).toEqual({
    customerIds: [zdenka.id],
    emails: [zdenka.email.toLowerCase()],
    phones: ["+420 777-188-913", zdenka.phone],
    orderIds: [5001n],
  });
  const row = JSON.stringify(await db.privacyRequest.findFirst());
  for (const personal of [zdenka.email, zdenka.email.toLowerCase(), String(zdenka.id), "777"])
    expect(row).not.toContain(personal);
  expect(await db.job.findMany()).toMatchObject([{ kind: "privacy", shop, state: "waiting" }]);
});

test("the same delivery again is the one request, and asks for the job again", async () => {
  await receivePrivacyRequest("customers/redact", shop, {}, delivery);
  await db.job.deleteMany();
  await receivePrivacyRequest("customers/redact", shop, {}, { ...delivery, now: inDays(1) });
  expect(await only()).toMatchObject({ receivedAt: now });
  expect(await db.job.count()).toBe(1);
  await receivePrivacyRequest("customers/redact", otherShop, {}, delivery);
  expect(await db.privacyRequest.count()).toBe(2);
});

test.each<[string, unknown, object]>([
  ["an address only", { customer: { email: " A@Example.com " } }, { emails: ["a@example.com"] }],
  ["nulls", { customer: { id: null, email: null, phone: null }, orders_requested: null }, {}],
  ["no customer", { shop_id: 1, orders_to_redact: [7] }, { orderIds: [7n] }],
  ["a gid", { customer: { id: "gid://shopify/Customer/7" } }, { customerIds: [7n] }],
  [
    "one field that cannot be read",
    { customer: { id: "seven", email: "b@example.com", phone: 5 }, orders_requested: [1, "x", null, 1, 2] },
    { emails: ["b@example.com"], orderIds: [1n, 2n] },
  ],
  ["a list", [1, 2], {}],
  ["nothing", null, {}],
])("a payload with %s is taken for what it says", async (_, payload, said) => {
  await receivePrivacyRequest("customers/data_request", shop, payload, delivery);
  expect(personOf(await only())).toEqual({ customerIds: [], emails: [], phones: [], orderIds: [], ...said });
});

test("that a shop is to be forgotten names nobody", async () => {
  await receivePrivacyRequest("shop/redact", shop, { shop_id: 1, customer: { id: 1 } }, delivery);
  expect(await only()).toMatchObject({ kind: "shop_redact", subject: null });
});
