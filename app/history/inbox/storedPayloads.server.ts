import { state } from "~/state/client.server";

/** A webhook of which the payload is still there, waiting or applied. */
export interface StoredPayload {
  readonly webhookId: string;
  readonly topic: string;
  readonly receivedAt: Date;
  readonly appliedAt: Date | null;
  /** JSON. */
  readonly payload: string;
}

/** Few, as one can be as long as 10 MB. */
const atOnce = 50;

/** The webhooks of a shop that still have their payloads, by their ids; only those that wait, or all. */
export async function* storedPayloads(
  shop: string,
  { waitingOnly }: { readonly waitingOnly: boolean },
): AsyncGenerator<StoredPayload> {
  const db = await state();
  for (let after = ""; ;) {
    const rows = await db.webhookDelivery.findMany({
      where: {
        ...{ shop, webhookId: { gt: after }, payload: { not: null } },
        ...(waitingOnly ? { appliedAt: null } : {}),
      },
      orderBy: { webhookId: "asc" },
      take: atOnce,
      select: { webhookId: true, topic: true, receivedAt: true, appliedAt: true, payload: true },
    });
    for (const { payload, ...row } of rows) if (payload !== null) yield { ...row, payload };
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    after = last.webhookId;
  }
}

/** Payloads of a shop that are kept though they were applied. */
export async function appliedPayloads(shop: string): Promise<number> {
  const db = await state();
  return db.webhookDelivery.count({ where: { shop, appliedAt: { not: null }, payload: { not: null } } });
}

/** Removes all of those. */
export async function forgetAppliedPayloads(shop: string): Promise<void> {
  const db = await state();
  await db.webhookDelivery.updateMany({
    where: { shop, appliedAt: { not: null }, payload: { not: null } },
    data: { payload: null },
  });
}

/** Settles webhooks that wait as ignored, and removes what they said. */
export async function dropWaiting(
  shop: string,
  { webhookIds, reason, now }: { webhookIds: readonly string[]; reason: string; now: Date },
): Promise<void> {
  const db = await state();
  for (let start = 0; start < webhookIds.length; start += 500) {
    const some = webhookIds.slice(start, start + 500);
    // Whoever is applying one of them just now settles it; what it said goes all the same.
    const where = { shop, webhookId: { in: some } };
    await db.webhookDelivery.updateMany({
      where: { ...where, appliedAt: null },
      data: { appliedAt: now, outcome: "ignored", reason },
    });
    await db.webhookDelivery.updateMany({ where, data: { payload: null } });
  }
}

/** Removes what webhooks said, whatever is done with them. */
export async function forgetPayloadsOf(shop: string, webhookIds: readonly string[]): Promise<void> {
  const db = await state();
  await db.webhookDelivery.updateMany({
    where: { shop, webhookId: { in: [...webhookIds] } },
    data: { payload: null },
  });
}
