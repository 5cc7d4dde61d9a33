import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { callOffSync, nudgeFullSync } from "~/history/fullSync.server";
import { recordScopes, recordUninstallation } from "~/shopify/installation.server";
import type { ReceivedWebhook } from "~/shopify/verifyWebhook.server";
import { verifyWebhook } from "~/shopify/verifyWebhook.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { webhookLagSeconds } from "~/state/metrics.server";

const scopesUpdate = z.object({ current: z.array(z.string()) });

const acknowledge = ({ topic, shop, webhookId }: ReceivedWebhook): void => {
  log().warn({ topic, shop, webhookId }, "A privacy request arrived; it has to be answered within 30 days.");
};

/** What each topic does. Shopify is answered once it is durable; a failure is answered 500, and delivered again. */
const effects: Readonly<Record<string, (webhook: ReceivedWebhook) => unknown>> = {
  "app/uninstalled": async ({ shop, triggeredAt }) => {
    if (await recordUninstallation(await state(), shop, triggeredAt ?? new Date())) await callOffSync(shop);
  },
  "app/scopes_update": async ({ shop, payload }) =>
    recordScopes(await state(), shop, scopesUpdate.parse(JSON.parse(payload)).current),
  "bulk_operations/finish": ({ shop }) => nudgeFullSync(shop),
  "customers/data_request": acknowledge,
  "customers/redact": acknowledge,
  "shop/redact": acknowledge,
};

/** Where Shopify delivers every webhook. */
export async function action({ request }: ActionFunctionArgs) {
  const webhook = await verifyWebhook(request);
  const effect = effects[webhook.topic];
  noteLag(webhook, effect === undefined ? "other" : webhook.topic);
  if (effect === undefined)
    log().info({ topic: webhook.topic, shop: webhook.shop }, "Nothing is done for this topic.");
  await effect?.(webhook);
  return new Response();
}

/** Shopify's clock may be a little ahead of ours. */
function noteLag({ triggeredAt }: ReceivedWebhook, topic: string): void {
  if (triggeredAt === null) return;
  webhookLagSeconds.observe({ topic }, Math.max(0, (Date.now() - triggeredAt.getTime()) / 1_000));
}
