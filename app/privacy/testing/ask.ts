import { randomUUID } from "node:crypto";

import type { JobOutcome } from "~/jobs/job";

import { privacyJob } from "../privacyJob.server";
import { type PrivacyTopic, receivePrivacyRequest } from "../receive.server";
import { now, shop } from "./openShop";

/** Receives what Shopify asks for, as if it had just been delivered. */
export async function ask(topic: PrivacyTopic, payload: unknown, more: { at?: Date; of?: string } = {}) {
  const at = more.at ?? now;
  const delivery = { webhookId: randomUUID(), triggeredAt: at, now: at };
  await receivePrivacyRequest(topic, more.of ?? shop, payload, delivery);
}

/** Runs the job of a shop once, as the queue would. */
export function work({ at = now, of = shop }: { at?: Date; of?: string } = {}): Promise<JobOutcome> {
  const { signal } = new AbortController();
  return privacyJob.run({ shop: of, payload: {}, attempt: 1, signal, now: () => at });
}
