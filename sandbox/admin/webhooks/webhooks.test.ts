import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CLIENT, startSandbox, type TestSandbox } from "../testing/startSandbox";
import { SHOP } from "../testing/tinyStore";

let sandbox: TestSandbox;
let receiver: Server;
let address: string;
let received: { path: string; headers: IncomingHttpHeaders; body: string }[];
/** Statuses that the receiver answers next; 200 when none is left. */
let answers: number[];

beforeEach(async () => {
  received = [];
  answers = [];
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(answers.shift() ?? 200);
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "localhost", resolve));
  address = `http://localhost:${String((receiver.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  await sandbox.close();
  await new Promise((resolve) => receiver.close(resolve));
});

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}

interface LoggedDelivery {
  topic: string;
  outcome: string;
  attempts: { status: number | null }[];
}
const deliveries = async (): Promise<LoggedDelivery[]> =>
  (await sandbox.control("GET", "/deliveries")).body as LoggedDelivery[];

const bulkFinish = { topic: "bulk_operations/finish", uri: "/webhooks/bulk", name: "bulk" };
const start = (retryScale = 1): Promise<TestSandbox> =>
  startSandbox({
    appUrl: address,
    webhooks: [
      bulkFinish,
      { topic: "app/uninstalled", uri: "/webhooks/gone", includeFields: ["id", "domain"] },
    ],
    timing: { bulkStartMs: 1, webhookRetryScale: retryScale },
  });
const runBulk = (): Promise<unknown> =>
  sandbox.graphql('mutation{bulkOperationRunQuery(query:"{orders{edges{node{id}}}}"){bulkOperation{id}}}');

describe("webhooks", () => {
  it("announce a finished bulk operation, signed over the raw body", async () => {
    sandbox = await start();
    await runBulk();
    await eventually(() => received.length === 1);
    const [{ path, headers, body }] = received as [(typeof received)[0]];
    expect(path).toBe("/webhooks/bulk");
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-shopify-topic": "bulk_operations/finish",
      "x-shopify-shop-domain": SHOP,
      "x-shopify-api-version": "2026-10",
      "x-shopify-name": "bulk",
      "x-shopify-triggered-at": "2026-11-22T12:00:00.000Z",
      "x-shopify-hmac-sha256": createHmac("sha256", CLIENT.clientSecret).update(body).digest("base64"),
    });
    expect(headers["x-shopify-webhook-id"]).toMatch(/^[\w-]{36}$/);
    expect(headers["x-shopify-event-id"]).not.toBe(headers["x-shopify-webhook-id"]);
    expect(JSON.parse(body)).toEqual({
      admin_graphql_api_id: expect.stringMatching(/^gid:\/\/shopify\/BulkOperation\/\d+$/) as string,
      completed_at: "2026-11-22T12:00:00Z",
      created_at: "2026-11-22T12:00:00Z",
      error_code: null,
      status: "completed",
      type: "query",
    });
    await eventually(async () => (await deliveries())[0]?.outcome === "delivered");
  });

  it("go to subscriptions made by the API, once per address, and stop when one is deleted", async () => {
    sandbox = await start();
    const create = (uri: string) =>
      sandbox.graphql(
        `mutation($uri:String!){webhookSubscriptionCreate(topic:BULK_OPERATIONS_FINISH,webhookSubscription:{uri:$uri}){
          webhookSubscription{id topic uri format} userErrors{field message}}}`,
        { uri },
      );
    const { body } = await create(`${address}/api-made`);
    const made = (
      body.data as never as { webhookSubscriptionCreate: { webhookSubscription: { id: string } } }
    ).webhookSubscriptionCreate;
    expect(made).toMatchObject({
      webhookSubscription: { topic: "BULK_OPERATIONS_FINISH", uri: `${address}/api-made`, format: "JSON" },
      userErrors: [],
    });
    expect((await create(`${address}/api-made`)).body.data).toMatchObject({
      webhookSubscriptionCreate: {
        webhookSubscription: null,
        userErrors: [{ message: "Address for this topic has already been taken" }],
      },
    });
    const list = await sandbox.graphql("{webhookSubscriptions(first:5){nodes{id}}}");
    expect(list.body.data).toEqual({
      webhookSubscriptions: { nodes: [{ id: made.webhookSubscription.id }] },
    });

    await runBulk();
    await eventually(() => received.length === 2);
    expect(received.map(({ path }) => path).sort()).toEqual(["/api-made", "/webhooks/bulk"]);
    const [one, other] = received;
    expect(one?.headers["x-shopify-event-id"]).toBe(other?.headers["x-shopify-event-id"]);
    expect(one?.headers["x-shopify-webhook-id"]).not.toBe(other?.headers["x-shopify-webhook-id"]);

    await sandbox.graphql(
      "mutation($id:ID!){webhookSubscriptionDelete(id:$id){deletedWebhookSubscriptionId}}",
      {
        id: made.webhookSubscription.id,
      },
    );
    await runBulk();
    await eventually(() => received.length === 3);
    expect(received[2]?.path).toBe("/webhooks/bulk");
  });

  it("refuse a topic that the sandbox never sends", async () => {
    sandbox = await start();
    const { body } = await sandbox.graphql(
      `mutation{webhookSubscriptionCreate(topic:THEMES_PUBLISH,webhookSubscription:{uri:"${address}"}){userErrors{message}}}`,
    );
    expect(body.errors?.[0]?.message).toBe(
      "The sandbox has no implementation of the webhook topic THEMES_PUBLISH",
    );
  });

  it("are tried again with the same body and id until one is answered with 2xx", async () => {
    answers = [500, 302, 200];
    sandbox = await start(1e-6);
    await runBulk();
    await eventually(async () => (await deliveries())[0]?.outcome === "delivered");
    expect((await deliveries())[0]?.attempts.map(({ status }) => status)).toEqual([500, 302, 200]);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers["x-shopify-webhook-id"])).size).toBe(1);
  });

  it("are given up after eight retries; an API-made subscription goes, a declared one stays", async () => {
    answers = Array.from({ length: 18 }, () => 503);
    sandbox = await start(1e-6);
    await sandbox.graphql(
      `mutation{webhookSubscriptionCreate(topic:BULK_OPERATIONS_FINISH,webhookSubscription:{uri:"${address}/api-made"}){userErrors{message}}}`,
    );
    await runBulk();
    await eventually(async () => {
      const all = await deliveries();
      return all.length === 2 && all.every(({ outcome }) => outcome === "failed");
    });
    expect((await deliveries()).map(({ attempts }) => attempts.length)).toEqual([9, 9]);
    const { body } = await sandbox.control("GET", "/subscriptions");
    expect((body as { uri: string }[]).map(({ uri }) => uri)).toEqual([
      `${address}/webhooks/bulk`,
      `${address}/webhooks/gone`,
    ]);
  });

  it("are lost, doubled and late when told so", async () => {
    sandbox = await start();
    for (const fault of [{ effect: "lose" }, { effect: "duplicate" }, { effect: "late", delayMs: 60 }]) {
      await sandbox.control("POST", "/faults", {
        kind: "webhook",
        topic: "bulk_operations/finish",
        ...fault,
      });
    }
    await runBulk();
    await eventually(async () => (await deliveries()).length === 1);
    expect((await deliveries())[0]).toMatchObject({ outcome: "lost", attempts: [] });
    await runBulk();
    await eventually(() => received.length === 2);
    expect(received[0]?.headers["x-shopify-webhook-id"]).toBe(received[1]?.headers["x-shopify-webhook-id"]);
    await runBulk();
    await eventually(async () => (await deliveries()).length === 4);
    expect((await deliveries())[3]?.outcome).toBe("waiting");
    await eventually(() => received.length === 3);
  });

  it("tell of the uninstallation, with only the fields that were asked for", async () => {
    sandbox = await start();
    await sandbox.control("POST", "/uninstall");
    await eventually(() => received.length === 1);
    expect(received[0]?.path).toBe("/webhooks/gone");
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({ id: 1, domain: SHOP });
    expect((await sandbox.control("POST", "/uninstall")).status).toBe(409);
  });
});
