import { randomUUID } from "node:crypto";

import { enqueue } from "~/jobs/queue.server";
import { state } from "~/state/client.server";
import { isUniqueViolation } from "~/state/lease.server";
import { log } from "~/state/log.server";

import { personIn } from "./payloads";
import { privacyJobKind } from "./privacyKind";
import { daysToAnswer, type PrivacyKind } from "./request";
import { sealedPerson } from "./requests.server";

/** What each of Shopify's compliance topics asks for. */
export const privacyTopics = {
  "customers/data_request": "data_request",
  "customers/redact": "customer_redact",
  "shop/redact": "shop_redact",
} as const satisfies Readonly<Record<string, PrivacyKind>>;
export type PrivacyTopic = keyof typeof privacyTopics;

export interface Delivery {
  /** Shopify may deliver one request more than once, with the same id. */
  readonly webhookId: string;
  readonly triggeredAt: Date | null;
  readonly now: Date;
}

/**
 * Takes a privacy request down and sees to it that it is worked on. Whatever the payload looks like: what it says of a person is
 * kept sealed, what cannot be read of it is passed over. The same delivery again changes nothing.
 */
export async function receivePrivacyRequest(
  topic: PrivacyTopic,
  shop: string,
  payload: unknown,
  { webhookId, triggeredAt, now }: Delivery,
): Promise<void> {
  const kind = privacyTopics[topic];
  const id = randomUUID();
  const subject = kind === "shop_redact" ? null : sealedPerson(personIn(payload), { id, shop });
  const dueAt = new Date(now.getTime() + daysToAnswer * 86_400_000);
  const db = await state();
  try {
    const request = {
      id,
      shop,
      webhookId,
      kind,
      triggeredAt,
      receivedAt: now,
      dueAt,
      state: "open",
      subject,
    };
    await db.privacyRequest.create({ data: request });
    log().info({ shop, request: id, kind, dueAt }, "A privacy request arrived.");
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  // The second time, too: the process may have died in between.
  await enqueue(privacyJobKind, { shop, payload: {} });
}
