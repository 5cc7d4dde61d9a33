import { z } from "zod";

import { type PrivacyTopic, receivePrivacyRequest } from "~/privacy/receive.server";
import { recordScopes, recordUninstallation } from "~/shopify/installation.server";
import { askForRegistration } from "~/shopify/subscriptions/registerWebhooks.server";
import { state } from "~/state/client.server";

import { callOffSync, nudgeFullSync } from "../fullSync.server";
import { applyShopUpdate, shopUpdate } from "./shopUpdate.server";
import type { PendingWebhook, Settled } from "./pendingWebhooks.server";

/** A webhook whose payload was read. */
interface Read<Payload> extends Pick<PendingWebhook, "topic" | "triggeredAt" | "receivedAt" | "webhookId"> {
  readonly shop: string;
  readonly payload: Payload;
  /** When it is applied. */
  readonly now: Date;
}

type Effect = (shop: string, webhook: PendingWebhook, now: Date) => Promise<Settled>;

const applied: Settled = { outcome: "applied", reason: null };
const ignored = (reason: string): Settled => ({ outcome: "ignored", reason });

const scopesUpdate = z.object({ current: z.array(z.string()) });
const anything = z.unknown();

/** Taken down whatever it lacks: it has to be answered within 30 days, of a shop that has left, too. */
const privacy = (topic: PrivacyTopic): Effect =>
  effect(anything, async ({ shop, payload, webhookId, triggeredAt, now }) => {
    await receivePrivacyRequest(topic, shop, payload, { webhookId, triggeredAt, now });
    return applied;
  });

/** What the topics come to that are about the app and the shop itself, and not about what the shop sells and to whom. */
const effects: Readonly<Record<string, Effect>> = {
  "app/uninstalled": effect(anything, async ({ shop, triggeredAt, receivedAt, now }) => {
    const isRecorded = await recordUninstallation(await state(), shop, triggeredAt ?? receivedAt);
    if (!isRecorded) return ignored("The shop has no installation from before then.");
    await callOffSync(shop, now);
    return applied;
  }),
  "app/scopes_update": effect(scopesUpdate, async ({ shop, payload }) => {
    await recordScopes(await state(), shop, payload.current);
    // A topic that was refused for want of a scope may be had now.
    await askForRegistration(shop);
    return applied;
  }),
  "shop/update": effect(shopUpdate, async ({ shop, payload, now }) => {
    const isApplied = await applyShopUpdate(shop, payload, now);
    return isApplied ? applied : ignored("What is known of the shop is newer, or the shop is not known.");
  }),
  "bulk_operations/finish": effect(anything, async ({ shop }) => {
    await nudgeFullSync(shop);
    return applied;
  }),
  "customers/data_request": privacy("customers/data_request"),
  "customers/redact": privacy("customers/redact"),
  "shop/redact": privacy("shop/redact"),
};

/** Whether {@link applyAppWebhook} knows what to do about a topic. */
export function isAppTopic(topic: string): boolean {
  return Object.hasOwn(effects, topic);
}

/**
 * Does what a webhook about the app or the shop itself asks for. Doing it again changes nothing more.
 *
 * @returns what became of it; `ignored` for every other topic
 * @throws where it could not be done now
 */
export async function applyAppWebhook(shop: string, webhook: PendingWebhook, now: Date): Promise<Settled> {
  const known = isAppTopic(webhook.topic) ? effects[webhook.topic] : undefined;
  return known ? known(shop, webhook, now) : ignored("Nothing is done for this topic.");
}

/** What a topic comes to, once its payload is what it should be; else it is refused, in words that quote nothing of it. */
function effect<Payload>(
  schema: z.ZodType<Payload>,
  apply: (webhook: Read<Payload>) => Promise<Settled>,
): Effect {
  return async (shop, { payload, ...webhook }, now) => {
    const read = schema.safeParse(JSON.parse(payload));
    if (read.success) return apply({ ...webhook, shop, payload: read.data, now });
    const places = read.error.issues.map(({ path }) => path.join(".") || "the payload itself");
    return { outcome: "refused", reason: `Missing or malformed: ${[...new Set(places)].join(", ")}.` };
  };
}
