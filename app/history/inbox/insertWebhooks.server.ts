import type { ReceivedWebhook } from "~/shopify/verifyWebhook.server";
import type { State } from "~/state/client.server";
import { Prisma } from "~/state/generated/sqlite/client";

/** A webhook that goes into the inbox. */
export interface IncomingWebhook extends ReceivedWebhook {
  readonly receivedAt: Date;
}

/**
 * Most of them that one statement takes: each has seven parameters, of which SQLite takes 32,766 in a statement and PostgreSQL
 * 65,535.
 */
export const mostAtOnce = 1_000;

/**
 * Stores webhooks by one statement, which is durable when it resolves. Those that are there already stay as they are.
 *
 * @param webhooks at most {@link mostAtOnce}
 */
export async function insertWebhooks(db: State, webhooks: readonly IncomingWebhook[]): Promise<void> {
  // In one order, so that two processes that were sent the same ones do not wait for each other.
  const rows = [...webhooks]
    .sort((one, other) => compare(one.shop, other.shop) || compare(one.webhookId, other.webhookId))
    .map(
      ({ shop, webhookId, topic, eventId, triggeredAt, receivedAt, payload }) =>
        Prisma.sql`(${shop}, ${webhookId}, ${topic}, ${eventId}, ${triggeredAt}, ${receivedAt}, ${payload})`,
    );
  await db.$executeRaw`
    INSERT INTO "WebhookDelivery" ("shop", "webhookId", "topic", "eventId", "triggeredAt", "receivedAt", "payload")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT DO NOTHING`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
