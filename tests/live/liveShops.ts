import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { applyWebhooks } from "~/history/apply/applyWebhooks.server";
import { fetchChanged } from "~/history/fetchChanged.server";
import { startFullSync } from "~/history/fullSync.server";
import { latestReconciliations, type Reconciliation } from "~/history/reconciliation.server";
import { reconcile } from "~/history/reconcile.server";
import { activeRun } from "~/history/syncRun.server";
import type { AnyJobDefinition } from "~/jobs/worker.server";
import { action } from "~/routes/webhooks";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import { evaluateSegments } from "~/segments/membership/evaluate.server";
import { activeSegments } from "~/segments/segmentStore.server";
import { statement } from "~/warehouse/compile";
import { openWarehouse, warehouseEngine } from "~/warehouse/warehouses.server";

import type { ShopState } from "../../sandbox/admin/state";
import type { DeclaredWebhook } from "../../sandbox/admin/webhooks/declared";
import { drive, fingerprint, install, startHarness, type Harness } from "../sync/harness";
import type { SandboxStore } from "../../sandbox/stores/store";

/** Everything that changes a store's records. */
const topics = [
  ...[
    "orders/create",
    "orders/updated",
    "orders/cancelled",
    "orders/edited",
    "orders/delete",
    "refunds/create",
  ],
  ...["fulfillments/create", "fulfillments/update", "products/create", "products/update", "products/delete"],
  ...["customers/create", "customers/update", "customers/delete", "customers/merge", "customers/enable"],
  ...["customers/disable", "customers/purchasing_summary", "customer.tags_added", "customer.tags_removed"],
  ...["customers_email_marketing_consent/update", "customers_marketing_consent/update"],
  ...[
    "customers_whats_app_marketing_consent/update",
    "checkouts/create",
    "checkouts/update",
    "checkouts/delete",
  ],
];

export interface LiveShops {
  readonly harness: Harness;
  /** How the app answered webhooks, by status. */
  readonly answers: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

/** Stores whose webhooks are delivered to the app's route, over HTTP, in this process. */
export async function startLiveShops(stores: readonly SandboxStore[]): Promise<LiveShops> {
  const answers = new Map<number, number>();
  const receiver = createServer((request, response) => {
    void answered(request).then((answer) => {
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "localhost", resolve));
  const appUrl = `http://localhost:${String((receiver.address() as AddressInfo).port)}`;
  const harness = await startHarness({
    ...{ stores, appUrl, plan: "plus", timing: { bulkStartMs: 20, webhookRetryScale: 1e-7 } },
    webhooks: topics.map((topic): DeclaredWebhook => ({ topic, uri: "/webhooks" })),
    scopes: [
      "read_customers",
      "read_orders",
      "read_all_orders",
      "read_products",
      "read_fulfillments",
      "read_customer_merge",
    ],
  });
  return {
    harness,
    answers,
    async close() {
      await closed(receiver);
      await harness.close();
    },
  };
}

async function answered(request: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
  const asked = new Request("http://localhost/webhooks", {
    ...{ method: request.method ?? "GET", headers, body: Buffer.concat(chunks) },
  });
  try {
    return await action({ request: asked, params: {}, context: {} });
  } catch (error) {
    return error instanceof Response ? error : new Response(null, { status: 500 });
  }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Installs the app and syncs. */
export async function settle({ harness }: LiveShops, shop: string): Promise<ShopState> {
  await install(harness, shop);
  await startFullSync(shop);
  const { failure } = await drive(shop);
  if (failure) throw new Error(failure.what);
  const state = harness.sandbox.state.shops.get(shop);
  if (!state) throw new Error(`The sandbox has no ${shop}.`);
  return state;
}

/** Until every webhook was delivered, lost or given up. */
export async function delivered(shop: ShopState): Promise<void> {
  while (shop.deliveries.some(({ outcome }) => outcome === "waiting")) await sleep(20);
}

/** Runs a job as the queue would, without its waits. */
async function runJob(definition: AnyJobDefinition, shop: string, now: () => Date): Promise<void> {
  const context = { shop, payload: {}, signal: new AbortController().signal, now, attempt: 1 };
  while ((await definition.run(context)).kind === "again");
}

/** Applies what was delivered and asks for what webhooks leave out. */
export async function catchUp(shop: string, now = () => new Date()): Promise<void> {
  await runJob(applyWebhooks, shop, now);
  await runJob(fetchChanged, shop, now);
}

/** One reconciliation, with the sync that it may ask for, and what is asked for after it. */
export async function reconciled(shop: string, now = () => new Date()): Promise<Reconciliation[]> {
  const before = (await latestReconciliations(shop)).length;
  await runJob(reconcile, shop, now);
  while (await activeRun(shop)) {
    const { failure } = await drive(shop, { now });
    if (failure) throw new Error(failure.what);
  }
  await runJob(fetchChanged, shop, now);
  const after = await latestReconciliations(shop);
  return after.slice(0, after.length - before);
}

/** A fresh store cannot know when tags were added, and chooses its own breaks. */
const unlike: ReadonlySet<string> = new Set(["customer_tag_events", "rfm_scores"]);

/** The tables of facts, and the figures that are worked out of them. */
export async function factsOf(shop: string): Promise<Record<string, string>> {
  const kept = Object.entries(await fingerprint(shop)).filter(([table]) => !unlike.has(table));
  return Object.fromEntries(kept);
}

/** What a store comes to that is synced for the first time. */
export async function freshFactsOf(shop: string): Promise<Record<string, string>> {
  await warehouseEngine().drop(shop);
  await startFullSync(shop);
  await drive(shop);
  return factsOf(shop);
}

/** Brings all segments up to date, as the schedule has it done. */
export function refreshed(shop: string): Promise<void> {
  return runJob(refreshSegments, shop, () => new Date());
}

interface Member {
  readonly segment_id: number;
  readonly customer_id: bigint;
}

export async function membersOf(shop: string): Promise<Member[]> {
  const warehouse = await openWarehouse(shop);
  return warehouse.all(statement<Member>`
    SELECT segment_id, customer_id FROM memberships ORDER BY segment_id, customer_id`);
}

/** The members of the active segments as looking at every customer finds them, percentiles as they stood. */
export async function membersFoundAnew(shop: string): Promise<Member[]> {
  const warehouse = await openWarehouse(shop);
  const { segments } = await activeSegments(shop);
  const ids = segments.map(({ id }) => id);
  await evaluateSegments(warehouse, segments, ids, { now: new Date(), cause: "others" });
  return membersOf(shop);
}
