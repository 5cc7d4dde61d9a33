import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ensureSynced, fullSync, nudgeFullSync, retrySync, startFullSync } from "~/history/fullSync.server";
import { readProgress } from "~/history/progress.server";
import { activeRun, saveRun } from "~/history/syncRun.server";
import { bulkKinds } from "~/history/syncState";
import { state } from "~/state/client.server";
import { statement } from "~/warehouse/compile";
import { openWarehouse } from "~/warehouse/warehouses.server";

import type { SandboxStore } from "../../sandbox/stores/store";
import {
  allScopes,
  bulkOperations,
  control,
  drive,
  fingerprint,
  install,
  startHarness,
  storeNamed,
  type Harness,
} from "./harness";

const names = [
  "whole",
  "again",
  "changed",
  "window",
  "widened",
  "scope",
  "unapproved",
  "opened",
  "daily",
  "lost-start",
  "nudged",
  "empty",
];
const stores = new Map(names.map((name) => [name, storeNamed(name)]));
const yen = storeNamed("yen", 60, "JPY");
const dinar = storeNamed("dinar", 60, "KWD");
const empty = stores.get("empty");
if (empty) Object.assign(empty, { products: [], customers: [], orders: [], abandonedCheckouts: [] });

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ stores: [...stores.values(), yen, dinar] });
});
afterAll(() => harness.close());

async function installed(name: string): Promise<{ shop: string; store: SandboxStore }> {
  const shop = `${name}.myshopify.com`;
  await install(harness, shop);
  const store = stores.get(name) ?? (name === "yen" ? yen : dinar);
  return { shop, store };
}

/** Sums taken from the store as the sandbox holds it, without the app's code; amounts in units of 10^-digits. */
function expected(store: SandboxStore, digits: number) {
  const { products, customers, orders, abandonedCheckouts } = store;
  const minor = (amount: string): bigint => {
    const [whole = "0", decimals = ""] = amount.replace("-", "").split(".");
    const value = BigInt(whole + decimals.padEnd(digits, "0").slice(0, digits));
    return amount.startsWith("-") ? -value : value;
  };
  const sum = (amounts: string[]): bigint => amounts.reduce((total, amount) => total + minor(amount), 0n);
  return {
    products: products.length,
    customers: customers.length,
    spent: sum(customers.map(({ amountSpent }) => amountSpent.amount)),
    orders: orders.length,
    guests: orders.filter(({ customer }) => customer === null).length,
    cancelled: orders.filter(({ cancelledAt }) => cancelledAt !== null).length,
    total: sum(orders.map(({ totalPriceSet }) => totalPriceSet.shopMoney.amount)),
    paid: sum(orders.map(({ netPaymentSet }) => netPaymentSet.shopMoney.amount)),
    lines: orders.reduce((count, { lineItems }) => count + lineItems.length, 0),
    deleted: orders.flatMap(({ lineItems }) => lineItems).filter(({ product }) => product === null).length,
    refunded: sum(
      orders.flatMap(({ refunds }) => refunds.map((refund) => refund.totalRefundedSet.shopMoney.amount)),
    ),
    fulfillments: orders.reduce((count, { fulfillments }) => count + fulfillments.length, 0),
    collections: new Set(products.flatMap((product) => product.collections.map(({ id }) => id))).size,
    collected: products.reduce((count, product) => count + product.collections.length, 0),
    metafields: customers.reduce((count, customer) => count + customer.metafields.length, 0),
    points: customers
      .flatMap((customer) => customer.metafields)
      .filter(({ key }) => key === "loyalty_points")
      .reduce((total, { value }) => total + Number(value), 0),
    checkouts: abandonedCheckouts.length,
    completed: abandonedCheckouts.filter(({ completedAt }) => completedAt !== null).length,
    abandoned: sum(abandonedCheckouts.map(({ totalPriceSet }) => totalPriceSet.shopMoney.amount)),
    left: abandonedCheckouts
      .flatMap(({ lineItems }) => lineItems)
      .reduce((total, { quantity }) => total + quantity, 0),
  };
}

