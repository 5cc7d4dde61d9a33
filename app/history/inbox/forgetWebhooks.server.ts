import type { ScheduledCheck } from "~/jobs/schedule.server";
import { state } from "~/state/client.server";
import { takeLease } from "~/state/lease.server";

const hourMs = 3_600_000;

/** How long the payload of an applied webhook is kept, in milliseconds: somebody may want to know what it said. */
export function payloadRetentionMs(): number {
  return 24 * hourMs;
}

/** How long it is known which webhooks were applied, in milliseconds. Shopify delivers again for four hours. */
const knownForMs = 7 * 24 * hourMs;

/** Rows of one statement: SQLite does nothing else meanwhile. */
const atOnce = 500;

/** How often, in milliseconds: all that was applied within a week is looked through. */
const everyMs = 10 * 60_000;

/** Removes what the inbox has no more use for. What waits is kept, however old it is. */
export const forgetWebhooks: ScheduledCheck = {
  name: "forget-webhooks",

  async run(now) {
    // Not given back: it lapses when the next time is due.
    if (!(await takeLease(await state(), { name: "forgetting webhooks", ttlMs: everyMs }))) return;
    await forgetPayloads(new Date(now.getTime() - payloadRetentionMs()));
    await forgetApplied(new Date(now.getTime() - knownForMs));
  },
};

/** Removes the payloads of webhooks that were applied before a time: they hold personal data. */
export async function forgetPayloads(appliedBefore: Date): Promise<void> {
  const db = await state();
  await untilFewer(
    () => db.$executeRaw`
      UPDATE "WebhookDelivery" SET "payload" = NULL
      WHERE ("shop", "webhookId") IN (
        SELECT "shop", "webhookId" FROM "WebhookDelivery"
        WHERE "appliedAt" < ${appliedBefore} AND "payload" IS NOT NULL LIMIT ${atOnce}
      )`,
  );
}

/** Removes webhooks that were applied before a time, so that one of them would be taken for new. */
export async function forgetApplied(appliedBefore: Date): Promise<void> {
  const db = await state();
  await untilFewer(
    () => db.$executeRaw`
      DELETE FROM "WebhookDelivery"
      WHERE ("shop", "webhookId") IN (
        SELECT "shop", "webhookId" FROM "WebhookDelivery" WHERE "appliedAt" < ${appliedBefore} LIMIT ${atOnce}
      )`,
  );
}

/** Repeats a statement for as long as there is more to do than it does at once. */
async function untilFewer(step: () => Promise<number>): Promise<void> {
  while ((await step()) === atOnce);
}
