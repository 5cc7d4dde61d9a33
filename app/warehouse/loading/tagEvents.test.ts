import { afterEach, beforeEach, expect, test } from "vitest";

import { customer } from "./testing/bulkRecords";
import { openLoadingWarehouse, type LoadingWarehouse } from "./testing/loadingWarehouse";

let it: LoadingWarehouse;

beforeEach(async () => {
  it = await openLoadingWarehouse();
});
afterEach(() => it.close());

const day = (number: number) => `2025-03-${String(number).padStart(2, "0")}T08:00:00Z`;
const tagged = (id: number, onDay: number, ...tags: string[]) =>
  customer(id, { tags, updatedAt: day(onDay) });
const events = () => it.rowsOf("customer_tag_events", ["customer_id", "tag", "added_at"]);
const event = (id: bigint, tag: string, onDay: number) => ({
  customer_id: id,
  tag,
  added_at: new Date(day(onDay)),
});

test("the tags that customers come with are not events, those that they got since are", async () => {
  await it.load({ customers: [tagged(1, 1, "vip"), tagged(2, 1)] });
  expect(await events()).toEqual([]);

  await it.load({
    customers: [tagged(1, 2, "vip", "Été 🦆", "wholesale"), tagged(2, 3, "vip"), tagged(3, 3, "new")],
  });
  expect(await events()).toEqual([event(1n, "wholesale", 2), event(1n, "Été 🦆", 2), event(2n, "vip", 3)]);
});

test("another spelling of a tag is no new tag", async () => {
  await it.load({ customers: [tagged(1, 1, "VIP", "été")] });
  await it.load({ customers: [tagged(1, 2, "vip", "ÉTÉ", "vip list", "VI")] });
  expect(await events()).toEqual([event(1n, "VI", 2), event(1n, "vip list", 2)]);
});

test("the same snapshot again tells nothing new", async () => {
  await it.load({ customers: [tagged(1, 1)] });
  await it.load({ customers: [tagged(1, 2, "vip")] });
  await it.load({ customers: [tagged(1, 2, "vip")] });
  expect(await events()).toEqual([event(1n, "vip", 2)]);
});

test("a tag that was taken off and put on again is added twice, but once at one time", async () => {
  await it.load({ customers: [tagged(1, 1)] });
  await it.load({ customers: [tagged(1, 2, "vip")] });
  await it.load({ customers: [tagged(1, 3)] });
  await it.load({ customers: [tagged(1, 4, "Vip")] });
  expect(await events()).toEqual([event(1n, "Vip", 4), event(1n, "vip", 2)]);

  await it.load({ customers: [tagged(1, 4)] });
  await it.load({ customers: [tagged(1, 4, "vip")] });
  expect(await events()).toHaveLength(2);
});

test("an older version tells nothing", async () => {
  await it.load({ customers: [tagged(1, 5)] });
  await it.load({ customers: [tagged(1, 4, "vip")] });
  expect(await events()).toEqual([]);
});

test("nothing is remembered of customers who are gone, everything of those who were only changed", async () => {
  await it.load({ customers: [tagged(1, 1), tagged(2, 1)] });
  await it.load({ customers: [tagged(1, 2, "vip"), tagged(2, 2, "vip")] });
  await it.load({ customers: [tagged(1, 3, "vip")] });
  expect(await events()).toEqual([event(1n, "vip", 2)]);
});
