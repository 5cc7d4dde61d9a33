import { afterAll, beforeAll, expect, test } from "vitest";

import type { Warehouse } from "~/warehouse/engine";
import { openPostgresWarehouse } from "~/warehouse/testing/postgresWarehouse";
import { openDuckdbWarehouse } from "~/warehouse/testing/duckdbWarehouse";

import { findCustomers } from "./findCustomers.server";
import { customer, fill } from "./testing/testWarehouse";

let warehouses: Warehouse[];
let close: () => Promise<unknown>;
beforeAll(async () => {
  const opened = await Promise.all([openDuckdbWarehouse(), openPostgresWarehouse()]);
  warehouses = opened.map(({ warehouse }) => warehouse);
  close = () => Promise.all(opened.map((one) => one.close()));
  const many = Array.from({ length: 12 }, (_, i) =>
    customer({ customer_id: BigInt(100 + i), display_name: `Many ${String(i)}`, city: "Bonn" }),
  );
  for (const warehouse of warehouses) {
    await fill(warehouse, {
      customers: [
        customer({ customer_id: 7n, display_name: "Ann Löwe", email: "ann@shop.example", city: "Köln" }),
        customer({ customer_id: 8n, display_name: "Joann O'Neil 100%", email: "jo_n@shop.example" }),
        customer({ customer_id: 9n, first_name: "Max", last_name: "Löwe", email: "max7@shop.example" }),
        customer({ customer_id: 9_007_199_254_740_993n, display_name: "Large" }),
        ...many,
      ],
    });
  }
}, 120_000);
afterAll(() => close());

async function found(search: string): Promise<string[]> {
  const [one, other] = await Promise.all(warehouses.map((warehouse) => findCustomers(warehouse, search)));
  expect(one).toEqual(other);
  return one?.map(({ customerId }) => customerId) ?? [];
}

test("a customer is found by part of a name or email in any case, those who begin with it first", async () => {
  expect(await found("ANN")).toEqual(["7", "8"]);
  expect(await found(" löwe ")).toEqual(["9", "7"]);
  expect(await found("@shop.EXAMPLE")).toEqual(["9", "8", "7"]);
  expect(await found("Bonn")).toEqual([]);
  const [warehouse] = warehouses;
  expect(warehouse && (await findCustomers(warehouse, "ann l"))).toEqual([
    { customerId: "7", name: "Ann Löwe", email: "ann@shop.example", city: "Köln" },
  ]);
});

test("a customer is found by their id before others, however large it is", async () => {
  expect(await found("7")).toEqual(["7", "107", "9"]);
  expect(await found("9007199254740993")).toEqual(["9007199254740993"]);
  expect(await found("gid://shopify/Customer/8")).toEqual(["8"]);
  expect(await found("https://admin.shopify.com/store/x/customers/8")).toEqual(["8"]);
});

test("up to eight are found, the newest first", async () => {
  expect(await found("many")).toEqual(["111", "110", "109", "108", "107", "106", "105", "104"]);
});

test("nobody is found by nothing, and wildcards and statements are plain characters", async () => {
  const nobody = ["", "  ", "\u0000", "*", "' OR 1=1 --", "x'); DROP TABLE customers; --", "$1", "-7"];
  for (const search of nobody) {
    expect(await found(search), search).toEqual([]);
  }
  expect(await found("0%")).toEqual(["8"]);
  expect(await found("o_n")).toEqual(["8"]);
  expect(await found("O'n")).toEqual(["8"]);
  expect(await found("9".repeat(30))).toEqual([]);
  expect(await found("9223372036854775808")).toEqual([]);
  expect(await found("x".repeat(1_000_000))).toEqual([]);
});
