import { randomUUID } from "node:crypto";

import { notImplemented } from "../errors";
import type { Approval } from "../protectedData";
import type { WebhookSubscription } from "./subscription";
import { NOT_APPROVED, topicRules } from "./topics";

/** One topic of a `[[webhooks.subscriptions]]` section of shopify.app.toml. */
export interface DeclaredWebhook {
  /** `app/uninstalled` */
  topic: string;
  /** A path of the app, or an address on this machine. */
  uri: string;
  includeFields?: string[];
  name?: string;
}

interface Deploy {
  appUrl: string | undefined;
  approvals: ReadonlySet<Approval>;
  createdAt: string;
}

/**
 * Subscribes as Shopify does on deploying the app's configuration. Throws where the deploy would be refused, and on a
 * topic that the sandbox never sends.
 */
export function declaredSubscription(
  { topic, uri, includeFields = [], name }: DeclaredWebhook,
  { appUrl, approvals, createdAt }: Deploy,
): WebhookSubscription {
  const rules = topicRules(topic);
  if (!rules) throw notImplemented(`the webhook topic ${topic}`);
  if (!rules.isDeclarable) throw new Error(`Only the API subscribes to ${topic}, no configuration file.`);
  if (rules.isProtected && !approvals.has("customer")) throw new Error(NOT_APPROVED);
  if (appUrl === undefined && !URL.canParse(uri)) {
    throw new Error(`The webhook address ${uri} is a path, and the sandbox was not told the app's address.`);
  }
  return {
    id: `gid://shopify/WebhookSubscription/${randomUUID()}`,
    topic: rules.enumName ?? topic,
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
