import { z } from "zod";

import type { JobDefinition } from "~/jobs/job";
import { log } from "~/state/log.server";

import { applyAppWebhook } from "./appWebhooks.server";
import { applyKind } from "./askForApplying.server";
import { type PendingWebhook, pendingWebhooks, type Settled, settleWebhooks } from "./pendingWebhooks.server";

const atOnce = 200;
/** After so many, other shops have their turn. */
const roundsOfTurn = 10;

/** Applies what waits in a shop's inbox, the oldest first. */
export const applyWebhooks: JobDefinition<Record<string, never>> = {
  kind: applyKind,
  payload: z.strictObject({}),
  // As good as never given up, ten minutes between tries: the schedule would only ask for it again.
  maxAttempts: 1_000,

  async run({ shop, now, signal }) {
    for (let round = 1; round <= roundsOfTurn; round++) {
      const webhooks = await pendingWebhooks(shop, atOnce);
      if (webhooks.length === 0) return { kind: "done" };
      await applyAll(shop, webhooks, now, signal);
    }
    return { kind: "again", at: now() };
  },
};

async function applyAll(
  shop: string,
  webhooks: readonly PendingWebhook[],
  now: () => Date,
  signal: AbortSignal,
): Promise<void> {
  const settled: (Settled & { readonly webhookId: string })[] = [];
  try {
    for (const webhook of webhooks) {
      signal.throwIfAborted();
      const { webhookId, topic } = webhook;
      const end = await applyAppWebhook(shop, webhook, now());
      settled.push({ webhookId, ...end });
      if (end.outcome === "refused")
        log().warn({ shop, topic, webhookId, reason: end.reason }, "A webhook cannot be understood.");
    }
  } finally {
    await settleWebhooks(shop, settled, now());
  }
  log().info({ shop, ...countsOf(settled) }, "Webhooks applied.");
}

function countsOf(settled: readonly Settled[]): Readonly<Record<string, number>> {
  const counts = { applied: 0, ignored: 0, refused: 0 };
  for (const { outcome } of settled) counts[outcome] += 1;
  return counts;
}
