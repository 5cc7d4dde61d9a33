import type { ScheduledCheck } from "~/jobs/schedule.server";
import { defaultRetention } from "~/privacy/retention";
import { state } from "~/state/client.server";
import { Prisma } from "~/state/generated/sqlite/client";
import { takeLease } from "~/state/lease.server";

const dayMs = 86_400_000;

/** How long it is known which webhooks were applied, in milliseconds. Shopify delivers again for four hours. */
const knownForMs = 7 * dayMs;

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
    await forgetPayloadsInTime(now);
    await forgetApplied(new Date(now.getTime() - knownForMs));
  },
};

/** Each shop's after as many days as it has chosen (`retentionOf`), and those of shops that are not known. */
async function forgetPayloadsInTime(now: Date): Promise<void> {
  const db = await state();
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  const chosen = await db.shop.groupBy({ by: ["webhooksKeptDays"] });
  for (const { webhooksKeptDays: days } of chosen)
    await forgetPayloads(
      before(days),
      Prisma.sql`IN (SELECT "domain" FROM "Shop" WHERE "webhooksKeptDays" = ${days})`,
    );
  await forgetPayloads(
    before(defaultRetention.webhooksKeptDays),
    Prisma.sql`NOT IN (SELECT "domain" FROM "Shop")`,
  );
}

/**
 * Removes the payloads of webhooks that were applied before a time: they hold personal data.
 *
 * @param ofShops which shops, as what follows their name in SQL
 */
export async function forgetPayloads(appliedBefore: Date, ofShops: Prisma.Sql): Promise<void> {
  const db = await state();
  await untilFewer(
    () => db.$executeRaw`
      UPDATE "WebhookDelivery" SET "payload" = NULL
      WHERE ("shop", "webhookId") IN (
        SELECT "shop", "webhookId" FROM "WebhookDelivery"
        WHERE "appliedAt" < ${appliedBefore} AND "payload" IS NOT NULL AND "shop" ${ofShops} LIMIT ${atOnce}
      )`,
  );
}

/** Removes webhooks that were applied before a time and keep no payload, so that one of them would be taken for new. */
export async function forgetApplied(appliedBefore: Date): Promise<void> {
  const db = await state();
  await untilFewer(
    () => db.$executeRaw`
      DELETE FROM "WebhookDelivery"
      WHERE ("shop", "webhookId") IN (
        SELECT "shop", "webhookId" FROM "WebhookDelivery"
        WHERE "appliedAt" < ${appliedBefore} AND "payload" IS NULL LIMIT ${atOnce}
      )`,
  );
}

/** Repeats a statement for as long as there is more to do than it does at once. */
async function untilFewer(step: () => Promise<number>): Promise<void> {
  while ((await step()) === atOnce);
}
