import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { enqueue } from "~/jobs/queue.server";
import type { ScheduledCheck } from "~/jobs/schedule.server";
import { TokenRejectedError } from "~/shopify/admin/errors";
import { adminClient } from "~/shopify/admin/shopClient.server";
import { recordScopes } from "~/shopify/installation.server";
import { AccessLostError } from "~/shopify/tokens.server";
import { state } from "~/state/client.server";
import { environment } from "~/state/environment.server";
import { log } from "~/state/log.server";

import { noteSubscriptions, readSubscriptionsRecord } from "./record.server";
import { subscribe } from "./subscribe.server";

const kind = "register-webhooks";

/** Sees to it that a shop's webhooks with protected customer data come here, and notes which of them Shopify refuses. */
export const registerWebhooks: JobDefinition<Record<string, never>> = {
  kind,
  payload: z.strictObject({}),
  // As good as never given up, ten minutes between tries: the schedule would only ask for it again.
  maxAttempts: 1_000,

  async run({ shop, now, signal }) {
    const db = await state();
    if ((await db.shop.count({ where: { domain: shop, uninstalledAt: null } })) === 0)
      return { kind: "done" };
    const checkedAt = now();
    try {
      const { scopes, created, moved, refused } = await subscribe(adminClient(shop, signal), webhooksUri());
      const before = await readSubscriptionsRecord(shop);
      // Webhooks of changed scopes come in any order: what is granted now is the last word.
      await recordScopes(db, shop, scopes);
      await noteSubscriptions(shop, checkedAt, refused);
      if (created.length + moved.length > 0) log().info({ shop, created, moved }, "Webhooks subscribed to.");
      if (isSame(before?.refusals ?? {}, refused)) return { kind: "done" };
      log().info({ shop, refused }, "Which webhooks Shopify refuses has changed.");
    } catch (error) {
      if (!(error instanceof AccessLostError || error instanceof TokenRejectedError)) throw error;
      // Until somebody opens the app there again there is nobody to ask.
      await noteSubscriptions(shop, checkedAt);
      log().warn({ shop, failure: error.message }, "A shop's webhooks could not be looked after.");
    }
    return { kind: "done" };
  },
};

/** Where Shopify is to deliver. */
function webhooksUri(): string {
  return new URL("/webhooks", environment().SHOPIFY_APP_URL).href;
}

/** Asks for a shop's subscriptions to be looked at. */
export async function askForRegistration(shop: string): Promise<void> {
  await enqueue(kind, { shop, payload: {} });
}

/**
 * The same where nobody did since the shop let the app in. Called whenever the app is opened: with an uninstallation all
 * subscriptions of a shop went.
 */
export async function ensureRegistered(shop: string): Promise<void> {
  const db = await state();
  const { authorizedAt, webhooksCheckedAt } = await db.shop.findUniqueOrThrow({
    where: { domain: shop },
    select: { authorizedAt: true, webhooksCheckedAt: true },
  });
  if (webhooksCheckedAt === null || webhooksCheckedAt < authorizedAt) await askForRegistration(shop);
}

const dayMs = 24 * 3_600_000;

/** Shops asked for in a minute at most: all of an installation that is new to this do not come at once. */
const shopsAtOnce = 50;

/**
 * Has each shop's subscriptions looked at once a day, counted from the last time, which is another for each shop: Shopify drops a
 * subscription after eight deliveries that failed, and says nothing.
 */
export const dueRegistrations: ScheduledCheck = {
  name: "due-registrations",

  async run(now) {
    const db = await state();
    const due = {
      OR: [{ webhooksCheckedAt: null }, { webhooksCheckedAt: { lt: new Date(now.getTime() - dayMs) } }],
    };
    const shops = await db.shop.findMany({
      where: { uninstalledAt: null, ...due },
      orderBy: { webhooksCheckedAt: "asc" },
      select: { domain: true },
      take: shopsAtOnce,
    });
    for (const { domain } of shops) await askForRegistration(domain);
  },
};

function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const told = (record: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(record).sort());
  return told(one) === told(other);
}
