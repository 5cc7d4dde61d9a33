import { randomUUID } from "node:crypto";

import { notImplemented } from "../errors";
import type { WebhookSubscription } from "./subscription";
import { subscriptionTopic } from "./topics";

/** One topic of a `[[webhooks.subscriptions]]` section of shopify.app.toml. */
export interface DeclaredWebhook {
  /** `app/uninstalled` */
  topic: string;
  /** A path of the app, or an address on this machine. */
  uri: string;
  includeFields?: string[];
  name?: string;
}

/** Subscribes as Shopify does on deploying the app's configuration. Throws on a topic that the sandbox never sends. */
export function declaredSubscription(
  { topic, uri, includeFields = [], name }: DeclaredWebhook,
  appUrl: string | undefined,
  createdAt: string,
): WebhookSubscription {
  const known = subscriptionTopic(topic);
  if (!known) throw notImplemented(`the webhook topic ${topic}`);
  if (appUrl === undefined && !URL.canParse(uri)) {
    throw new Error(`The webhook address ${uri} is a path, and the sandbox was not told the app's address.`);
  }
  return {
    id: `gid://shopify/WebhookSubscription/${randomUUID()}`,
    topic: known,
    uri: new URL(uri, appUrl).href,
    source: "toml",
    format: "JSON",
    includeFields,
    name: name ?? null,
    filter: null,
    metafieldNamespaces: [],
    createdAt,
    updatedAt: createdAt,
  };
}
