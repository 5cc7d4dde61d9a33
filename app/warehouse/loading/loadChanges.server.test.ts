import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { awaitedRecords, receivedRecords } from "./awaited.server";
import { followedChanges, takeChanged } from "./changedCustomers.server";
import { storeConsent } from "./consents";
import { mergeCustomers, removeRecords } from "./removeRecords.server";
import {
  abandonedCheckout,
  collectionOf,
  customer,
  line,
  metafieldOf,
  order,
  product,
} from "./testing/bulkRecords";
import { type LoadingWarehouse, openLoadingWarehouse } from "./testing/loadingWarehouse";
import { tableHashes } from "./testing/tableHashes";

let loading: LoadingWarehouse;
beforeEach(async () => {
  loading = await openLoadingWarehouse();
  await loading.load({
    products: [product(1), product(2), collectionOf(1, 5)],
    customers: [customer(1, { tags: ["vip"] }), metafieldOf(1), customer(2)],
    orders: [
      order(10),
      line(100, 10, { sellingPlan: { name: "Monthly" } }),
      order(20, { customer: { id: gid("Customer", 2) } }),
      line(200, 20),
    ],
    abandoned_checkouts: [abandonedCheckout(30)],
  });
});
afterEach(() => loading.close());

const gid = (type: string, id: number) => `gid://shopify/${type}/${String(id)}`;
const now = new Date("2026-02-01T00:00:00Z");
const later = "2026-01-31T00:00:00Z";

/** A customer as webhooks tell of one. */
const told = (id: number, changes = {}) => {
  const known = new Set([
    "id",
    "createdAt",
    "updatedAt",
    "firstName",
    "lastName",
    "displayName",
    "state",
    "note",
  ]);
  const { defaultEmailAddress, defaultPhoneNumber } = customer(id) as Record<string, Record<string, unknown>>;
  return {
    ...Object.fromEntries(Object.entries(customer(id)).filter(([key]) => known.has(key))),
    defaultEmailAddress: { emailAddress: defaultEmailAddress?.emailAddress },
    defaultPhoneNumber: { phoneNumber: defaultPhoneNumber?.phoneNumber },
    numberOfOrders: "0",
    amountSpent: { amount: "0" },
    updatedAt: later,
    ...changes,
  };
};

const changedIds = async () =>
  (await takeChanged(loading.warehouse, 100))
    .map(({ customerId, cause }) => `${String(customerId)} ${cause}`)
    .sort();
const awaitedIds = async (table: "customers" | "orders" | "products") =>
  (await awaitedRecords(loading.warehouse, table, 100)).map(({ id }) => id);
const inOne = (work: Parameters<typeof loading.warehouse.transaction>[0]) =>
  loading.warehouse.transaction(work);

