import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { runFolder } from "~/history/syncFiles.server";
import { activeRun, beginRun, endRun } from "~/history/syncRun.server";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";
import { statement } from "~/warehouse/compile";
import { openWarehouse } from "~/warehouse/warehouses.server";
import type { OrderRow } from "~/warehouse/tables";

import { personalTables } from "./forgetting/tables";
import { privacyJob } from "./privacyJob.server";
import { redactedAmong } from "./redacted.server";
import { total } from "./request";
import { newestRequests } from "./requests.server";
import { ask, work } from "./testing/ask";
import { fillWith, inDays, now, openShops, type OpenShops, otherShop, shop } from "./testing/openShop";
import { bob, orderIds, people, zdenka } from "./testing/people";

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
  for (const model of [db.privacyRequest, db.redactedCustomer, db.job, db.syncRun] as {
    deleteMany(): Promise<unknown>;
  }[])
    await model.deleteMany();
  await fillWith(shops.warehouse, people);
});

const byId = { customer: { id: Number(zdenka.id) }, orders_to_redact: [] };

/** Every row of every table as text. */
async function everything(): Promise<string[]> {
  const tables = await shops.warehouse.all(statement<{ name: string }>`
    SELECT CAST(table_name AS text) AS name FROM information_schema.tables
    WHERE table_catalog = current_database() AND table_schema = current_schema() ORDER BY table_name`);
  const rows: string[] = [];
  for (const { name } of tables) {
    const told = await shops.warehouse.all(
      statement<{ told: string }>`SELECT CAST(t AS text) AS told FROM ${sql.table(name)} AS t`,
    );
    rows.push(...told.map((row) => `${name} ${row.told}`));
  }
  return rows.sort();
}

const orders = () => shops.warehouse.all(statement<OrderRow>`SELECT * FROM orders ORDER BY order_id`);
const latest = async () => (await newestRequests(shop, 100))[0];

