import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { takeFault } from "../faults";
import { API_VERSION } from "../schema";
import { timestamp, type SandboxState, type ShopState } from "../state";
import type { Delivery, WebhookSubscription } from "./subscription";
import { subscriptionTopic } from "./topics";

/** A receiver has this long to answer, connection included. */
const TIMEOUT_MS = 5000;
const RETRIES = 8;
/** Doubling from 56 s: the eight waits add up to four hours. */
const FIRST_RETRY_MS = (4 * 3_600_000) / (2 ** RETRIES - 1);

type Payload = Record<string, unknown>;

interface Message {
  topic: string;
  body: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
}

/** Sends one event to every subscription of its topic, in the background. Throws on a topic that the sandbox does not know. */
export function deliverWebhook(state: SandboxState, shop: ShopState, topic: string, payload: Payload): void {
  const name = subscriptionTopic(topic);
  if (!name) throw new Error(`The sandbox has no webhook topic ${topic}`);
  const eventId = randomUUID();
  const triggeredAt = new Date(state.now()).toISOString();
  for (const subscription of shop.subscriptions.filter((candidate) => candidate.topic === name)) {
    const fields =
      subscription.includeFields.length > 0 ? pick(payload, subscription.includeFields) : payload;
    const message = { topic, body: JSON.stringify(fields), webhookId: randomUUID(), eventId, triggeredAt };
    const fault = takeFault(
      shop.faults,
      "webhook",
      (candidate) => candidate.topic === undefined || candidate.topic === topic,
    );
    const copies = fault?.effect === "duplicate" ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delivery = logDelivery(shop, subscription, message);
      if (fault?.effect === "lose") delivery.outcome = "lost";
      else
        void send(state, shop, subscription, message, delivery, fault?.effect === "late" ? fault.delayMs : 0);
    }
  }
}

function logDelivery(shop: ShopState, { uri }: WebhookSubscription, message: Message): Delivery {
  const { topic, webhookId, eventId, triggeredAt } = message;
  const delivery: Delivery = {
    webhookId,
    eventId,
    topic,
    uri,
    triggeredAt,
    attempts: [],
    outcome: "waiting",
  };
  shop.deliveries.push(delivery);
  return delivery;
}

async function send(
  state: SandboxState,
  shop: ShopState,
  subscription: WebhookSubscription,
  message: Message,
  delivery: Delivery,
  delayMs: number,
): Promise<void> {
  const { signal } = state.closing;
  try {
    await sleep(delayMs, undefined, { signal });
    for (let attempt = 0; attempt <= RETRIES; attempt++) {
      if (attempt > 0) {
        const wait = FIRST_RETRY_MS * 2 ** (attempt - 1) * state.timing.webhookRetryScale;
        await sleep(wait, undefined, { signal, ref: false });
      }
      const status = await post(state, shop, subscription, message);
      delivery.attempts.push({ at: timestamp(state.now()), status });
      if (status !== null && status >= 200 && status < 300) {
        delivery.outcome = "delivered";
        return;
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  delivery.outcome = "failed";
  // Shopify gives up a subscription made through the API; one of the configuration file stays.
  const index = shop.subscriptions.indexOf(subscription);
  if (subscription.source === "api" && index >= 0) shop.subscriptions.splice(index, 1);
}

/** One attempt: the status that came back, or null when none came in time. */
async function post(
  state: SandboxState,
  shop: ShopState,
  subscription: WebhookSubscription,
  message: Message,
): Promise<number | null> {
  const signature = createHmac("sha256", state.clientSecret).update(message.body).digest("base64");
  try {
    const response = await fetch(subscription.uri, {
      method: "POST",
      redirect: "manual",
      body: message.body,
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), state.closing.signal]),
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": message.topic,
        "X-Shopify-Hmac-Sha256": signature,
        "X-Shopify-Shop-Domain": shop.domain,
        "X-Shopify-API-Version": API_VERSION,
        "X-Shopify-Webhook-Id": message.webhookId,
        "X-Shopify-Event-Id": message.eventId,
        "X-Shopify-Triggered-At": message.triggeredAt,
        ...(subscription.name !== null && { "X-Shopify-Name": subscription.name }),
      },
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    if (state.closing.signal.aborted) throw new Error("The sandbox is closing");
    return null;
  }
}

function pick(payload: Payload, fields: string[]): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => fields.includes(key)));
}
