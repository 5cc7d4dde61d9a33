import { z } from "zod";

import type { AdminClient } from "~/shopify/admin/client.server";
import { AccessDeniedError, RequestRefusedError } from "~/shopify/admin/errors";
import { holdsScope } from "~/shopify/admin/scopes";
import {
  CreateWebhookSubscriptionDocument,
  MoveWebhookSubscriptionDocument,
  WebhookSubscriptionsDocument,
  type WebhookSubscriptionTopic,
} from "~/shopify/generated/admin";

import { protectedTopics } from "./topics";

/** How a shop's subscriptions are now. */
export interface Subscriptions {
  /** The scopes that the shop grants now. */
  readonly scopes: readonly string[];
  /** Topics that were missing: never asked for, or dropped by Shopify after eight deliveries that failed. */
  readonly created: readonly string[];
  /** Topics whose webhooks went to another address. */
  readonly moved: readonly string[];
  /** By topic, why it cannot be had, in words. */
  readonly refused: Readonly<Record<string, string>>;
}

/**
 * Sees to it that a shop's webhooks with protected customer data come to an address: what is missing is subscribed to, what went
 * elsewhere is sent here, and nothing else is touched. A topic that Shopify refuses stands in no other's way.
 *
 * @throws {AdminApiError} where Shopify cannot be asked now; asking again goes on where this stopped.
 */
export async function subscribe(client: AdminClient, uri: string): Promise<Subscriptions> {
  const { scopes, subscriptions } = await readSubscriptions(client);
  const created: string[] = [];
  const moved: string[] = [];
  const refused: Record<string, string> = {};
  for (const [topic, scope] of Object.entries(protectedTopics)) {
    const alike = subscriptions.filter((each) => each.topic === enumOf(topic));
    if (alike.some((each) => each.uri === uri)) continue;
    if (!holdsScope(scopes, scope)) {
      refused[topic] = `The permission ${scope} is not granted.`;
      continue;
    }
    const old = alike.find((each) => isOurs(each.uri));
    const refusal = await refusalOf(() => (old ? move(client, old.id, uri) : create(client, topic, uri)));
    if (refusal === null) (old ? moved : created).push(topic);
    else refused[topic] = refusal;
  }
  return { scopes, created, moved, refused };
}

/** As the schema's enum spells a topic: `customer.tags_added` is `CUSTOMER_TAGS_ADDED`. */
export function enumOf(topic: string): WebhookSubscriptionTopic {
  return topic.toUpperCase().replaceAll(/[/.]/g, "_") as WebhookSubscriptionTopic;
}

/** Whether an address is one that this app had elsewhere. A queue at a cloud, say, is somebody's who knows why. */
function isOurs(uri: string): boolean {
  return /^https?:/.test(uri) && URL.canParse(uri) && new URL(uri).pathname === "/webhooks";
}

const page = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: z.string(), topic: z.string(), uri: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
type Subscription = z.infer<typeof page>["webhookSubscriptions"]["nodes"][number];

async function readSubscriptions(
  client: AdminClient,
): Promise<{ readonly scopes: readonly string[]; readonly subscriptions: readonly Subscription[] }> {
  const subscriptions: Subscription[] = [];
  let after: string | null = null;
  for (;;) {
    const answer = page.parse(await client.request(WebhookSubscriptionsDocument, { after }));
    const { nodes, pageInfo } = answer.webhookSubscriptions;
    subscriptions.push(...nodes);
    after = pageInfo.endCursor;
    if (pageInfo.hasNextPage && after !== null) continue;
    const scopes = answer.currentAppInstallation.accessScopes.map(({ handle }) => handle);
    return { scopes, subscriptions };
  }
}

const changed = z
  .object({ userErrors: z.array(z.object({ message: z.string() })) })
  .nullable()
  .transform((change) => change?.userErrors.map(({ message }) => message) ?? ["Shopify gave no answer"]);

async function create(client: AdminClient, topic: string, uri: string): Promise<string[]> {
  const answer = await client.request(CreateWebhookSubscriptionDocument, { topic: enumOf(topic), uri });
  return changed.parse(answer.webhookSubscriptionCreate);
}

async function move(client: AdminClient, id: string, uri: string): Promise<string[]> {
  const answer = await client.request(MoveWebhookSubscriptionDocument, { id, uri });
  return changed.parse(answer.webhookSubscriptionUpdate);
}

/** Why Shopify would not make a change, in words; null where it did. */
async function refusalOf(change: () => Promise<readonly string[]>): Promise<string | null> {
  try {
    const said = await change();
    return said.length === 0 ? null : `Shopify says: ${said.join("; ")}.`;
  } catch (error) {
    if (error instanceof AccessDeniedError) {
      return error.scopes.length > 0
        ? `Shopify denies it: it needs the permission ${error.scopes.join(", ")}.`
        : "Shopify denies it: the app is not approved for this protected customer data.";
    }
    if (error instanceof RequestRefusedError) return error.message;
    throw error;
  }
}
