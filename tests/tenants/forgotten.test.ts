import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { definitions } from "~/background.server";
import { startFullSync } from "~/history/fullSync.server";
import { insertWebhooks } from "~/history/inbox/insertWebhooks.server";
import { enqueueApplying } from "~/history/inbox/askForApplying.server";
import { startWorker } from "~/jobs/worker.server";
import { duePrivacy } from "~/privacy/duePrivacy.server";
import { recordUninstallation } from "~/shopify/installation.server";
import { state } from "~/state/client.server";
import { statement } from "~/warehouse/compile";
import type { CustomerRow } from "~/warehouse/tables";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { control, drive } from "../sync/harness";
import { keptOf } from "./kept";
import type { Tenant } from "./tenant";
import { settleTwo, type TwoTenants } from "./twoTenants";

let two: TwoTenants;
let own: Tenant;
let other: Tenant;
let kept: unknown;
/** Somebody with orders, an address and a phone number. */
let person: CustomerRow;
let orders: readonly { readonly order_id: bigint; readonly total: bigint }[];

const onPostgresql = process.env.TEST_ENGINE === "postgresql";

beforeAll(async () => {
  two = await settleTwo();
  ({ own, other } = two);
  const warehouse = await openWarehouse(own.shop);
  const [found] = await warehouse.all(statement<CustomerRow>`
    SELECT c.* FROM customers c JOIN customer_metrics m ON m.customer_id = c.customer_id
    WHERE c.email IS NOT NULL AND m.orders > 1 ORDER BY c.customer_id DESC LIMIT 1`);
  if (!found) throw new Error("The store has too few customers.");
  person = found;
  await control(two.harness, "PATCH", own.shop, `/customers/${String(person.customer_id)}`, asTold);
  await startFullSync(own.shop);
  await drive(own.shop);
  orders = await ordersNow();
  if (!onPostgresql) {
    // So that what is left can be seen in the file; the other shop's keeps the one DuckDB open that both are attached to.
    await (await openWarehouse(other.shop)).run(statement`PRAGMA force_compression = 'uncompressed'`);
    await warehouse.forgetDeleted({ withTexts: [], withNumbers: [] });
  }
  kept = await keptOf(other.shop);
});
afterAll(() => two.harness.close());

const ordersNow = async () =>
  (await openWarehouse(own.shop)).all(
    statement<{ order_id: bigint; total: bigint }>`SELECT order_id, total FROM orders ORDER BY order_id`,
  );

/** All that the app keeps: every file, or on PostgreSQL every row of every table and what is noted of their values. */
async function everything(): Promise<Buffer> {
  if (!onPostgresql) {
    const entries = await readdir(two.harness.dataDir, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
  }
  const db = await state();
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') UNION ALL SELECT 'pg_stats'`;
  const told: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ told: string }[]>(`SELECT t::text AS told FROM ${name} AS t`);
    told.push(...rows.map((row) => row.told));
  }
  return Buffer.from(told.join("\n"));
}

/** What nobody else is called, in either shop. */
const asTold = {
  firstName: "Zdenkaqux",
  lastName: "Quxwellova",
  displayName: "Zdenkaqux Quxwellova",
  note: "Rings the quxbell twice",
  tags: ["quxwell-family"],
};

/** What of the person is found anywhere, in whichever letters. (The other shop has a customer of the same number and phone.) */
async function foundOfPerson(): Promise<string[]> {
  const held = (await everything()).toString("latin1").toLowerCase();
  const marks = [person.email ?? "", asTold.firstName, asTold.lastName, asTold.note, ...asTold.tags];
  return marks.filter((mark) => held.includes(mark.toLowerCase()));
}

