import { createHmac, timingSafeEqual } from "node:crypto";

import { z } from "zod";

import { environment } from "~/state/environment.server";
import { noteShop } from "~/state/requestFacts.server";

import { readBody } from "./readBody";

/** Larger than any payload that Shopify sends; a limit, because the signature can only be checked over the whole. */
const maxBytes = 10 * 1024 * 1024;

/** The signature is the body's alone, so a header can say anything: what no database would take must not get that far. */
const name = z.string().max(255);
const shopDomain = name.regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i);
const time = z.coerce.date().min(new Date("2000-01-01")).max(new Date("2100-01-01"));

const webhookHeaders = z.object({
  "x-shopify-topic": name.min(1),
  "x-shopify-shop-domain": shopDomain,
  "x-shopify-webhook-id": name.min(1),
  "x-shopify-event-id": name.optional(),
  "x-shopify-triggered-at": time.optional(),
});

export interface ReceivedWebhook {
  /** As Shopify writes it in the header: `app/uninstalled`. */
  readonly topic: string;
  readonly shop: string;
  /** The same for every delivery of one event to one subscription. */
  readonly webhookId: string;
  /** The same for all subscriptions that one action of the merchant set off, where Shopify says so. */
  readonly eventId: string | null;
  /** When it happened, where Shopify says so. */
  readonly triggeredAt: Date | null;
  /** The body as it came. It is JSON; what it says is not validated yet. */
  readonly payload: string;
}

export interface WebhookSecrets {
  readonly current: string;
  /** Still accepted for as long as it is set: Shopify goes on signing with it for up to an hour after a rotation. */
  readonly previous: string | undefined;
}

/**
 * Verifies that a request is a webhook from Shopify: HMAC-SHA256 over the raw body with the app's secret. Needs no
 * session, because what Shopify has to say after an uninstall must be heard too.
 *
 * @throws {Response} 405, 413, 401 (the signature is missing or wrong) or 400 (a header or the JSON is).
 */
export async function verifyWebhook(
  request: Request,
  secrets = configuredSecrets(),
): Promise<ReceivedWebhook> {
  if (request.method !== "POST") throw new Response("Only POST is answered here.", { status: 405 });
  const body = await readBody(request, maxBytes);
  const signature = Buffer.from(request.headers.get("X-Shopify-Hmac-Sha256") ?? "", "base64");
  if (![secrets.current, secrets.previous].some((secret) => isSignedWith(secret, body, signature))) {
    throw new Response("The signature does not match.", { status: 401 });
  }
  const headers = webhookHeaders.safeParse(Object.fromEntries(request.headers));
  if (!headers.success) throw new Response("A webhook header is missing or malformed.", { status: 400 });
  const shop = headers.data["x-shopify-shop-domain"].toLowerCase();
  noteShop(shop);
  return {
    topic: headers.data["x-shopify-topic"],
    shop,
    webhookId: headers.data["x-shopify-webhook-id"],
    eventId: headers.data["x-shopify-event-id"] ?? null,
    triggeredAt: headers.data["x-shopify-triggered-at"] ?? null,
    payload: jsonText(body),
  };
}

function configuredSecrets(): WebhookSecrets {
  const { SHOPIFY_API_SECRET, SHOPIFY_API_SECRET_PREVIOUS } = environment();
  return { current: SHOPIFY_API_SECRET, previous: SHOPIFY_API_SECRET_PREVIOUS };
}

function isSignedWith(secret: string | undefined, body: Buffer, signature: Buffer): boolean {
  if (secret === undefined) return false;
  const expected = createHmac("sha256", secret).update(body).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

function jsonText(body: Buffer): string {
  const text = body.toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new Response("The body is not JSON.", { status: 400 });
  }
}
