import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { verifyWebhook } from "./verifyWebhook.server";

const secrets = { current: "hush", previous: "hush-before" };
const body = '{"id":1,"name":"Zoë"}';

/** By OpenSSL, so that the signature does not come from the code that checks it. */
function signature(text: string, secret: string): string {
  return execFileSync("openssl", ["dgst", "-sha256", "-hmac", secret, "-binary"], { input: text }).toString(
    "base64",
  );
}

function delivery(
  headers: Record<string, string> = {},
  content: string | null = body,
  method = "POST",
): Request {
  const request = new Request("http://localhost/webhooks", { method, body: content });
  const all = {
    "X-Shopify-Hmac-Sha256": signature(content ?? "", "hush"),
    "X-Shopify-Topic": "app/uninstalled",
    "X-Shopify-Shop-Domain": "One.myshopify.com",
    "X-Shopify-Webhook-Id": "b54557e4",
    "X-Shopify-Event-Id": "98880550",
    "X-Shopify-Triggered-At": "2026-11-01T12:00:00.123456789Z",
    ...headers,
  };
  for (const [name, value] of Object.entries(all)) request.headers.set(name, value);
  return request;
}

async function status(request: Request): Promise<number> {
  const refusal: unknown = await verifyWebhook(request, secrets).catch((thrown: unknown) => thrown);
  if (!(refusal instanceof Response)) throw new Error("It was accepted.");
  return refusal.status;
}

test("accepts what is signed with the current or the previous secret", async () => {
  expect(await verifyWebhook(delivery(), secrets)).toEqual({
    topic: "app/uninstalled",
    shop: "one.myshopify.com",
    webhookId: "b54557e4",
    eventId: "98880550",
    triggeredAt: new Date("2026-11-01T12:00:00.123Z"),
    payload: body,
  });
  const before = { "X-Shopify-Hmac-Sha256": signature(body, "hush-before") };
  expect((await verifyWebhook(delivery(before), secrets)).webhookId).toBe("b54557e4");
});

test("answers 401 to a missing, wrong, truncated or foreign signature, and to a body changed by one byte", async () => {
  const good = signature(body, "hush");
  for (const wrong of ["", "x", good.slice(0, -4), signature(body, "other"), signature(`${body} `, "hush")]) {
    expect(await status(delivery({ "X-Shopify-Hmac-Sha256": wrong }))).toBe(401);
  }
});

test("an unset previous secret opens no door", async () => {
  const empty = delivery({ "X-Shopify-Hmac-Sha256": signature(body, "hush-before") });
  await expect(verifyWebhook(empty, { current: "hush", previous: undefined })).rejects.toMatchObject({
    status: 401,
  });
});

test("answers 400 to a signed delivery that is malformed, 405 to another method, 413 to a giant", async () => {
  expect(await status(delivery({ "X-Shopify-Shop-Domain": "evil.example.com" }))).toBe(400);
  expect(await status(delivery({ "X-Shopify-Topic": "" }))).toBe(400);
  for (const time of ["yesterday", "+200000-01-01T00:00:00Z", "1066-10-14T12:00:00Z"])
    expect(await status(delivery({ "X-Shopify-Triggered-At": time })), time).toBe(400);
  const long = "x".repeat(256);
  for (const name of ["X-Shopify-Topic", "X-Shopify-Webhook-Id", "X-Shopify-Event-Id"])
    expect(await status(delivery({ [name]: long })), name).toBe(400);
  expect(await status(delivery({ "X-Shopify-Shop-Domain": `${long}.myshopify.com` }))).toBe(400);
  expect(await status(delivery({}, "{not json"))).toBe(400);
  expect(await status(delivery({}, null, "GET"))).toBe(405);
  expect(await status(delivery({ "Content-Length": "99999999" }))).toBe(413);
});

test("stops reading a giant that does not announce its length", async () => {
  const megabyte = new Uint8Array(1024 * 1024);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 50) controller.error(new Error("It was read on and on."));
      else controller.enqueue(megabyte);
    },
  });
  const request = new Request("http://localhost/webhooks", {
    method: "POST",
    body: endless,
    duplex: "half",
  });
  expect(await status(request)).toBe(413);
  expect(sent).toBeLessThan(15);
});
