import { randomUUID } from "node:crypto";

import { takeFault } from "../faults";
import type { SandboxState, ShopState } from "../state";
import { send, sendForged, type Message } from "./send";
import { nextFate, type Fate } from "./storm";
import type { Delivery, WebhookSubscription } from "./subscription";
import { topicRefusal, topicRules } from "./topics";

export type Payload = Record<string, unknown>;

/** Something that happened, as one topic tells it. */
export interface Announcement {
  readonly topic: string;
  /** Made only when somebody subscribed to the topic. */
  readonly payload: () => Payload;
}

/** Topics that reach an app that is not installed (any more). */
const afterwards = new Set(["app/uninstalled", "customers/data_request", "customers/redact", "shop/redact"]);

/**
 * Sends what one action of the merchant or a buyer gave to tell to the subscriptions of its topics, in the background.
 * An app hears nothing of what it has no scope or approval for. Throws on a topic that the sandbox does not know.
 */
export function announce(state: SandboxState, shop: ShopState, announcements: readonly Announcement[]): void {
  const eventId = randomUUID();
  for (const { topic, payload } of announcements) {
    const rules = rulesOf(topic);
    if (!shop.installed && !afterwards.has(topic)) continue;
    if (topicRefusal(rules, shop) !== undefined) continue;
    emit(state, shop, topic, eventId, payload);
  }
}

/** Sends any payload to the subscriptions of a topic, whatever the app may have. */
export function deliverByHand(state: SandboxState, shop: ShopState, topic: string, payload: Payload): void {
  emit(state, shop, topic, randomUUID(), () => payload);
}

function emit(
  state: SandboxState,
  shop: ShopState,
  topic: string,
  eventId: string,
  payload: () => Payload,
): void {
  const name = rulesOf(topic).enumName ?? topic;
  const subscriptions = shop.subscriptions.filter((candidate) => candidate.topic === name);
  if (subscriptions.length === 0) return;
  const whole = payload();
  const triggeredAt = new Date(state.now()).toISOString();
  for (const subscription of subscriptions) {
    const fields = subscription.includeFields.length > 0 ? pick(whole, subscription.includeFields) : whole;
    const message = { topic, body: JSON.stringify(fields), webhookId: randomUUID(), eventId, triggeredAt };
    const fate = fateOf(shop, topic);
    if (fate.kind === "lost") logDelivery(shop, subscription, message).outcome = "lost";
    for (const delayMs of fate.delaysMs) {
      const delivery = logDelivery(shop, subscription, message);
      const parcel = { state, shop, subscription, message, delivery, delayMs };
      void (fate.kind === "wronglySigned" ? sendForged(parcel) : send(parcel));
    }
  }
}

/** A fault that was asked for comes first; then what the storm does, if there is one. */
function fateOf(shop: ShopState, topic: string): Fate {
  const fault = takeFault(
    shop.faults,
    "webhook",
    (candidate) => candidate.topic === undefined || candidate.topic === topic,
  );
  switch (fault?.effect) {
    case "lose":
      return { kind: "lost", delaysMs: [] };
    case "duplicate":
      return { kind: "duplicated", delaysMs: [0, 0] };
    case "late":
      return { kind: "sent", delaysMs: [fault.delayMs] };
    case undefined:
      return shop.storm ? nextFate(shop.storm) : { kind: "sent", delaysMs: [0] };
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

function rulesOf(topic: string) {
  const rules = topicRules(topic);
  if (!rules) throw new Error(`The sandbox has no webhook topic ${topic}`);
  return rules;
}

function pick(payload: Payload, fields: string[]): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => fields.includes(key)));
}