describe("what webhooks tell", () => {
  test("of a customer replaces what it tells and leaves the rest, which is to be asked for", async () => {
    await loading.change({ customers: [told(1, { note: "Called." })] }, { source: "webhooks" });
    const rows = await loading.rowsOf("customers", [
      "customer_id",
      "note",
      "tags",
      "email_consent",
      "shopify_orders",
    ]);
    expect(rows).toEqual([
      { customer_id: 1n, note: "Called.", tags: ["vip"], email_consent: "SUBSCRIBED", shopify_orders: 3n },
      { customer_id: 2n, note: null, tags: [], email_consent: "SUBSCRIBED", shopify_orders: 3n },
    ]);
    expect(await loading.rowsOf("customer_metafields", ["customer_id", "value"])).toEqual([
      { customer_id: 1n, value: "Annie" },
    ]);
    expect(await awaitedIds("customers")).toEqual([1n]);
    expect(await changedIds()).toEqual(["1 edit"]);
  });

  test("of a new customer assumes no consent", async () => {
    await loading.change({ customers: [told(3)] }, { source: "webhooks" });
    const rows = await loading.rowsOf("customers", ["customer_id", "email_consent", "sms_consent", "tags"]);
    expect(rows.at(-1)).toEqual({ customer_id: 3n, email_consent: null, sms_consent: null, tags: [] });
  });

  test("of another address or number forgets the consent that was given for the former one", async () => {
    const moved = { defaultEmailAddress: { emailAddress: "new@example.com" }, defaultPhoneNumber: null };
    await loading.change({ customers: [told(1, moved)] }, { source: "webhooks" });
    const columns = ["email", "email_consent", "email_consent_at", "phone", "sms_consent", "sms_consent_at"];
    expect((await loading.rowsOf("customers", ["customer_id", ...columns]))[0]).toEqual({
      ...{ customer_id: 1n, email: "new@example.com", email_consent: null, email_consent_at: null },
      ...{ phone: null, sms_consent: null, sms_consent_at: null },
    });
  });

  test("of an order replaces its parts; what is older changes nothing, but is asked for all the same", async () => {
    const newer = order(10, { updatedAt: later, returnStatus: null, customer: { id: gid("Customer", 2) } });
    const older = order(20, { updatedAt: "2025-01-01T00:00:00Z", name: "old" });
    const lines = [newer, line(100, 10, { quantity: 5 }), line(101, 10), older, line(201, 20)];
    await loading.change({ orders: lines }, { source: "webhooks" });
    expect(await loading.rowsOf("order_lines", ["line_id", "quantity", "bought_by", "selling_plan"])).toEqual(
      [
        { line_id: 100n, quantity: 5, bought_by: 2n, selling_plan: "Monthly" },
        { line_id: 101n, quantity: 2, bought_by: 2n, selling_plan: null },
        { line_id: 200n, quantity: 2, bought_by: 2n, selling_plan: null },
      ],
    );
    expect(await loading.rowsOf("orders", ["order_id", "name", "return_status"])).toEqual([
      { order_id: 10n, name: "#10", return_status: "NO_RETURN" },
      { order_id: 20n, name: "#20", return_status: "NO_RETURN" },
    ]);
    expect(await awaitedIds("orders")).toEqual([10n, 20n]);
    // Who had it and who has it.
    expect(await changedIds()).toEqual(["1 order", "2 order"]);
  });

  test("changes nothing when it is told again", async () => {
    const lines = { orders: [order(10, { updatedAt: later }), line(100, 10)], customers: [told(1)] };
    await loading.change(lines, { source: "webhooks" });
    const once = await tableHashes(loading.warehouse);
    await loading.change(lines, { source: "webhooks" });
    expect(await tableHashes(loading.warehouse)).toEqual(once);
  });
});

describe("what Shopify answers", () => {
  test("replaces everything of a record, and says how many were new or older here", async () => {
    const lines = {
      customers: [customer(1, { updatedAt: later, tags: ["new"] }), customer(2), customer(3)],
      products: [product(1)],
    };
    expect(await loading.change(lines)).toEqual({
      customers: 2,
      products: 0,
      orders: 0,
      abandoned_checkouts: 0,
    });
    // The metafield did not come along: it is gone.
    expect(await loading.rowsOf("customer_metafields", ["customer_id"])).toEqual([]);
    // The snapshot knew product 1 to be in a collection, and customer 1 bought it.
    expect(await changedIds()).toEqual(["1 edit", "2 edit", "3 edit"]);
  });

  test("does not take back a no that was said after it was read", async () => {
    const said = {
      channel: "email",
      customerId: 1n,
      state: "UNSUBSCRIBED",
      at: new Date("2026-01-20T00:00:00Z"),
    } as const;
    await inOne((connection) => connection.run(storeConsent(said)));
    await loading.change({ customers: [customer(1)] });
    const consents = () => loading.rowsOf("customers", ["customer_id", "email_consent"]);
    expect((await consents())[0]).toMatchObject({ email_consent: "UNSUBSCRIBED" });
    await loading.load({ customers: [customer(1), customer(2)] });
    expect((await consents())[0]).toMatchObject({ email_consent: "UNSUBSCRIBED" });
    // An older word, and one of somebody who is not known, change nothing.
    for (const older of [
      { ...said, state: "SUBSCRIBED", at: new Date("2026-01-19T00:00:00Z") },
      { ...said, customerId: 9n },
    ])
      await inOne((connection) => connection.run(storeConsent(older)));
    expect((await consents())[0]).toMatchObject({ email_consent: "UNSUBSCRIBED" });
  });

  test("of a product concerns those who bought it, where something that segments ask of it changed", async () => {
    await loading.change({
      products: [product(1, { updatedAt: later }), collectionOf(1, 5), product(2, { tags: [] })],
    });
    expect(await changedIds()).toEqual([]);
    await loading.change({
      products: [product(1, { updatedAt: later, tags: ["winter"] }), collectionOf(1, 5)],
    });
    expect(await changedIds()).toEqual(["1 edit", "2 edit"]);
  });
});

