import { state } from "~/state/client.server";

/** A webhook that was stored and waits to be applied. */
export interface PendingWebhook {
  readonly webhookId: string;
  /** As in the header: `orders/create`. */
  readonly topic: string;
  /** When it happened, by Shopify's clock, where Shopify said so. */
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  /** JSON. */
  readonly payload: string;
}

/** What became of a webhook: `refused` is one that said nothing that could be understood. */
export type WebhookOutcome = "applied" | "ignored" | "refused";

export interface Settled {
  readonly outcome: WebhookOutcome;
  /** Why it was ignored or refused: words without personal data. */
  readonly reason: string | null;
}

/** Longer payloads than these together are not handed out at once, but for a single one. */
const mostBytes = 32 * 1024 * 1024;

/**
 * The webhooks of a shop that wait, the oldest first.
 *
 * @returns at most `limit`, and fewer where they are long; none where none waits.
 */
export async function pendingWebhooks(shop: string, limit: number): Promise<PendingWebhook[]> {
  const db = await state();
  const sizes = await db.$queryRaw<{ bytes: bigint | number | null }[]>`
    SELECT octet_length("payload") AS "bytes" FROM "WebhookDelivery"
    WHERE "shop" = ${shop} AND "appliedAt" IS NULL
    ORDER BY "receivedAt", "webhookId" LIMIT ${limit}`;
  if (sizes.length === 0) return [];
  const rows = await db.webhookDelivery.findMany({
    where: { shop, appliedAt: null },
    orderBy: [{ receivedAt: "asc" }, { webhookId: "asc" }],
    take: fitting(sizes.map(({ bytes }) => Number(bytes ?? 0))),
    select: { webhookId: true, topic: true, triggeredAt: true, receivedAt: true, payload: true },
  });
  return rows.map(({ payload, ...row }) => ({ ...row, payload: payload ?? "null" }));
}

function fitting(sizes: readonly number[]): number {
  let total = 0;
  const over = sizes.findIndex((bytes, place) => {
    total += bytes;
    return place > 0 && total > mostBytes;
  });
  return over === -1 ? sizes.length : over;
}

/** Notes what became of webhooks of a shop. One that was settled before stays as it was. */
export async function settleWebhooks(
  shop: string,
  settled: readonly (Settled & { readonly webhookId: string })[],
  now = new Date(),
): Promise<void> {
  const db = await state();
  const alike = new Map<string, { readonly end: Settled; readonly webhookIds: string[] }>();
  for (const { webhookId, outcome, reason } of settled) {
    const key = `${outcome} ${reason ?? ""}`;
    const group = alike.get(key) ?? { end: { outcome, reason }, webhookIds: [] };
    group.webhookIds.push(webhookId);
    alike.set(key, group);
  }
  for (const { end, webhookIds } of alike.values()) {
    await db.webhookDelivery.updateMany({
      // By the outcome, which no index has: by `appliedAt` SQLite would look through all of the shop's that wait.
      where: { shop, outcome: null, webhookId: { in: webhookIds } },
      data: { ...end, appliedAt: now },
    });
  }
}

/** Shops of which webhooks wait. */
export async function shopsWithPending(): Promise<string[]> {
  const db = await state();
  const groups = await db.webhookDelivery.groupBy({ by: ["shop"], where: { appliedAt: null } });
  return groups.map(({ shop }) => shop);
}
