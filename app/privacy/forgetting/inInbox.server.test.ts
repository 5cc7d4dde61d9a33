import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { pendingWebhooks, settleWebhooks } from "~/history/inbox/pendingWebhooks.server";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { receivePrivacyRequest } from "../receive.server";
import { inDays, now, openShops, type OpenShops, otherShop, shop } from "../testing/openShop";
import { bob, zdenka } from "../testing/people";
import { inInbox } from "./inInbox.server";

let db: State;
let shops: OpenShops;
beforeAll(async () => {
  const temporary = await temporaryProcessState();
  ({ db } = temporary);
  shops = await openShops(temporary);
});
afterAll(() => shops.close());
beforeEach(async () => {
  await db.webhookDelivery.deleteMany();
  await db.privacyRequest.deleteMany();
});

const person = {
  customerIds: [zdenka.id],
  emails: [zdenka.email.toLowerCase()],
  phones: [zdenka.phone],
  orderIds: [5_001n],
};

interface Delivered {
  readonly topic?: string;
  readonly payload: unknown;
  readonly appliedAt?: Date;
  readonly of?: string;
}
async function deliver(webhooks: Readonly<Record<string, Delivered>>): Promise<void> {
  await db.webhookDelivery.createMany({
    data: Object.entries(webhooks).map(
      ([webhookId, { topic = "customers/update", payload, appliedAt, of = shop }]) => ({
        ...{ shop: of, webhookId, topic, receivedAt: inDays(-1), appliedAt: appliedAt ?? null },
        ...(appliedAt && { outcome: "applied" }),
        payload: typeof payload === "string" ? payload : JSON.stringify(payload),
      }),
    ),
  });
}
const kept = async (of = shop) =>
  (await db.webhookDelivery.findMany({ where: { shop: of }, orderBy: { webhookId: "asc" } })).map(
    ({ webhookId, payload, outcome }) =>
      `${webhookId}: ${payload === null ? "nothing" : "kept"}, ${outcome ?? "waits"}`,
  );

const ofBob = { id: Number(bob.id), email: bob.email };
const byName = { id: 1, email: zdenka.email.toUpperCase() };

test("what waits and names them is not applied, what was applied goes of everybody, and what waits of others stays", async () => {
  await deliver({
    "1 names them": { payload: byName },
    "2 an order of theirs": { topic: "orders/updated", payload: { id: 5001, note: null } },
    "3 of Bob": { payload: ofBob },
    "4 applied, of Bob": { payload: ofBob, appliedAt: now },
    "5 applied, of them": { payload: byName, appliedAt: now },
    "6 no JSON": { payload: `{"email": "${zdenka.email}` },
    "7 of another shop": { payload: byName, of: otherShop },
  });
  expect(await inInbox.find(shop, person)).toEqual({ waiting_webhooks: 3, kept_webhooks: 2 });
  await inInbox.forget(shop, person, now);
  expect(await kept()).toEqual([
    "1 names them: nothing, ignored",
    "2 an order of theirs: nothing, ignored",
    "3 of Bob: kept, waits",
    "4 applied, of Bob: nothing, applied",
    "5 applied, of them: nothing, applied",
    "6 no JSON: nothing, ignored",
  ]);
  expect(await kept(otherShop)).toEqual(["7 of another shop: kept, waits"]);
  expect(await inInbox.find(shop, person)).toEqual({ waiting_webhooks: 0, kept_webhooks: 0 });
  expect((await pendingWebhooks(shop, 10)).map(({ webhookId }) => webhookId)).toEqual(["3 of Bob"]);
});

test("however many wait, all are looked through", async () => {
  const many = Array.from(
    { length: 130 },
    (_, n) => [`w${String(n).padStart(3, "0")}`, n % 2 ? byName : ofBob] as const,
  );
  await deliver(Object.fromEntries(many.map(([id, payload]) => [id, { payload }])));
  expect(await inInbox.find(shop, person)).toMatchObject({ waiting_webhooks: 65 });
  await inInbox.forget(shop, person, now);
  expect((await pendingWebhooks(shop, 200)).length).toBe(65);
});

test("a request that is taken down already keeps nothing of what brought it; one that is not waits for its turn", async () => {
  const request = { customer: { id: Number(zdenka.id) } };
  await deliver({
    "1 taken down, not settled yet": { topic: "customers/redact", payload: request },
    "2 not taken down": { topic: "customers/data_request", payload: request },
  });
  const delivery = { webhookId: "1 taken down, not settled yet", triggeredAt: null, now };
  await receivePrivacyRequest("customers/redact", shop, request, delivery);
  await inInbox.forget(shop, person, now);
  expect(await inInbox.find(shop, person)).toEqual({ waiting_webhooks: 0, kept_webhooks: 0 });
  expect(await kept()).toEqual([
    "1 taken down, not settled yet: nothing, waits",
    "2 not taken down: kept, waits",
  ]);
  await settleWebhooks(shop, [{ webhookId: delivery.webhookId, outcome: "applied", reason: null }], now);
  expect((await kept())[0]).toBe("1 taken down, not settled yet: nothing, applied");
});

test("what Shopify sent about them is told, waiting or kept, and nothing about others", async () => {
  await deliver({
    "1 of Bob": { payload: ofBob },
    "2 names them": { payload: byName },
    "3 applied": { topic: "orders/create", payload: { id: 5001 }, appliedAt: now },
  });
  const told: unknown[] = [];
  for (const { title, rows } of await inInbox.tell(shop, person)) {
    expect(title).toBe("Messages from Shopify about them");
    for await (const row of rows) told.push(row);
  }
  expect(told).toEqual([
    { Topic: "customers/update", Received: inDays(-1), "Worked on": null, "What it says": byName },
    { Topic: "orders/create", Received: inDays(-1), "Worked on": now, "What it says": { id: 5001 } },
  ]);
});
