import { afterAll, beforeAll, expect, test } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { parseKeyRing } from "~/state/secrets.server";

import { resealPrivacy } from "./resealPrivacy.server";
import { receivePrivacyRequest } from "./receive.server";
import { noteRedacted, redactedAmong } from "./redacted.server";
import { now, openShops, type OpenShops, otherShop, shop } from "./testing/openShop";

let db: State;
let shops: OpenShops;
beforeAll(async () => {
  const temporary = await temporaryProcessState();
  ({ db } = temporary);
  shops = await openShops(temporary);
});
afterAll(() => shops.close());

const many = Array.from({ length: 1_200 }, (_, index) => BigInt(index + 1));

test("who was forgotten is told from the others, whichever way and however many are asked about", async () => {
  expect(await redactedAmong(shop, [3n])).toEqual(new Set());
  await noteRedacted(shop, [3n, 1_100n], now);
  await noteRedacted(shop, [3n], now);
  expect(await redactedAmong(shop, [1n, 2n, 3n])).toEqual(new Set([3n]));
  expect(await redactedAmong(shop, many)).toEqual(new Set([3n, 1_100n]));
  expect(await redactedAmong(shop, [])).toEqual(new Set());
});

test("another shop's customer of the same number is another, and its hash tells nothing", async () => {
  await noteRedacted(otherShop, [4n], now);
  expect(await redactedAmong(otherShop, many)).toEqual(new Set([4n]));
  await noteRedacted(shop, [4n], now);
  const hashes = await db.redactedCustomer.findMany({ where: { redactedAt: now }, select: { idHash: true } });
  expect(new Set(hashes.map(({ idHash }) => idHash)).size).toBe(4);
  for (const { idHash } of hashes) expect(idHash).toMatch(/^[\w-]{43}$/);
});

test("two who note the first one at once agree on the key", async () => {
  await db.redactedCustomer.deleteMany({ where: { shop } });
  await db.redactionKey.deleteMany({ where: { shop } });
  await Promise.all([1n, 2n, 3n, 4n].map((id) => noteRedacted(shop, [id], now)));
  expect(await redactedAmong(shop, many)).toEqual(new Set([1n, 2n, 3n, 4n]));
});

test("the app's key may be changed: whoever was forgotten stays so, and requests can be read with the new key alone", async () => {
  await noteRedacted(shop, [7n], now);
  const delivery = { webhookId: "w", triggeredAt: null, now };
  await receivePrivacyRequest("customers/redact", shop, { customer: { id: 7 } }, delivery);
  const before = process.env.QUINTILE_ENCRYPTION_KEYS ?? "";
  const after = `b:${Buffer.alloc(32, 7).toString("base64")}`;
  const keys = (await db.redactionKey.count()) + 1;
  expect(await resealPrivacy(db, parseKeyRing(`${after},${before}`))).toBe(keys);
  expect(await resealPrivacy(db, parseKeyRing(after))).toBe(0);
  for (const { key } of await db.redactionKey.findMany()) expect(key).toMatch(/^v1\.b\./);
  expect((await db.privacyRequest.findFirst())?.subject).toMatch(/^v1\.b\./);
  expect(await resealPrivacy(db, parseKeyRing(`${before},${after}`))).toBe(keys);
  expect(await redactedAmong(shop, [6n, 7n])).toEqual(new Set([7n]));
});