async function stored(shop: string) {
  const warehouse = await openWarehouse(shop);
  const [row] = await warehouse.all(statement<ReturnType<typeof expected>>`
    SELECT (SELECT CAST(count(*) AS integer) FROM products) AS products,
      (SELECT CAST(count(*) AS integer) FROM customers) AS customers,
      (SELECT CAST(coalesce(sum(shopify_spent), 0) AS bigint) FROM customers) AS spent,
      (SELECT CAST(count(*) AS integer) FROM orders) AS orders,
      (SELECT CAST(count(*) AS integer) FROM orders WHERE customer_id IS NULL) AS guests,
      (SELECT CAST(count(*) AS integer) FROM orders WHERE cancelled_at IS NOT NULL) AS cancelled,
      (SELECT CAST(coalesce(sum(total), 0) AS bigint) FROM orders) AS total,
      (SELECT CAST(coalesce(sum(net_payment), 0) AS bigint) FROM orders) AS paid,
      (SELECT CAST(count(*) AS integer) FROM order_lines) AS lines,
      (SELECT CAST(count(*) AS integer) FROM order_lines WHERE product_id IS NULL) AS deleted,
      (SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM refunds) AS refunded,
      (SELECT CAST(count(*) AS integer) FROM fulfillments) AS fulfillments,
      (SELECT CAST(count(*) AS integer) FROM collections) AS collections,
      (SELECT CAST(count(*) AS integer) FROM product_collections) AS collected,
      (SELECT CAST(count(*) AS integer) FROM customer_metafields) AS metafields,
      (SELECT coalesce(sum(value_number), 0) FROM customer_metafields WHERE key = 'loyalty_points') AS points,
      (SELECT CAST(count(*) AS integer) FROM abandoned_checkouts) AS checkouts,
      (SELECT CAST(count(completed_at) AS integer) FROM abandoned_checkouts) AS completed,
      (SELECT CAST(coalesce(sum(total), 0) AS bigint) FROM abandoned_checkouts) AS abandoned,
      (SELECT CAST(coalesce(sum(quantity), 0) AS integer) FROM abandoned_checkout_lines) AS left`);
  return row;
}

