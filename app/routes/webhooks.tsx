import type { ActionFunctionArgs } from "@remix-run/node";

import { acceptWebhook } from "~/history/inbox/acceptWebhook.server";
import { isKnownTopic } from "~/shopify/subscriptions/topics";
import { type ReceivedWebhook, verifyWebhook } from "~/shopify/verifyWebhook.server";
import { webhookLagSeconds } from "~/state/metrics.server";

/**
 * Where Shopify delivers every webhook. It is stored, and then answered: what it means is for a job. Shopify delivers again what is
 * not answered with 200.
 */
export async function action({ request }: ActionFunctionArgs) {
  const webhook = await verifyWebhook(request);
  noteLag(webhook);
  await acceptWebhook(webhook);
  return new Response();
}

/** Shopify's clock may be a little ahead of ours. */
function noteLag({ topic, triggeredAt }: ReceivedWebhook): void {
  if (triggeredAt === null) return;
  const label = { topic: isKnownTopic(topic) ? topic : "other" };
  webhookLagSeconds.observe(label, Math.max(0, (Date.now() - triggeredAt.getTime()) / 1_000));
}
