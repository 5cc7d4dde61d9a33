import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { log } from "~/state/log.server";
import { MalformedFileError } from "~/warehouse/engine";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { askForChanged } from "../fetchChanged.server";
import { followChanges } from "../followChanges.server";
import { applyAppWebhook } from "../inbox/appWebhooks.server";
import { applyKind } from "../inbox/askForApplying.server";
import {
  type PendingWebhook,
  pendingWebhooks,
  type Settled,
  settleWebhooks,
} from "../inbox/pendingWebhooks.server";
import { liveShop, type LiveShop } from "../liveShop.server";
import { noteCheckouts } from "../askedCheckouts.server";
import { applyPlan } from "./applyPlan.server";
import { isOfStore, planOf } from "./plan";

/**
 * Applied in one transaction: a commit of DuckDB costs the same for one as for a thousand, and looking at customers again
 * costs a scan of the facts, however few they are.
 */
const atOnce = 1_000;
/** After so many, other shops have their turn. */
const roundsOfTurn = 5;

type End = Settled & { readonly webhookId: string };

/**
 * Applies what waits in a shop's inbox, and lets scores and memberships follow. A webhook is settled once what it says is
 * stored; a process that dies before applies it again, which changes nothing more.
 */
export const applyWebhooks: JobDefinition<Record<string, never>> = {
  kind: applyKind,
  payload: z.strictObject({}),
  // As good as never given up, ten minutes between tries: the schedule would only ask for it again.
  maxAttempts: 1_000,

  async run({ shop, now, signal }) {
    let failure: unknown = null;
    for (let round = 1; round <= roundsOfTurn; round++) {
      signal.throwIfAborted();
      const webhooks = await pendingWebhooks(shop, atOnce);
      if (webhooks.length === 0) break;
      await applyAll(shop, webhooks, now);
      // A segment that fails holds up no webhook.
      failure ??= await followOrFail(shop, { now, signal });
      if (round === roundsOfTurn) return { kind: "again", at: now() };
    }
    if (failure instanceof Error) throw failure;
    return { kind: "done" };
  },
};

/** What prevents scores and memberships from following; null where they do. */
async function followOrFail(
  shop: string,
  options: { readonly now: () => Date; readonly signal: AbortSignal },
): Promise<Error | null> {
  try {
    if (await liveShop(shop)) await followChanges(shop, options);
    return null;
  } catch (error) {
    options.signal.throwIfAborted();
    return error instanceof Error ? error : new Error("Not an error was thrown.");
  }
}

async function applyAll(shop: string, webhooks: readonly PendingWebhook[], now: () => Date): Promise<void> {
  const ofApp = webhooks.filter(({ topic }) => !isOfStore(topic));
  const ofStore = webhooks.filter(({ topic }) => isOfStore(topic));
  const settled: End[] = [];
  try {
    for (const webhook of ofApp)
      settled.push({ webhookId: webhook.webhookId, ...(await applyAppWebhook(shop, webhook, now())) });
    // Read after what is said of the shop itself: its currency, or that it has left.
    const live = await liveShop(shop);
    if (ofStore.length > 0) settled.push(...(await applyToStore(shop, live, ofStore, now)));
  } finally {
    await settleWebhooks(shop, settled, now());
  }
  const topicOf = new Map(webhooks.map(({ webhookId, topic }) => [webhookId, topic]));
  for (const { webhookId, outcome, reason } of settled)
    if (outcome === "refused")
      log().warn(
        { shop, topic: topicOf.get(webhookId), webhookId, reason },
        "A webhook cannot be understood.",
      );
  log().info({ shop, ...countsOf(settled) }, "Webhooks applied.");
}

async function applyToStore(
  shop: string,
  live: LiveShop | null,
  webhooks: readonly PendingWebhook[],
  now: () => Date,
): Promise<End[]> {
  if (live === null) {
    const reason =
      "The shop has no history here: it never had the app, or removed it, or its first sync begins.";
    return webhooks.map(({ webhookId }) => ({ webhookId, outcome: "ignored", reason }));
  }
  const plan = planOf(webhooks);
  try {
    await applyPlan(await openWarehouse(shop), plan, { currency: live.currency, now: now() });
  } catch (error) {
    if (!(error instanceof MalformedFileError)) throw error;
    const [only, ...others] = webhooks;
    if (only && others.length === 0)
      return [{ webhookId: only.webhookId, outcome: "refused", reason: error.reason }];
    // One of them says something that no column takes: the others are applied without it.
    const half = Math.ceil(webhooks.length / 2);
    const [first, second] = [webhooks.slice(0, half), webhooks.slice(half)];
    return [
      ...(await applyToStore(shop, live, first, now)),
      ...(await applyToStore(shop, live, second, now)),
    ];
  }
  if (plan.checkoutsSince) await noteCheckouts(shop, plan.checkoutsSince, now());
  await askForChanged(shop, now());
  return [...plan.outcomes];
}

function countsOf(settled: readonly Settled[]): Readonly<Record<string, number>> {
  const counts = { applied: 0, ignored: 0, refused: 0 };
  for (const { outcome } of settled) counts[outcome] += 1;
  return counts;
}