describe("a full sync", () => {
  it("stores what Shopify holds, to the cent", async () => {
    const { shop, store } = await installed("whole");
    await startFullSync(shop);
    const { state: end, phases } = await drive(shop);
    expect(end).toBe("done");
    expect(phases.map(({ phase, state: at }) => `${phase} ${at}`)).toEqual(
      ["shop", "products", "customers", "orders", "checkouts", "load", "score"].map(
        (phase) => `${phase} done`,
      ),
    );
    expect(phases.map(({ done }) => done).slice(1, 5)).toEqual([
      store.products.length,
      store.customers.length,
      store.orders.length,
      store.abandonedCheckouts.length,
    ]);
    const facts = expected(store, 2);
    expect(await stored(shop)).toEqual(facts);
    // A store in which nothing can go wrong would prove nothing.
    const { guests, cancelled, deleted, refunded, collected, points, completed } = facts;
    for (const fact of [guests, cancelled, deleted, Number(refunded), collected, points, completed])
      expect(fact).toBeGreaterThan(0);
    expect(completed).toBeLessThan(facts.checkouts);
  });

  it.each([["yen", 0] as const, ["dinar", 3] as const])(
    "keeps %s in units of 10^-%i",
    async (name, digits) => {
      const { shop, store } = await installed(name);
      await startFullSync(shop);
      await drive(shop);
      expect(await stored(shop)).toEqual(expected(store, digits));
    },
  );

  it("changes nothing when run again", async () => {
    const { shop } = await installed("again");
    await startFullSync(shop);
    await drive(shop);
    const before = await fingerprint(shop);
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await fingerprint(shop)).toEqual(before);
  });

  it("follows edits and deletions when run again", async () => {
    const { shop, store } = await installed("changed");
    await startFullSync(shop);
    await drive(shop);
    const buyer =
      store.orders
        .find(({ customer }) => customer)
        ?.customer?.id.split("/")
        .at(-1) ?? "";
    const idle =
      store.customers
        .find(({ numberOfOrders }) => numberOfOrders === "0")
        ?.id.split("/")
        .at(-1) ?? "";
    await control(harness, "PATCH", shop, `/customers/${buyer}`, { tags: ["wholesale"] });
    await control(harness, "DELETE", shop, `/customers/${idle}`);
    await startFullSync(shop);
    await drive(shop);
    expect(await stored(shop)).toEqual(expected(store, 2));
    const customers = await (
      await openWarehouse(shop)
    ).all(statement<{ tags: string[] }>`SELECT tags FROM customers WHERE customer_id = ${BigInt(buyer)}`);
    expect(customers).toEqual([{ tags: ["wholesale"] }]);
    // As Shopify says when: the time at which the customer was last changed.
    const changed = store.customers.find(({ id }) => id.endsWith(`/${buyer}`))?.updatedAt ?? "";
    expect(await (await openWarehouse(shop)).all(statement`SELECT * FROM customer_tag_events`)).toEqual([
      { customer_id: BigInt(buyer), tag: "wholesale", added_at: new Date(changed) },
    ]);
  });

  it("brings in a store without anything", async () => {
    const { shop } = await installed("empty");
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await stored(shop)).toMatchObject({ products: 0, customers: 0, orders: 0, lines: 0 });
  });
});

describe("what the scopes allow", () => {
  it("says that only 60 days are visible, and forgets nothing that was visible once", async () => {
    const { shop, store } = await installed("window");
    await startFullSync(shop);
    expect((await drive(shop)).ordersVisibleSince).toBeNull();
    const before = await fingerprint(shop);

    await control(harness, "PUT", shop, "/scopes", {
      scopes: allScopes.filter((scope) => scope !== "read_all_orders"),
    });
    await startFullSync(shop);
    const { state: end, ordersVisibleSince, phases } = await drive(shop);
    expect(end).toBe("done");
    const since = Date.parse(ordersVisibleSince ?? "");
    expect(Math.abs(Date.now() - 60 * 86_400_000 - since)).toBeLessThan(60_000);
    const visible = store.orders.filter(({ createdAt }) => Date.parse(createdAt) >= since).length;
    expect(visible).toBeLessThan(store.orders.length);
    expect(phases[3]).toMatchObject({ phase: "orders", done: visible });
    expect(await fingerprint(shop)).toEqual(before);
  });

  it("brings in the older orders once they may be seen", async () => {
    const { shop, store } = await installed("widened");
    const scopes = allScopes.filter((scope) => scope !== "read_all_orders");
    await control(harness, "PUT", shop, "/scopes", { scopes });
    await startFullSync(shop);
    expect((await drive(shop)).ordersVisibleSince).not.toBeNull();
    expect((await stored(shop))?.orders).toBeLessThan(store.orders.length);

    await control(harness, "PUT", shop, "/scopes", { scopes: allScopes });
    await startFullSync(shop);
    expect((await drive(shop)).ordersVisibleSince).toBeNull();
    expect(await stored(shop)).toEqual(expected(store, 2));
  });

  it("names the permission that is missing", async () => {
    const { shop } = await installed("scope");
    await control(harness, "PUT", shop, "/scopes", { scopes: ["read_customers", "read_products"] });
    await startFullSync(shop);
    const { state: end, failure } = await drive(shop);
    expect(end).toBe("failed");
    expect(failure).toMatchObject({ phase: "shop", code: "access_denied" });
    expect(failure?.what).toContain("read_orders");
  });

  it("does without names and addresses that are not approved", async () => {
    const { shop, store } = await installed("unapproved");
    await control(harness, "PUT", shop, "/approvals", { approvals: ["customer"] });
    await startFullSync(shop);
    expect((await drive(shop)).state).toBe("done");
    expect(await stored(shop)).toEqual(expected(store, 2));
    const named = await (
      await openWarehouse(shop)
    ).all(
      statement<{
        n: bigint;
      }>`SELECT count(*) AS n FROM customers WHERE first_name IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL`,
    );
    expect(named).toEqual([{ n: 0n }]);
  });
});