describe("somebody who is to be forgotten", () => {
  test("goes from every table, and everybody else stays as they were", async () => {
    const before = await everything();
    const marks = [String(zdenka.id), "uxwell", "Zde", "777188913", "Quxem"];
    const isTheirs = (row: string) => marks.some((mark) => row.includes(mark));
    // Each kind of personal table has something to forget.
    for (const { table } of personalTables)
      if (table !== "abandoned_checkout_lines")
        expect(before.filter((row) => row.startsWith(`${table} `)).some(isTheirs), table).toBe(true);

    await ask("customers/redact", byId);
    expect(await work()).toEqual({ kind: "done" });

    const after = await everything();
    expect(after.filter(isTheirs)).toEqual([]);
    // What of them stays is the two orders, their lines, and nothing else that was not there before.
    expect(after.filter((row) => !before.includes(row)).map((row) => row.split(" ")[0])).toEqual([
      ...["order_lines", "order_lines", "orders", "orders"],
    ]);
    expect(before.filter((row) => !isTheirs(row) && !after.includes(row))).toEqual([
      expect.stringMatching(/^abandoned_checkout_lines /),
    ]);
    expect(after.some((row) => row.includes(String(bob.id)))).toBe(true);
  });

  test("leaves the orders behind as nobody's, with what was sold and when", async () => {
    const [first] = await orders();
    await ask("customers/redact", byId);
    await work();
    expect((await orders())[0]).toEqual({
      ...first,
      customer_id: null,
      tags: [],
      discount_codes: [],
      city: null,
    });
    const lines = await shops.warehouse.all(statement`
      SELECT line_id, bought_by, bought_at, discounted_total FROM order_lines ORDER BY line_id LIMIT 2`);
    expect(lines).toEqual([
      { line_id: 1n, bought_by: null, bought_at: null, discounted_total: 2_500n },
      { line_id: 2n, bought_by: null, bought_at: null, discounted_total: 700n },
    ]);
  });

  test("is proven to be gone: how much was found, and that nothing was left", async () => {
    await ask("customers/redact", byId, { at: inDays(-2) });
    await work();
    const found = {
      ...{
        abandoned_checkout_lines: 1,
        abandoned_checkouts: 1,
        order_lines: 2,
        orders: 2,
        customer_metafields: 1,
      },
      ...{ customer_tag_events: 1, customer_metrics: 1, rfm_scores: 1, memberships: 1, past_memberships: 1 },
      ...{ changed_customers: 1, awaited_records: 1, gone_records: 1, customers: 1, downloads: 0 },
      ...{ waiting_webhooks: 0, kept_webhooks: 0 },
    };
    const left = Object.fromEntries(Object.keys(found).map((table) => [table, 0]));
    expect(await latest()).toMatchObject({ state: "done", finishedAt: now, subject: null, failure: null });
    expect((await latest())?.proof).toEqual({ found, left });
  });

  test("is remembered only as one who must not come back", async () => {
    await ask("customers/redact", byId);
    await work();
    expect(await redactedAmong(shop, [zdenka.id, bob.id])).toEqual(new Set([zdenka.id]));
    expect(await redactedAmong(otherShop, [zdenka.id])).toEqual(new Set());
    const kept = JSON.stringify([await db.privacyRequest.findMany(), await db.redactedCustomer.findMany()]);
    expect(kept).not.toContain(String(zdenka.id));
  });

  test.each([
    ["address, in other letters", { customer: { email: zdenka.email.toUpperCase() } }],
    ["phone number, written otherwise", { customer: { id: null, phone: "+420 777 188 913" } }],
    ["address, where their number is not known here", { customer: { id: 1, email: zdenka.email } }],
  ])("is found by their %s", async (_, payload) => {
    await ask("customers/redact", payload);
    await work();
    expect((await latest())?.proof).toMatchObject({
      found: { customers: 1, orders: 2 },
      left: { customers: 0 },
    });
    expect(await redactedAmong(shop, [zdenka.id])).toEqual(new Set([zdenka.id]));
  });

  test("is not taken for somebody else who has their address, where their number is known", async () => {
    await ask("customers/redact", { customer: { id: Number(zdenka.id), email: bob.email } });
    await work();
    expect(await redactedAmong(shop, [zdenka.id, bob.id])).toEqual(new Set([zdenka.id]));
  });

  test("takes along the orders that are named, whoever's they are by now", async () => {
    await ask("customers/redact", { customer: { id: 1 }, orders_to_redact: [Number(orderIds.ofNobody)] });
    await work();
    const [order] = (await orders()).slice(-1);
    expect(order).toMatchObject({ order_id: orderIds.ofNobody, city: null, total: 100n });
    expect((await latest())?.proof).toMatchObject({
      found: { orders: 1, customers: 0 },
      left: { orders: 0 },
    });
  });

  test("whom nobody knows here, or whose shop never had the app, is forgotten at once", async () => {
    await ask("customers/redact", { customer: { id: 1, email: "nobody@example.com" } });
    await ask("customers/redact", { customer: { id: 1 } }, { of: "never.myshopify.com" });
    await work();
    await work({ of: "never.myshopify.com" });
    for (const request of [await latest(), (await newestRequests("never.myshopify.com", 100))[0]]) {
      expect(request?.state).toBe("done");
      expect(total(request?.proof?.found ?? { none: 1 })).toBe(0);
    }
    expect(await db.redactedCustomer.count({ where: { shop: "never.myshopify.com" } })).toBe(0);
  });

  test("is forgotten in the requests for their data, too, and what nobody downloaded is refused", async () => {
    await ask("customers/data_request", { customer: { email: zdenka.email } });
    await ask("customers/data_request", { customer: { id: Number(bob.id) } });
    await ask("customers/redact", { customer: { id: Number(zdenka.id) } });
    await work();
    const requests = (await newestRequests(shop, 100)).filter(({ kind }) => kind === "data_request");
    expect(requests.map(({ state, failure, subject }) => [state, failure, subject === null]).sort()).toEqual([
      ["ready", null, false],
      ["refused", "forgotten", true],
    ]);
  });
});

describe("what was downloaded by a sync", () => {
  const inFolder = (runId: string) => join(runFolder(shop, runId), "customers-1.jsonl");
  const leaveFile = async (runId: string) => {
    await mkdir(dirname(inFolder(runId)), { recursive: true });
    await writeFile(inFolder(runId), zdenka.email);
  };

  test("goes where it failed, and is waited for where it is under way", async () => {
    const run = await beginRun(shop, now);
    await leaveFile("given-up");
    await leaveFile(run.id);
    await ask("customers/redact", byId);
    expect(await work()).toEqual({ kind: "again", at: new Date(now.getTime() + 600_000) });
    expect(await readdir(dirname(dirname(inFolder(run.id))))).toEqual([run.id]);
    expect(await latest()).toMatchObject({ state: "open", finishedAt: null });

    await endRun(run, { phases: run.phases, failure: null }, now);
    expect(await activeRun(shop)).toBeNull();
    expect(await work({ at: inDays(1) })).toEqual({ kind: "done" });
    expect(await latest()).toMatchObject({ state: "done", subject: null });
    // As it was found, not what the second look still found.
    expect((await latest())?.proof).toMatchObject({
      found: { customers: 1, downloads: 2 },
      left: { downloads: 0 },
    });
  });
});

