import { createHmac } from "node:crypto";

import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { enqueue } from "~/jobs/queue.server";
import { openState, type State } from "~/state/client.server";

import { freePort } from "../../sandbox/run/freePort";
import { signSessionToken } from "../../sandbox/admin/sessionToken";
import { type AppProcess, logOf, shopifySecret, startProcess } from "./appProcess";

const shop = "one.myshopify.com";
const browser = { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0" };

let port: number;
let postgres: PGlite;
let server: PGLiteSocketServer;
let app: AppProcess;
/** When the job comes due that nobody can claim. */
let dueAt: number;

async function databaseStarts(): Promise<void> {
  server = new PGLiteSocketServer({ db: postgres, port, host: "127.0.0.1", maxConnections: 20 });
  await server.start();
}

/** Whoever is connected is cut off; whoever connects is refused. */
const databaseStops = () => server.stop();

const url = () => `postgresql://postgres@127.0.0.1:${String(port)}/postgres`;

beforeAll(async () => {
  port = await freePort();
  postgres = await PGlite.create();
  await databaseStarts();
  app = await (await startProcess({ DATABASE_URL: url() })).ready();
});
afterAll(async () => {
  await app.remove();
  await databaseStops();
  await postgres.close();
});

async function withState<Result>(work: (db: State) => Promise<Result>): Promise<Result> {
  const db = await openState(url());
  try {
    return await work(db);
  } finally {
    await db.$disconnect();
  }
}

async function signedIn(accept: string): Promise<Record<string, string>> {
  const token = await signSessionToken({
    shop,
    clientId: "key",
    clientSecret: shopifySecret,
    userId: "42",
    now: Date.now(),
  });
  return { ...browser, Accept: accept, Authorization: `Bearer ${token}` };
}

function uninstalled(): Promise<Response> {
  const body = "{}";
  return fetch(new URL("/webhooks", app.url), {
    method: "POST",
    headers: {
      ...browser,
      "X-Shopify-Topic": "app/uninstalled",
      "X-Shopify-Shop-Domain": shop,
      "X-Shopify-Webhook-Id": "1",
      "X-Shopify-Hmac-Sha256": createHmac("sha256", shopifySecret).update(body).digest("base64"),
    },
    body,
  });
}

describe("while the state database is down in the middle", () => {
  it("the process lives, says that it is not ready, and answers 503 in words instead of 500", async () => {
    expect((await app.get("/readyz")).status).toBe(200);
    dueAt = Date.now() + 1_000;
    await withState((db) => enqueue("full-sync", { shop, payload: {}, runAt: new Date(dueAt) }, db));
    await databaseStops();

    expect((await app.get("/healthz")).status).toBe(200);
    await vi.waitFor(async () => {
      expect(await app.get("/readyz")).toMatchObject({
        status: 503,
        text: "the state database cannot be reached\n",
      });
    }, 10_000);

    const page = await app.get("/app", await signedIn("text/html"));
    expect(page.status).toBe(503);
    expect(page.headers.get("Retry-After")).toBe("10");
    expect(page.text).toContain("Quintile cannot reach its database at the moment.");
    expect(page.text).toContain("Try again");
    const fetched = await app.get("/app.data", await signedIn("*/*"));
    expect([fetched.status, fetched.headers.get("Retry-After")]).toEqual([503, "10"]);
    const asked = await app.get("/app/progress", await signedIn("application/json"));
    expect(asked).toMatchObject({ status: 503 });
    expect(JSON.parse(asked.text)).toEqual({
      ok: false,
      message: expect.stringContaining("cannot be reached") as string,
    });
    // Shopify delivers a webhook again that is not answered with 200.
    const webhook = await uninstalled();
    expect([webhook.status, webhook.headers.get("Retry-After")]).toEqual([503, "10"]);
    for (const { text } of [page, fetched, asked])
      expect(text).not.toMatch(/127\.0\.0\.1|prisma|ECONNREFUSED|P1001/i);
    await vi.waitFor(() => {
      const turnedAway = logOf(app).filter(({ reason }) => reason === "cannot be reached");
      expect(turnedAway.map(({ path }) => path)).toEqual(
        expect.arrayContaining(["/app", "/app/progress", "/webhooks"]),
      );
      // The webhook's signature proved whose it is.
      expect(turnedAway.find(({ path }) => path === "/webhooks")).toMatchObject({ shop });
    });
  });

  it("nothing is lost: once it is back, pages, webhooks and the job that came due meanwhile go on", async () => {
    await vi.waitFor(() => {
      const missed = logOf(app).filter(({ msg }) =>
        String(msg).startsWith("The job queue could not be read"),
      );
      expect(missed.some(({ time }) => Date.parse(String(time)) > dueAt)).toBe(true);
    }, 20_000);
    await databaseStarts();
    await vi.waitFor(async () => {
      expect((await app.get("/readyz")).status).toBe(200);
    }, 20_000);
    expect((await uninstalled()).status).toBe(200);
    // There is no sync under way, so the job has nothing to do.
    await vi.waitFor(async () => {
      const ofSync = { where: { kind: "full-sync" } };
      expect(await withState((db) => db.job.findFirst(ofSync))).toMatchObject({ state: "done" });
    }, 30_000);
    await vi.waitFor(async () => {
      const inbox = await withState((db) => db.webhookDelivery.findMany());
      expect(inbox).toMatchObject([{ shop, topic: "app/uninstalled", appliedAt: expect.any(Date) as Date }]);
    }, 30_000);
    app.send("SIGTERM");
    expect(await app.ended).toBe(0);
  });
});