describe("what is gone", () => {
  test("goes with its parts, and an older notice does not bring it back", async () => {
    await inOne((connection) => removeRecords(connection, "orders", [10n, 99n], now));
    await loading.change(
      { orders: [order(10, { updatedAt: later }), line(100, 10)] },
      { source: "webhooks" },
    );
    await loading.change({ orders: [order(99)] });
    await loading.load({
      orders: [order(10), line(100, 10), order(20), line(200, 20)],
      customers: [customer(1), customer(2)],
    });
    expect(await loading.rowsOf("orders", ["order_id"])).toEqual([{ order_id: 20n }]);
    expect(await loading.rowsOf("order_lines", ["line_id"])).toEqual([{ line_id: 200n }]);
    expect(await awaitedIds("orders")).toEqual([]);
    expect(await changedIds()).toContain("1 order");
  });

  test("a customer's orders and checkouts belong to nobody and are asked for", async () => {
    await inOne((connection) => removeRecords(connection, "customers", [1n], now));
    expect(await loading.rowsOf("orders", ["order_id", "customer_id"])).toEqual([
      { order_id: 10n, customer_id: null },
      { order_id: 20n, customer_id: 2n },
    ]);
    expect(await loading.rowsOf("order_lines", ["line_id", "bought_by", "bought_at"])).toMatchObject([
      { line_id: 100n, bought_by: null, bought_at: null },
      { line_id: 200n, bought_by: 2n },
    ]);
    expect(await loading.rowsOf("abandoned_checkouts", ["customer_id"])).toEqual([{ customer_id: null }]);
    expect(await loading.rowsOf("customer_metafields", ["customer_id"])).toEqual([]);
    expect(await awaitedIds("orders")).toEqual([10n]);
    expect(await changedIds()).toEqual(["1 edit"]);
  });

  test("of two customers that became one the other has all; merged into themselves one stays", async () => {
    await inOne((connection) => mergeCustomers(connection, { kept: 2n, deleted: 2n }, now));
    expect(await loading.rowsOf("customers", ["customer_id"])).toHaveLength(2);
    await inOne((connection) => mergeCustomers(connection, { kept: 2n, deleted: 1n }, now));
    expect(await loading.rowsOf("customers", ["customer_id"])).toEqual([{ customer_id: 2n }]);
    expect(await loading.rowsOf("orders", ["customer_id"])).toEqual([
      { customer_id: 2n },
      { customer_id: 2n },
    ]);
    expect(await loading.rowsOf("order_lines", ["bought_by"])).toEqual([
      { bought_by: 2n },
      { bought_by: 2n },
    ]);
    expect(await awaitedIds("customers")).toEqual([2n]);
    expect(await awaitedIds("orders")).toEqual([10n]);
    expect(await changedIds()).toEqual(["1 edit", "2 edit"]);
  });
});

test("what changed again since it was asked for, or looked at, stays noted", async () => {
  const minute = new Date(now.getTime() + 60_000);
  await loading.change({ customers: [told(1), told(2)] }, { source: "webhooks", now });
  await loading.change({ customers: [told(2)] }, { source: "webhooks", now: minute });
  await inOne((connection) => receivedRecords(connection, "customers", { ids: [1n, 2n], askedAt: now }));
  await inOne((connection) => followedChanges(connection, [1n, 2n], now));
  expect(await awaitedIds("customers")).toEqual([2n]);
  expect(await changedIds()).toEqual(["2 edit"]);
});
