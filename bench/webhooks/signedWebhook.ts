import { createHmac } from "node:crypto";

/** A webhook as Shopify sends it. */
export interface SignedWebhook {
  readonly shop: string;
  readonly webhookId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WebhookSource {
  /** The app's secret, which signs. */
  readonly secret: string;
  readonly shops: number;
  /** `orders/create` */
  readonly topic: string;
  /** Bodies that differ; the next webhook has the first again, under another id. */
  readonly bodies: number;
  readonly payloadOf: (number: number) => string;
}

export function shopNamed(place: number): string {
  return `shop-${String(place + 1)}.myshopify.com`;
}

/**
 * Webhooks by their number, each with an id of its own, from one shop after the other. They are signed ahead: a sender that signs
 * while it sends takes the processor from whom it measures.
 */
export function signedWebhooks(source: WebhookSource): (number: number) => SignedWebhook {
  const { secret, shops, topic, bodies, payloadOf } = source;
  const signed = Array.from({ length: bodies }, (_, number) => {
    const body = Buffer.from(payloadOf(number));
    return { body, signature: createHmac("sha256", secret).update(body).digest("base64") };
  });
  const run = Date.now().toString(36);
  return (number) => {
    const { body, signature } = signed[number % bodies] ?? { body: Buffer.from(""), signature: "" };
    const shop = shopNamed(number % shops);
    const webhookId = `${run}-${String(number)}`;
    return {
      ...{ shop, webhookId, body },
      headers: {
        "Content-Type": "application/json",
        "Content-Length": String(body.length),
        "User-Agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": signature,
        "X-Shopify-Shop-Domain": shop,
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Webhook-Id": webhookId,
        "X-Shopify-Event-Id": `event-${webhookId}`,
        "X-Shopify-Triggered-At": new Date().toISOString(),
      },
    };
  };
}
