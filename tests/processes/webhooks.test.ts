import { createHmac } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { openState, type State } from "~/state/client.server";

import { type AppProcess, logOf, shopifySecret, startProcess } from "./appProcess";

const shop = "never-installed.myshopify.com";
const previousSecret = "hush-before";
const megabyte = 1024 * 1024;

let app: AppProcess;
let db: State;

beforeAll(async () => {
  app = await (await startProcess({ SHOPIFY_API_SECRET_PREVIOUS: previousSecret })).ready();
  db = await openState(`file:${app.dataDir}/state.db`);
});
afterAll(async () => {
  await db.$disconnect();
  await app.remove();
});

const signatureOf = (body: string, secret: string) =>
  createHmac("sha256", secret).update(body).digest("base64");

interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly topic?: string;
  readonly signature?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Delivers one, and resolves to the status of the answer; 0 where the connection is cut instead. */
async function deliver({ id, body, topic = "orders/create", headers, ...more }: Delivery): Promise<number> {
  const { signature = signatureOf(body, shopifySecret) } = more;
  const response = await fetch(new URL("/webhooks", app.url), {
    method: "POST",
    headers: {
      "User-Agent": "Shopify-Captain-Hook",
      "Content-Type": "application/json",
      "X-Shopify-Topic": topic,
      "X-Shopify-Shop-Domain": shop,
      "X-Shopify-Webhook-Id": id,
      ...(signature === null ? {} : { "X-Shopify-Hmac-Sha256": signature }),
      ...headers,
    },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

const stored = (id: string) => db.webhookDelivery.findMany({ where: { webhookId: id } });

async function settled(id: string): Promise<{ outcome: string | null; reason: string | null }> {
  await vi.waitFor(
    async () => {
      expect(await db.webhookDelivery.count({ where: { webhookId: id, appliedAt: { not: null } } })).toBe(1);
    },
    { timeout: 20_000 },
  );
  const [row] = await stored(id);
  return { outcome: row?.outcome ?? null, reason: row?.reason ?? null };
}

describe("a webhook that cannot be one of Shopify's", () => {
  it.each([
    ["has no signature", null],
    ["has an empty one", ""],
    ["has one that is no base64", "§§§"],
    ["is signed by somebody else", signatureOf("{}", "other")],
    ["is signed over another body", signatureOf("{} ", shopifySecret)],
  ])("because it %s gets 401, and leaves no row", async (why, signature) => {
    const id = `unsigned ${why}`;
    expect(await deliver({ id, body: "{}", signature: signature && encodeURI(signature) })).toBe(401);
    expect(await stored(id)).toEqual([]);
  });

  it("because of a header gets 400, and leaves no row", async () => {
    const wrong: readonly Record<string, string>[] = [
      { "X-Shopify-Shop-Domain": "evil.example.com" },
      { "X-Shopify-Topic": "" },
      { "X-Shopify-Triggered-At": "yesterday" },
      { "X-Shopify-Event-Id": "x".repeat(1_000) },
    ];
    for (const headers of wrong)
      expect([headers, await deliver({ id: "malformed", body: "{}", headers })]).toEqual([headers, 400]);
    expect(await stored("malformed")).toEqual([]);
  });
});

describe("a webhook that is signed", () => {
  it("by the previous secret is stored, too", async () => {
    const body = `{"id":1}`;
    expect(await deliver({ id: "rotated", body, signature: signatureOf(body, previousSecret) })).toBe(200);
    expect(await stored("rotated")).toMatchObject([{ shop, topic: "orders/create", payload: body }]);
  });

  it("and is no JSON gets 400, and leaves no row", async () => {
    for (const body of ["", "{", "id=1", "{'id': 1}", "\u0000"])
      expect([body, await deliver({ id: "no json", body })]).toEqual([body, 400]);
    expect(await stored("no json")).toEqual([]);
  });

  it("and is just below 10 MB is stored, above it gets 413 and leaves no row", async () => {
    const long = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));
    expect(await deliver({ id: "long", body: long(10 * megabyte) })).toBe(200);
    expect((await stored("long"))[0]?.payload).toHaveLength(10 * megabyte);
    expect(await deliver({ id: "too long", body: long(10 * megabyte + 1) })).toBe(413);
    expect(await stored("too long")).toEqual([]);
  });

  it("and comes again is there once, and 200 every time", async () => {
    for (let time = 0; time < 3; time++)
      expect(await deliver({ id: "again", body: `{"time":${String(time)}}` })).toBe(200);
    expect(await stored("again")).toMatchObject([{ payload: `{"time":0}` }]);
  });

  it("of an unknown topic, of a shop that never installed, is stored and then ignored, and said so", async () => {
    expect(await deliver({ id: "unknown", body: "{}", topic: "made/up" })).toBe(200);
    expect(await settled("unknown")).toEqual({
      outcome: "ignored",
      reason: "Nothing is done for this topic.",
    });
    expect(await deliver({ id: "left", body: "{}", topic: "app/uninstalled" })).toBe(200);
    expect(await settled("left")).toMatchObject({ outcome: "ignored" });
    expect(await db.shop.count()).toBe(0);
  });

  it("and does not say what its topic needs is refused in words, of which none is the payload's", async () => {
    const body = JSON.stringify({ name: "Somebody", email: "somebody@example.com", currency: "somebody" });
    expect(await deliver({ id: "odd", body, topic: "shop/update" })).toBe(200);
    expect(await settled("odd")).toEqual({
      outcome: "refused",
      reason: "Missing or malformed: currency, iana_timezone, updated_at.",
    });
    await vi.waitFor(() => {
      const line = logOf(app).find(({ msg }) => msg === "A webhook cannot be understood.");
      expect(line).toMatchObject({ shop, topic: "shop/update", webhookId: "odd" });
    });
    expect(app.lines.join("\n")).not.toMatch(/somebody/i);
  });
});
