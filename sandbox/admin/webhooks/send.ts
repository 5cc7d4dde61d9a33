import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { API_VERSION } from "../schema";
import { timestamp, type SandboxState, type ShopState } from "../state";
import type { Delivery, WebhookSubscription } from "./subscription";

const RETRIES = 8;
/** Doubling from 56 s: the eight waits add up to four hours. */
const FIRST_RETRY_MS = (4 * 3_600_000) / (2 ** RETRIES - 1);

export interface Message {
  topic: string;
  body: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
}

export interface Parcel {
  state: SandboxState;
  shop: ShopState;
  subscription: WebhookSubscription;
  message: Message;
  /** Where every attempt and the end are noted. */
  delivery: Delivery;
  /** Real time before the first attempt. */
  delayMs: number;
}

/** Delivers as Shopify does, with its retries; then gives up. Never rejects while the sandbox is open. */
export async function send(parcel: Parcel): Promise<void> {
  const { state, shop, subscription, delivery, delayMs } = parcel;
  const { signal } = state.closing;
  try {
    if (delayMs > 0) await sleep(delayMs, undefined, { signal });
    for (let attempt = 0; attempt <= RETRIES; attempt++) {
      if (attempt > 0) {
        const wait = FIRST_RETRY_MS * 2 ** (attempt - 1) * state.timing.webhookRetryScale;
        await sleep(wait, undefined, { signal, ref: false });
      }
      const status = await post(parcel, state.clientSecret);
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

/** Delivers once, with a signature that is not Shopify's: the message itself never comes. */
export async function sendForged(parcel: Parcel): Promise<void> {
  const { state, delivery, delayMs } = parcel;
  const { signal } = state.closing;
  delivery.outcome = "forged";
  try {
    if (delayMs > 0) await sleep(delayMs, undefined, { signal });
    await post(parcel, `not ${state.clientSecret}`);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** One attempt: the status that came back, or null when none came in time. */
async function post(
  { state, shop, subscription, message, delivery }: Parcel,
  secret: string,
): Promise<number | null> {
  const status = await state.poster.post(
    subscription.uri,
    {
      "Content-Type": "application/json",
      "User-Agent": "Shopify-Captain-Hook",
      "X-Shopify-Topic": message.topic,
      "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(message.body).digest("base64"),
      "X-Shopify-Shop-Domain": shop.domain,
      "X-Shopify-API-Version": API_VERSION,
      "X-Shopify-Webhook-Id": message.webhookId,
      "X-Shopify-Event-Id": message.eventId,
      "X-Shopify-Triggered-At": message.triggeredAt,
      ...(subscription.name !== null && { "X-Shopify-Name": subscription.name }),
    },
    message.body,
  );
  if (!state.closing.signal.aborted) delivery.attempts.push({ at: timestamp(state.now()), status });
  return status;
}
