import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Session } from "@shopify/shopify-api";
import { sql } from "kysely";

import { fullSync } from "~/history/fullSync.server";
import type { SyncProgress } from "~/history/progress";
import { readProgress } from "~/history/progress.server";
import { createSessionStorage } from "~/shopify/sessionStorage.server";
import { state } from "~/state/client.server";
import { temporaryDatabase } from "~/state/testing/temporaryDatabase";
import { statement } from "~/warehouse/compile";
import type { Warehouse, WarehouseEngine } from "~/warehouse/engine";
import { engineHeldToDialect } from "~/warehouse/testing/heldToDialect";
import { createEngine, openWarehouse, warehouseEngine } from "~/warehouse/warehouses.server";

import { signSessionToken } from "../../sandbox/admin/sessionToken";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/server";
import { generateStore } from "../../sandbox/stores/generate";
import type { SandboxStore } from "../../sandbox/stores/store";

/** Where the app keeps what a process has opened. */
const held = globalThis as { quintileWarehouses?: WarehouseEngine };

export const clientId = "test-client";
export const clientSecret = "test-secret";
export const allScopes = ["read_customers", "read_orders", "read_all_orders", "read_products"];

/** The app's state and warehouses in a fresh folder (or database, where the suite is on PostgreSQL), beside a sandbox with some stores. One per process. */
export interface Harness {
  readonly sandbox: Sandbox;
  readonly dataDir: string;
  /** Environment for a child process that shares state, warehouses and sandbox. */
  readonly env: Readonly<Record<string, string>>;
  /** Lets another process have the warehouses; they are opened again when this one next wants one. */
  releaseWarehouses(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param given.database where both stores are kept, if not where the suite keeps them; whoever gives one removes it
 */
export async function startHarness(
  options: Partial<SandboxOptions> & Pick<SandboxOptions, "stores">,
  given: { readonly database?: { readonly url: string } } = {},
): Promise<Harness> {
  const dataDir = await mkdtemp(join(tmpdir(), "quintile-sync-"));
  const sandbox = await createSandbox({
    clientId,
    clientSecret,
    scopes: allScopes,
    timing: { bulkStartMs: 20 },
    ...options,
  });
  const own =
    given.database === undefined && process.env.TEST_ENGINE === "postgresql"
      ? await temporaryDatabase()
      : null;
  const database = given.database ?? own;
  const env = {
    ...(database && { DATABASE_URL: database.url, WAREHOUSE_URL: database.url, WAREHOUSE_CONNECTIONS: "6" }),
    NODE_ENV: "test",
    LOG_LEVEL: "silent",
    SHOPIFY_APP_URL: "http://localhost:9",
    SHOPIFY_API_KEY: clientId,
    SHOPIFY_API_SECRET: clientSecret,
    SHOPIFY_SANDBOX_URL: sandbox.url,
    DATA_DIR: dataDir,
    QUINTILE_ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    WAREHOUSE_THREADS: "1",
  };
  Object.assign(process.env, env);
  held.quintileWarehouses = engineHeldToDialect(createEngine);
  return {
    sandbox,
    dataDir,
    env,
    async releaseWarehouses() {
      await warehouseEngine().close();
      held.quintileWarehouses = engineHeldToDialect(createEngine);
    },
    async close() {
      await warehouseEngine().close();
      await (await state()).$disconnect();
      await sandbox.close();
      await own?.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One moment for all stores of a process: made a second later, a store is another. */
const storesEnd = new Date();

/** A generated store under a name of its own. Equal sizes give equal stores. */
export function storeNamed(name: string, customers = 120, currencyCode = "USD"): SandboxStore {
  const store = generateStore({ seed: 7, customers, now: storesEnd, currencyCode });
  return { ...store, shop: { ...store.shop, myshopifyDomain: `${name}.myshopify.com` } };
}

/** What opening the app for the first time leaves behind: an offline token from Shopify's token exchange. */
export async function install(
  { sandbox }: { readonly sandbox: Pick<Sandbox, "url"> },
  shop: string,
): Promise<void> {
  const token = await signSessionToken({ shop, clientId, clientSecret, userId: "1", now: Date.now() });
  const response = await fetch(`${sandbox.url}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "X-Forwarded-Host": shop, "Content-Type": "application/json" },
    body: JSON.stringify({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: token,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
    }),
  });
  if (!response.ok)
    throw new Error(`Token exchange failed: ${String(response.status)} ${await response.text()}`);
  const pair = (await response.json()) as {
    access_token: string;
    scope: string;
    expires_in: number;
    refresh_token: string;
    refresh_token_expires_in: number;
  };
  const session = new Session({
    id: `offline_${shop}`,
    shop,
    state: "",
    isOnline: false,
    accessToken: pair.access_token,
    scope: pair.scope,
    expires: new Date(Date.now() + pair.expires_in * 1_000),
    refreshToken: pair.refresh_token,
    refreshTokenExpires: new Date(Date.now() + pair.refresh_token_expires_in * 1_000),
  });
  await createSessionStorage(state).storeSession(session);
}

export interface Drive {
  /** Shifts the job's clock at each run: days pass in a blink. */
  readonly now?: () => Date;
  /** Called before each run of the job. */
  readonly before?: (nthRun: number) => Promise<void> | void;
}

/**
 * Runs the sync's job as the queue would, without its waits: again when it asks to be run again or a passing failure
 * is thrown, until it is done or has failed for good.
 */
export async function drive(
  shop: string,
  { now = () => new Date(), before }: Drive = {},
): Promise<SyncProgress> {
  const context = { shop, payload: {}, signal: new AbortController().signal, now };
  let attempt = 1;
  for (let run = 1; ; run += 1) {
    await before?.(run);
    try {
      const outcome = await fullSync.run({ ...context, attempt });
      if (outcome.kind === "done") break;
      await new Promise((resolve) => setTimeout(resolve, 15));
    } catch (error) {
      const isPermanent = error instanceof Error && error.name === "PermanentError";
      if (isPermanent || attempt === fullSync.maxAttempts) {
        await fullSync.onFailed?.({ ...context, attempt }, error);
        break;
      }
      attempt += 1;
    }
  }
  const progress = await readProgress(shop, now());
  if (!progress) throw new Error(`${shop} has no sync.`);
  return progress;
}

/** Uses a control endpoint of the sandbox for one shop (see sandbox/README.md). */
export async function control(
  { sandbox }: Harness,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  shop: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/sandbox/shops/${shop}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
  return JSON.parse(text);
}

/** The bulk operations that the shop was ever asked for. */
export async function bulkOperations(
  harness: Harness,
  shop: string,
): Promise<{ id: string; query: string }[]> {
  return (await control(harness, "GET", shop, "/bulk-operations")) as { id: string; query: string }[];
}

export const tables = [
  "products",
  "customers",
  "orders",
  "order_lines",
  "refunds",
  "fulfillments",
  "collections",
  "product_collections",
  "customer_metafields",
  "customer_tag_events",
  "abandoned_checkouts",
  "abandoned_checkout_lines",
  "customer_metrics",
  "rfm_scores",
] as const;

/** Rows and a hash of each table: equal exactly when the tables hold the same rows, in any order. */
export async function fingerprintOf(warehouse: Warehouse): Promise<Record<string, string>> {
  const entries = tables.map(async (table) => {
    const [row] = await warehouse.all(
      statement<{ rows: bigint; hash: string }>`
        SELECT count(*) AS rows, coalesce(md5(string_agg(told, ' ' ORDER BY told)), '0') AS hash
        FROM (SELECT md5(CAST(t AS text)) AS told FROM ${sql.table(table)} AS t) AS records`,
    );
    return [table, `${String(row?.rows)} rows, ${row?.hash ?? ""}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

export async function fingerprint(shop: string): Promise<Record<string, string>> {
  return fingerprintOf(await openWarehouse(shop));
}
