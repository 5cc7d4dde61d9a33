import { openState } from "~/state/client.server";

import type { SignedWebhook } from "./signedWebhook";

/** What an inbox holds, held against what was sent. */
export interface Held {
  readonly rows: number;
  /** Numbers of webhooks that are not there. */
  readonly missing: readonly number[];
  /** Numbers of those that are there with another payload. */
  readonly changed: readonly number[];
}

const atOnce = 500;

/** Looks for webhooks in the inbox of a state database, by their numbers. */
export async function heldIn(
  databaseUrl: string,
  webhookOf: (number: number) => SignedWebhook,
  numbers: readonly number[],
): Promise<Held> {
  const db = await openState(databaseUrl, { connections: 2 });
  try {
    const missing: number[] = [];
    const changed: number[] = [];
    for (let start = 0; start < numbers.length; start += atOnce) {
      const some = numbers.slice(start, start + atOnce).map((number) => ({ number, ...webhookOf(number) }));
      const rows = await db.webhookDelivery.findMany({
        where: { webhookId: { in: some.map(({ webhookId }) => webhookId) } },
        select: { shop: true, webhookId: true, payload: true },
      });
      const found = new Map(rows.map(({ shop, webhookId, payload }) => [`${shop} ${webhookId}`, payload]));
      for (const { number, shop, webhookId, body } of some) {
        const payload = found.get(`${shop} ${webhookId}`);
        if (payload === undefined) missing.push(number);
        else if (payload !== body.toString()) changed.push(number);
      }
    }
    return { rows: await db.webhookDelivery.count(), missing, changed };
  } finally {
    await db.$disconnect();
  }
}