describe("a request that cannot be done", () => {
  test("holds up no other, is tried again, and is put aside in the end", async () => {
    await ask("customers/redact", byId, { at: inDays(-3) });
    await db.privacyRequest.updateMany({ data: { subject: "v1.gone.AAAA" } });
    await ask("customers/redact", { customer: { id: Number(bob.id) } });
    await expect(work()).rejects.toThrow('sealed with key "gone"');
    const states = async () =>
      (await newestRequests(shop, 100)).map(({ state, failure }) => [state, failure]);
    expect(await states()).toEqual([
      ["done", null],
      ["open", "fault"],
    ]);
    await privacyJob.onFailed?.(
      { shop, attempt: 8, signal: new AbortController().signal, now: () => now },
      null,
    );
    expect(await states()).toEqual([
      ["done", null],
      ["failed", "fault"],
    ]);
  });
});

/** Everything that the app keeps, as bytes: the files of both stores, or on PostgreSQL the tables' rows and what is noted of them. */
async function everyByte(): Promise<Buffer> {
  if (process.env.TEST_ENGINE === "postgresql") {
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
  const folders = [shops.dataDir, dirname(shops.stateUrl.slice("file:".length))];
  const files = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
    }),
  );
  return Buffer.concat(await Promise.all(files.flat().map((file) => readFile(file))));
}

test("no byte of them is left anywhere, of whatever was written before", async () => {
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(zdenka.id);
  const marks: readonly (string | Buffer)[] = [
    ...[
      zdenka.firstName,
      zdenka.lastName,
      zdenka.email,
      zdenka.email.toLowerCase(),
      zdenka.phone,
      zdenka.city,
    ],
    ...[zdenka.tag, zdenka.note, zdenka.code, zdenka.topic, "uxwell", "188913", String(zdenka.id)],
  ];
  const inFiles = process.env.TEST_ENGINE !== "postgresql";
  const count = async () => {
    const held = await everyByte();
    return [...marks, ...(inFiles ? [id] : [])].filter((mark) => held.includes(mark));
  };
  if (inFiles) {
    // So that what is left can be seen. The other shop keeps the one DuckDB that both are attached to while the file is changed.
    const beside = await openWarehouse(otherShop);
    await beside.run(statement`PRAGMA force_compression = 'uncompressed'`);
    await fillWith(shops.warehouse, people);
    await shops.warehouse.run(statement`CHECKPOINT`);
  }
  const named = { id: Number(orderIds.ofNobody), customer: { id: Number(zdenka.id), email: zdenka.email } };
  for (const [webhookId, appliedAt] of [
    ["waits", null],
    ["was applied", now],
  ] as const) {
    const webhook = { shop, webhookId, topic: "customers/update", receivedAt: now, appliedAt };
    await db.webhookDelivery.create({ data: { ...webhook, payload: JSON.stringify(named) } });
  }
  expect((await count()).length).toBeGreaterThan(10);
  await ask("customers/data_request", { customer: { email: zdenka.email, phone: zdenka.phone } });
  await ask("customers/redact", {
    customer: { id: Number(zdenka.id), email: zdenka.email, phone: zdenka.phone },
  });
  expect(await work()).toEqual({ kind: "done" });
  expect(await count()).toEqual([]);
});

test("whatever the warehouse keeps under a customer's number is forgotten with them", async () => {
  const columns = await shops.warehouse.all(statement<{ name: string }>`
    SELECT DISTINCT CAST(table_name AS text) AS name FROM information_schema.columns
    WHERE table_catalog = current_database() AND table_schema = current_schema()
      AND column_name IN ('customer_id', 'bought_by', 'email', 'phone')`);
  const known: readonly string[] = personalTables.map(({ table }) => table);
  expect(columns.length).toBeGreaterThan(8);
  expect(columns.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
});
