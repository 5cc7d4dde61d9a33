import { afterAll, beforeAll, expect, test } from "vitest";

import { temporaryProcessState } from "~/state/testing/temporaryState";

import { defaultRetention, retentionSettings } from "./retention";
import { retentionOf, saveRetention } from "./retention.server";
import { openShops, type OpenShops, otherShop, shop } from "./testing/openShop";

let shops: OpenShops;
beforeAll(async () => {
  shops = await openShops(await temporaryProcessState());
});
afterAll(() => shops.close());

test("each shop keeps things for as long as it has chosen, and for the usual time where it has not, or is not known", async () => {
  await saveRetention(shop, { webhooksKeptDays: 0 });
  expect(await retentionOf(shop)).toEqual({ webhooksKeptDays: 0 });
  expect(await retentionOf(otherShop)).toEqual(defaultRetention);
  expect(await retentionOf("never.myshopify.com")).toEqual(defaultRetention);
});

test("a month is the longest, and no part of a day can be chosen", () => {
  const isTaken = (webhooksKeptDays: unknown) => retentionSettings.safeParse({ webhooksKeptDays }).success;
  expect([0, 30].every(isTaken)).toBe(true);
  expect([-1, 31, 1.5, "7", null, undefined].some(isTaken)).toBe(false);
});