/** Has Shopify deliver webhooks, and the app do all that comes of them, until a privacy request is over. */
async function deliver(
  ...webhooks: readonly { readonly topic: string; readonly payload: object }[]
): Promise<string> {
  const db = await state();
  const at = new Date();
  await insertWebhooks(
    db,
    webhooks.map(({ topic, payload }) => ({
      ...{ shop: own.shop, topic, webhookId: randomUUID(), payload: JSON.stringify(payload) },
      ...{ eventId: null, triggeredAt: at, receivedAt: at },
    })),
  );
  await enqueueApplying(own.shop);
  const worker = startWorker({ db, definitions, pollMs: 20 });
  try {
    let ended = "";
    await expect
      .poll(
        async () => {
          // Waits are for others that are at it, and here are over at once.
          await db.job.updateMany({
            where: { shop: own.shop, kind: "privacy", state: "waiting" },
            data: { runAt: new Date() },
          });
          const request = await db.privacyRequest.findFirst({
            where: { shop: own.shop, receivedAt: { gte: at }, finishedAt: { not: null } },
          });
          return (ended = request?.state ?? "");
        },
        { timeout: 60_000 },
      )
      .not.toBe("");
    await expect
      .poll(() => db.job.count({ where: { shop: own.shop, state: "running" } }), { timeout: 60_000 })
      .toBe(0);
    return ended;
  } finally {
    await worker.stop();
  }
}

const customer = () => ({ id: Number(person.customer_id), email: person.email, phone: person.phone });
const changed = () => ({
  ...{ ...customer(), admin_graphql_api_id: `gid://shopify/Customer/${String(person.customer_id)}` },
  ...{ first_name: asTold.firstName, last_name: asTold.lastName, note: asTold.note },
  ...{ created_at: new Date(0).toISOString(), updated_at: new Date().toISOString() },
});

describe("a customer who is forgotten", () => {
  it("is found everywhere before, and afterwards nowhere: in no file, table, inbox or log of a database", async () => {
    expect((await foundOfPerson()).length).toBe(5);
    expect(
      await deliver(
        { topic: "customers/update", payload: changed() },
        { topic: "customers/redact", payload: { customer: customer(), orders_to_redact: [] } },
      ),
    ).toBe("done");
    expect(await foundOfPerson()).toEqual([]);
    const theirs = statement`SELECT 1 FROM customers WHERE customer_id = ${person.customer_id}`;
    expect(await (await openWarehouse(own.shop)).all(theirs)).toEqual([]);
    expect(await ordersNow()).toEqual(orders);
  });

  it("is not brought back by a late webhook, nor by a sync of everything", async () => {
    await deliver(
      { topic: "customers/update", payload: changed() },
      { topic: "customers/redact", payload: { customer: customer(), orders_to_redact: [] } },
    );
    await startFullSync(own.shop);
    expect((await drive(own.shop)).state).toBe("done");
    expect(await foundOfPerson()).toEqual([]);
    const theirs = statement`SELECT 1 FROM orders WHERE customer_id = ${person.customer_id}`;
    expect(await (await openWarehouse(own.shop)).all(theirs)).toEqual([]);
    expect(await ordersNow()).toEqual(orders);
  });
});

describe("a shop that is forgotten", () => {
  it("leaves nothing but its name in the record that it was", async () => {
    const db = await state();
    expect(await recordUninstallation(db, own.shop, new Date())).toBe(true);
    expect(await deliver({ topic: "shop/redact", payload: { shop_domain: own.shop } })).toBe("done");
    await duePrivacy.run(new Date());
    const held = (await everything()).toString("latin1").toLowerCase();
    expect(held).toContain(own.shop);
    expect(held.replaceAll(own.shop, "")).not.toContain(own.word);
    expect(held.includes(`${own.shop}.duckdb`)).toBe(false);
    expect(await db.privacyRequest.findMany({ where: { shop: own.shop } })).toMatchObject([
      { kind: "shop_redact", state: "done", subject: null },
    ]);
    for (const rows of [db.job, db.session, db.webhookDelivery, db.segment] as unknown as {
      count(args: object): Promise<number>;
    }[])
      expect(await rows.count({ where: { shop: own.shop } })).toBe(0);
    const names = await readdir(two.harness.dataDir, { recursive: true });
    expect(names.filter((name) => name.includes(own.shop))).toEqual([]);
  });

  it("takes nothing of another's along", async () => {
    expect(await keptOf(other.shop)).toEqual(kept);
  });
});
