import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { scoreStore } from "~/customers/score.server";
import { defaultSettings } from "~/customers/settings";
import { fill, type TestStore } from "~/customers/testing/testWarehouse";
import type { State } from "~/state/client.server";
import { warehouseSql } from "~/warehouse/compile";
import type { Warehouse, WarehouseEngine } from "~/warehouse/engine";
import { awaitRecords } from "~/warehouse/loading/awaited.server";
import { noteChangedIds } from "~/warehouse/loading/changedCustomers.server";
import { noteGone } from "~/warehouse/loading/gone";
import type { MembershipRow, PastMembershipRow } from "~/warehouse/tables";
import { engineHeldToDialect } from "~/warehouse/testing/heldToDialect";
import { createEngine, openWarehouse, warehouseEngine } from "~/warehouse/warehouses.server";

/** Where the app keeps what a process has opened. */
const held = globalThis as { quintileWarehouses?: WarehouseEngine };

export const shop = "one.myshopify.com";
export const otherShop = "two.myshopify.com";
export const now = new Date("2026-11-27T12:00:00Z");
export const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

/** Two shops in this process's stores. Once per test file, as the environment is read once. */
export interface OpenShops {
  readonly dataDir: string;
  readonly stateUrl: string;
  readonly warehouse: Warehouse;
  close(): Promise<void>;
}

/** @param temporary of `temporaryProcessState()` */
export async function openShops(temporary: {
  readonly db: State;
  readonly url: string;
  remove(): Promise<void>;
}): Promise<OpenShops> {
  const dataDir = await mkdtemp(join(tmpdir(), "quintile-privacy-"));
  const onPostgresql = process.env.TEST_ENGINE === "postgresql";
  Object.assign(process.env, {
    ...(onPostgresql && { WAREHOUSE_URL: temporary.url, WAREHOUSE_CONNECTIONS: "4" }),
    LOG_LEVEL: "silent",
    SHOPIFY_APP_URL: "http://localhost:9",
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "hush",
    DATA_DIR: dataDir,
    QUINTILE_ENCRYPTION_KEYS: `a:${randomBytes(32).toString("base64")}`,
    WAREHOUSE_THREADS: "1",
  });
  held.quintileWarehouses = engineHeldToDialect(createEngine);
  for (const domain of [shop, otherShop]) await installed(temporary.db, domain);
  return {
    dataDir,
    stateUrl: temporary.url,
    warehouse: await openWarehouse(shop),
    async close() {
      await warehouseEngine().close();
      await temporary.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function installed(db: State, domain: string): Promise<void> {
  const facts = { currency: "EUR", timezone: "Europe/Amsterdam" };
  await db.shop.create({
    data: { domain, installedAt: inDays(-90), authorizedAt: inDays(-90), settings: {}, ...facts },
  });
}

export interface People extends Partial<TestStore> {
  readonly memberships?: readonly MembershipRow[];
  readonly pastMemberships?: readonly PastMembershipRow[];
  /** Customers who changed, are asked for, and of whom it was once said that they are gone. */
  readonly noted?: readonly bigint[];
}

/** Empties the warehouse of a shop and fills it, scored. */
export async function fillWith(
  warehouse: Warehouse,
  { memberships, pastMemberships, noted = [], ...facts }: People,
) {
  await fill(warehouse, facts);
  const counting = { analysisDate: "2026-11-27", timeZone: "Europe/Amsterdam", settings: defaultSettings };
  await scoreStore(warehouse, { ...counting, now });
  const rows = [
    memberships && warehouseSql.insertInto("memberships").values(memberships),
    pastMemberships && warehouseSql.insertInto("past_memberships").values(pastMemberships),
  ];
  for (const insert of rows) if (insert) await warehouse.run(insert.compile());
  await warehouse.transaction(async (connection) => {
    await awaitRecords(connection, "customers", noted, now);
    if (noted.length === 0) return;
    await connection.run(noteGone("customers", noted, now));
    await connection.run(noteChangedIds(noted, "edit", now));
  });
}
