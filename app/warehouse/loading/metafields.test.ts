import { afterEach, beforeEach, expect, test } from "vitest";

import { MalformedFileError } from "../engine";
import { customer, metafieldOf } from "./testing/bulkRecords";
import { openLoadingWarehouse, type LoadingWarehouse } from "./testing/loadingWarehouse";

let it: LoadingWarehouse;

beforeEach(async () => {
  it = await openLoadingWarehouse();
});
afterEach(() => it.close());

const stored = () => it.rowsOf("customer_metafields", ["customer_id", "namespace", "key", "type", "value"]);

test("a metafield lands with its customer, wherever its line stands", async () => {
  await it.load({
    customers: [
      metafieldOf(2, { namespace: "facts", key: "nick", value: 'Zoë "Z" 🦆' }),
      customer(1),
      customer(2),
    ],
  });
  expect(await stored()).toEqual([
    { customer_id: 2n, namespace: "facts", key: "nick", type: "single_line_text_field", value: 'Zoë "Z" 🦆' },
  ]);
});

test.each<[type: string, value: string, number: number | null, date: string | null]>([
  ["number_integer", "250", 250, null],
  ["number_integer", "-7", -7, null],
  ["number_decimal", "12.75", 12.75, null],
  ["number_decimal", "1e5", null, null],
  ["number_integer", "many", null, null],
  ["number_integer", "9".repeat(400), null, null],
  ["single_line_text_field", "250", null, null],
  ["date", "1990-05-17", null, "1990-05-17"],
  ["date", "2024-02-29", null, "2024-02-29"],
  ["date", "2023-02-29", null, null],
  ["date", "2023-13-01", null, null],
  ["date", "0000-01-01", null, null],
  ["date", "soon", null, null],
  ["date", "", null, null],
  ["date_time", "2024-05-17T23:30:00+00:00", null, "2024-05-17"],
  ["date_time", "2024-05-17T23:30:00Z", null, "2024-05-17"],
  ["single_line_text_field", "2024-05-17", null, null],
  ["boolean", "true", null, null],
  ["list.number_integer", "[1,2]", null, null],
])("a %s of %j is the number %j and the day %j", async (type, value, number, date) => {
  await it.load({ customers: [customer(1), metafieldOf(1, { type, value })] });
  expect(await it.rowsOf("customer_metafields", ["value", "value_number", "value_date"])).toEqual([
    { value, value_number: number, value_date: date },
  ]);
});

test("the next load replaces a customer's metafields, and removes those of a customer who is gone", async () => {
  await it.load({
    customers: [
      customer(1),
      metafieldOf(1, { key: "a", value: "old" }),
      metafieldOf(1, { key: "b" }),
      customer(2),
      metafieldOf(2),
    ],
  });
  await it.load({ customers: [customer(1), metafieldOf(1, { key: "a", value: "new" })] });
  expect(await it.rowsOf("customer_metafields", ["customer_id", "key", "value"])).toEqual([
    { customer_id: 1n, key: "a", value: "new" },
  ]);
});

test("an older version of a customer brings no metafields along", async () => {
  await it.load({
    customers: [customer(1, { updatedAt: "2025-05-01T00:00:00Z" }), metafieldOf(1, { value: "newer" })],
  });
  await it.load({
    customers: [customer(1, { updatedAt: "2025-04-01T00:00:00Z" }), metafieldOf(1, { value: "older" })],
  });
  expect(await it.rowsOf("customer_metafields", ["value"])).toEqual([{ value: "newer" }]);
});

test("a key that comes twice is kept once; a line of nobody is left out", async () => {
  const counts = await it.load({ customers: [customer(1), metafieldOf(1), metafieldOf(1), metafieldOf(9)] });
  expect(counts).toMatchObject({ orphanLines: 1, read: { customer_metafields: 3 } });
  expect(await stored()).toHaveLength(1);
});

test("a line without its value is named, without what it says of anybody", async () => {
  const load = it.load({
    customers: [customer(1), metafieldOf(1, { value: null, namespace: "ann@example.com" })],
  });
  await expect(load).rejects.toThrow(MalformedFileError);
  await expect(load).rejects.toThrow(/no value/);
  await expect(load).rejects.not.toThrow(/ann@/);
});
