import { afterEach, expect, inject, it, vi } from "vitest";

import { enqueue } from "~/jobs/queue.server";
import { openState } from "~/state/client.server";

import { type AppProcess, logOf, startProcess } from "./appProcess";

const started: AppProcess[] = [];

async function start(more: Record<string, string>): Promise<AppProcess> {
  const app = await startProcess(more);
  started.push(app);
  return app.ready();
}

afterEach(async () => {
  for (const app of started.splice(0)) await app.remove();
});

const shop = "one.myshopify.com";
const browser = { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0" };

/** A job whose payload its kind refuses: whoever runs jobs puts it aside. */
async function stateAfterAJob(app: AppProcess): Promise<() => Promise<string>> {
  const db = await openState(`file:${app.dataDir}/state.db`);
  await enqueue("full-sync", { shop, payload: { not: "known" } }, db);
  return async () => (await db.job.findFirstOrThrow()).state;
}

it.each([
  { role: "web", answersPages: true, runsJobs: false },
  { role: "worker", answersPages: false, runsJobs: true },
  { role: "both", answersPages: true, runsJobs: true },
])("ROLE=$role answers pages: $answersPages, runs jobs and the schedule: $runsJobs", async (expected) => {
  const WAREHOUSE_URL = inject("postgresUrl");
  const app = await start({ ROLE: expected.role, WAREHOUSE_URL });
  await vi.waitFor(() => {
    expect(logOf(app)).toContainEqual(expect.objectContaining({ role: expected.role }));
  });
  expect(await app.get("/healthz")).toMatchObject({ status: 200, text: "alive\n" });
  expect(await app.get("/readyz")).toMatchObject({ status: 200, text: "ready\n" });
  const page = expected.answersPages ? 200 : 404;
  expect((await app.get("/", browser)).status).toBe(page);
  expect((await app.get("/favicon.svg")).status).toBe(page);
  const webhook = await fetch(new URL("/webhooks", app.url), {
    method: "POST",
    headers: browser,
    body: "{}",
  });
  expect(webhook.status).toBe(expected.answersPages ? 401 : 404);

  const db = await openState(`file:${app.dataDir}/state.db`);
  const jobState = await stateAfterAJob(app);
  if (expected.runsJobs) {
    await vi.waitFor(async () => {
      expect(await jobState()).toBe("failed");
      expect(await db.lease.count({ where: { name: { startsWith: "schedule " } } })).toBeGreaterThan(0);
    }, 20_000);
    const { id } = await db.job.findFirstOrThrow();
    await vi.waitFor(() => {
      const line = logOf(app).find(({ msg }) => msg === "A job was put aside as failed.");
      expect(line).toMatchObject({ shop, kind: "full-sync", job: id });
    });
  } else {
    // As good as any wait: the worker of another process takes it, and this one had the whole time for it.
    const worker = await start({ ROLE: "worker", WAREHOUSE_URL, DATA_DIR: app.dataDir });
    await vi.waitFor(async () => {
      expect(await jobState()).toBe("failed");
    }, 20_000);
    await vi.waitFor(() => {
      expect(logOf(worker).some(({ kind }) => kind === "full-sync")).toBe(true);
    });
    expect(logOf(app).some(({ kind }) => kind === "full-sync")).toBe(false);
  }
  await db.$disconnect();
});

it.each([
  { role: "boss", said: /ROLE: .*"web"/ },
  { role: "web", said: /ROLE: .*WAREHOUSE_URL/ },
  { role: "worker", said: /ROLE: .*WAREHOUSE_URL/ },
])("refuses ROLE=$role without another database, and says which variable", async ({ role, said }) => {
  const app = await startProcess({ ROLE: role });
  started.push(app);
  expect(await app.ended).toBe(1);
  expect(app.lines.join("\n")).toMatch(said);
  // A message for whoever set it, without a stack.
  expect(app.lines.join("\n")).not.toContain(" at ");
});

it("writes one line for a request, without its query or its tokens", async () => {
  const app = await start({ LOG_LEVEL: "trace" });
  const secret = "secret-of-the-session";
  await app.get(`/app?id_token=${secret}&shop=${shop}`, { ...browser, Authorization: `Bearer ${secret}` });
  await app.get(`/nowhere/at%20all?q=${secret}`, browser);
  await fetch(new URL(`/webhooks?hmac=${secret}`, app.url), {
    method: "POST",
    headers: { ...browser, "X-Shopify-Hmac-Sha256": secret, "X-Shopify-Shop-Domain": shop },
    body: JSON.stringify({ email: `${secret}@example.com` }),
  });
  await vi.waitFor(() => {
    expect(logOf(app).filter(({ path }) => path !== undefined)).toMatchObject([
      { method: "GET", path: "/app", status: 401 },
      { method: "GET", path: "/nowhere/at%20all", status: 404 },
      { method: "POST", path: "/webhooks", status: 401 },
    ]);
  });
  expect(app.lines.join("\n")).not.toContain(secret);
  // Anybody can write a shop into a request; none of these three proved theirs.
  expect(logOf(app).filter((line) => "shop" in line)).toEqual([]);
  for (const { ms } of logOf(app).filter(({ path }) => path !== undefined)) expect(ms).toBeTypeOf("number");
});

it("lets files with a hash in their name be kept for good, others for an hour, and packs what is text", async () => {
  const app = await start({});
  const page = await app.get("/", browser);
  const asset = /\/assets\/[^"]+\.js/.exec(page.text)?.[0] ?? "";
  const script = await app.get(asset, { "Accept-Encoding": "gzip" });
  expect(script.status).toBe(200);
  expect(script.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
  expect((await app.get("/favicon.svg")).headers.get("Cache-Control")).toBe("public, max-age=3600");
  expect(page.headers.get("Cache-Control")).toBe("no-store");
  const packed = await fetch(new URL("/", app.url), { headers: { ...browser, "Accept-Encoding": "gzip" } });
  expect(packed.headers.get("Content-Encoding")).toBe("gzip");
  // A file that an older page asks for is not there; what answers instead must not be kept.
  expect((await app.get("/assets/gone-1a2b3c.js", browser)).headers.get("Cache-Control")).toBe("no-store");
});