describe("starting", () => {
  it("begins when the app is opened, once", async () => {
    const { shop } = await installed("opened");
    expect(await readProgress(shop)).toBeNull();
    await Promise.all([ensureSynced(shop), ensureSynced(shop), ensureSynced(shop)]);
    const db = await state();
    expect(await db.syncRun.count({ where: { shop } })).toBe(1);
    expect(await db.job.count({ where: { shop, kind: "full-sync" } })).toBe(1);
    expect((await readProgress(shop))?.state).toBe("running");
    await drive(shop);
    await ensureSynced(shop);
    expect(await db.syncRun.count({ where: { shop } })).toBe(1);
  });

  it("leaves the history alone when the app is opened again, however it ended: what changes comes by webhooks", async () => {
    const { shop } = await installed("daily");
    await startFullSync(shop);
    await drive(shop);
    const db = await state();
    for (const ended of ["done", "failed"]) {
      await db.syncRun.updateMany({ where: { shop }, data: { state: ended } });
      await ensureSynced(shop, new Date(Date.now() + 25 * 3_600_000));
      expect(await db.syncRun.count({ where: { shop } })).toBe(1);
    }
    // Whatever Shopify had before the files were made is known.
    const { changesKnownUntil } = await db.shop.findUniqueOrThrow({ where: { domain: shop } });
    expect(changesKnownUntil?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it("starts anew when the app was installed again since", async () => {
    const shop = "opened.myshopify.com";
    const db = await state();
    await db.shop.update({ where: { domain: shop }, data: { installedAt: new Date() } });
    await ensureSynced(shop);
    expect(await db.syncRun.count({ where: { shop } })).toBe(2);
    await drive(shop);
  });

  it("finds an operation again whose start was not recorded", async () => {
    const { shop } = await installed("lost-start");
    await startFullSync(shop);
    const context = {
      shop,
      payload: {},
      attempt: 1,
      signal: new AbortController().signal,
      now: () => new Date(),
    };
    await fullSync.run(context);
    const run = await activeRun(shop);
    if (!run) throw new Error("The sync ended too early for this test.");
    // As the state is when the process is killed between Shopify's reply and the commit of it.
    const started = { ...run.bulk.orders, operationId: null, createdAt: null, file: null };
    await saveRun(run, { bulk: { ...run.bulk, orders: started } });
    expect((await drive(shop)).state).toBe("done");
    expect(await bulkOperations(harness, shop)).toHaveLength(bulkKinds.length);
  });

  it("is looked at at once when Shopify says that an operation ended", async () => {
    const { shop } = await installed("nudged");
    const db = await state();
    const waiting = () => db.job.findFirst({ where: { shop, kind: "full-sync", state: "waiting" } });
    await nudgeFullSync(shop);
    expect(await waiting()).toBeNull();
    await startFullSync(shop);
    const later = new Date(Date.now() + 60_000);
    await db.job.updateMany({ where: { shop }, data: { runAt: later } });
    await nudgeFullSync(shop);
    expect((await waiting())?.runAt.getTime()).toBeLessThan(later.getTime());
    await drive(shop);
  });

  it("runs again when asked to after a success", async () => {
    const shop = "whole.myshopify.com";
    await retrySync(shop);
    expect((await readProgress(shop))?.state).toBe("running");
    expect((await drive(shop)).state).toBe("done");
  });
});
