import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, inject, it, vi } from "vitest";

import { enqueue } from "~/jobs/queue.server";
import { openState } from "~/state/client.server";

import { freePort } from "../../sandbox/run/freePort";
import { runOnce } from "../../sandbox/run/once";
import { startSandboxWithApp } from "../../sandbox/run/sandboxWithApp";
import { openStore } from "../../sandbox/stores/openStore";
import { type AppProcess, shopifySecret, startProcess } from "./appProcess";
import { readMetrics, type Sample } from "./readMetrics";

const started: AppProcess[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.remove();
});

async function start(more: Record<string, string>): Promise<AppProcess> {
  const app = await startProcess(more);
  started.push(app);
  return app.ready();
}

const token = "a-token-that-nobody-guesses";
const bearer = { Authorization: `Bearer ${token}` };
const browser = { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0" };
const shop = "one.myshopify.com";

const valueOf = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}) =>
  samples.find(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value;

it("/metrics is not there unless it is asked for", async () => {
  const app = await start({});
  expect((await app.get("/metrics", { ...browser, ...bearer })).status).toBe(404);
});

it("with METRICS_TOKEN, /metrics is for whoever has it, of a worker too", async () => {
  for (const role of ["both", "worker"]) {
    const app = await start({ METRICS_TOKEN: token, ROLE: role, WAREHOUSE_URL: inject("postgresUrl") });
    for (const wrong of [
      "",
      "Bearer ",
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      token,
      `Basic ${token}`,
    ]) {
      const refused = await app.get("/metrics", { Authorization: wrong });
      expect(refused.status, wrong).toBe(401);
      expect(refused.text).not.toContain("quintile_");
    }
    const page = await app.get("/metrics", bearer);
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Type")).toMatch(/^text\/plain;.* version=0\.0\.4/);
    expect(valueOf(readMetrics(page.text), "process_resident_memory_bytes")).toBeGreaterThan(1e6);
  }
});

it("with METRICS_PORT, it has a port of its own, on this machine only, and nothing else is there", async () => {
  const port = await freePort();
  const app = await start({ METRICS_PORT: String(port) });
  const own = `http://127.0.0.1:${String(port)}`;
  expect((await fetch(`${own}/metrics`)).status).toBe(200);
  expect((await fetch(`${own}/app`)).status).toBe(404);
  expect((await app.get("/metrics", browser)).status).toBe(404);
  app.send("SIGTERM");
  expect(await app.ended).toBe(0);
});

it("refuses a token that is easily guessed", async () => {
  const app = await startProcess({ METRICS_TOKEN: "short" });
  started.push(app);
  expect(await app.ended).toBe(1);
  expect(app.lines.join("\n")).toMatch(/METRICS_TOKEN: must have at least 16 characters/);
  expect(app.lines.join("\n")).not.toContain("short");
});

it("counts requests by route, jobs by kind and outcome, the queue by kind and state, and the lag of webhooks", async () => {
  const app = await start({ METRICS_TOKEN: token });
  const db = await openState(`file:${app.dataDir}/state.db`);
  // One that its kind refuses, and two of a kind that nobody runs.
  await enqueue("full-sync", { shop, payload: { not: "known" } }, db);
  for (const name of ["two", "three"])
    await enqueue("nobody-runs-this", { shop: `${name}.myshopify.com`, payload: {} }, db);
  await vi.waitFor(async () => {
    expect(await db.job.count({ where: { state: "failed" } })).toBe(1);
  }, 20_000);

  const body = "{}";
  const webhook = (topic: string, secondsAgo: number) =>
    fetch(new URL("/webhooks", app.url), {
      method: "POST",
      headers: {
        ...browser,
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": shop,
        "X-Shopify-Webhook-Id": "1",
        "X-Shopify-Triggered-At": new Date(Date.now() - secondsAgo * 1_000).toISOString(),
        "X-Shopify-Hmac-Sha256": createHmac("sha256", shopifySecret).update(body).digest("base64"),
      },
      body,
    });
  await webhook("bulk_operations/finish", 100);
  await webhook("bulk_operations/finish", 20);
  await webhook("made/up", 1);
  for (const id of ["1", "22", "333"]) await app.get(`/app/segments/${id}?id_token=secret`, browser);
  await app.get("/app/segments/1.data", browser);
  for (const path of ["/x/y", "/%E0%A4%A", "/assets/nothing.js", "/toString", "/nowhere.data"])
    await app.get(path, browser);
  await (await fetch(new URL("/", app.url), { method: "PROPFIND", headers: browser })).text();

  const page = await app.get("/metrics", bearer);
  const samples = readMetrics(page.text);
  const requests = (labels: Record<string, string>) =>
    valueOf(samples, "quintile_http_request_duration_seconds_count", labels);
  expect(requests({ route: "/app/segments/:id", method: "GET", status: "302" })).toBe(3);
  expect(requests({ route: "/app/segments/:id", status: "202" })).toBe(1);
  expect(requests({ route: "/webhooks", method: "POST", status: "200" })).toBe(3);
  expect(requests({ route: "/*", method: "GET", status: "404" })).toBe(3);
  expect(requests({ route: "/assets/*", status: "404" })).toBe(1);
  expect(requests({ route: "unreadable" })).toBe(1);
  expect(requests({ route: "/", method: "other" })).toBe(1);

  expect(
    valueOf(samples, "quintile_job_run_duration_seconds_count", {
      kind: "full-sync",
      outcome: "dead_letter",
    }),
  ).toBe(1);
  expect(samples.filter(({ name }) => name === "quintile_jobs")).toEqual(
    expect.arrayContaining([
      { name: "quintile_jobs", labels: { kind: "full-sync", state: "failed" }, value: 1 },
      { name: "quintile_jobs", labels: { kind: "nobody-runs-this", state: "waiting" }, value: 2 },
    ]),
  );
  expect(valueOf(samples, "quintile_state_up")).toBe(1);

  const lag = (suffix: string, labels: Record<string, string>) =>
    valueOf(samples, `quintile_webhook_lag_seconds_${suffix}`, {
      topic: "bulk_operations/finish",
      ...labels,
    });
  expect(lag("count", {})).toBe(2);
  expect([lag("bucket", { le: "10" }), lag("bucket", { le: "60" }), lag("bucket", { le: "300" })]).toEqual([
    0, 1, 2,
  ]);
  expect(valueOf(samples, "quintile_webhook_lag_seconds_count", { topic: "other" })).toBe(1);

  // No shop, no address as it was asked for, and nothing that anybody could make up.
  expect(page.text).not.toMatch(/myshopify|secret|\/333|made\/up|PROPFIND|toString|x\/y/);
  await db.$disconnect();
});

it("says that the queue is not known where the state database does not answer, and the rest all the same", async () => {
  const app = await start({ METRICS_TOKEN: token });
  const db = await openState(`file:${app.dataDir}/state.db`);
  await enqueue("nobody-runs-this", { shop, payload: {} }, db);
  expect(valueOf(readMetrics((await app.get("/metrics", bearer)).text), "quintile_jobs")).toBe(1);
  await db.$executeRawUnsafe(`ALTER TABLE "Job" RENAME TO "Gone"`);
  const samples = readMetrics((await app.get("/metrics", bearer)).text);
  expect(valueOf(samples, "quintile_state_up")).toBe(0);
  expect(valueOf(samples, "quintile_jobs")).toBeUndefined();
  expect(valueOf(samples, "process_resident_memory_bytes")).toBeGreaterThan(1e6);
  await db.$disconnect();
});

it("counts the rows of a sync as they are in the store, and times previews", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "quintile-metrics-"));
  const opened = await openStore({ name: "generated", customers: 200 });
  process.env.METRICS_TOKEN = token;
  const running = await startSandboxWithApp({ ...opened, dataDir, log: () => undefined }).finally(() => {
    delete process.env.METRICS_TOKEN;
  });
  try {
    const report = await runOnce(running, "generated", () => undefined);
    const preview = async (body: string) =>
      fetch(new URL("/app/segments/preview/count", running.app().url), {
        method: "POST",
        headers: { ...browser, Authorization: `Bearer ${await running.sessionToken()}` },
        body,
      });
    expect((await preview("no rule")).status).toBe(422);
    const response = await fetch(new URL("/metrics", running.app().url), { headers: bearer });
    const samples = readMetrics(await response.text());
    expect(valueOf(samples, "quintile_sync_rows_total", { table: "customers" })).toBe(report.customers);
    expect(valueOf(samples, "quintile_sync_rows_total", { table: "orders" })).toBe(report.orders);
    expect(valueOf(samples, "quintile_sync_load_seconds_total")).toBeGreaterThan(0);
    expect(
      valueOf(samples, "quintile_job_run_duration_seconds_count", { kind: "full-sync", outcome: "done" }),
    ).toBeGreaterThan(0);
    expect(
      valueOf(samples, "quintile_preview_duration_seconds_count", { part: "count", outcome: "refused" }),
    ).toBe(1);
  } finally {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
