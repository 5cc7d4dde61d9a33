import type { ReceivedWebhook } from "~/shopify/verifyWebhook.server";
import { state } from "~/state/client.server";

import { askForApplying } from "./askForApplying.server";
import { createGroupCommit } from "./groupCommit";
import { type IncomingWebhook, insertWebhooks, mostAtOnce } from "./insertWebhooks.server";

const megabyte = 1024 * 1024;

/**
 * Shopify waits five seconds, and a commit takes SQLite two milliseconds in which the process does nothing else: thirty a second
 * leave it to answer.
 */
const gatherMs = 30;

const store = createGroupCommit<IncomingWebhook>({
  async write(webhooks) {
    await insertWebhooks(await state(), webhooks);
    for (const shop of new Set(webhooks.map(({ shop }) => shop))) askForApplying(shop);
  },
  bytesOf: ({ payload }) => Buffer.byteLength(payload),
  gatherMs,
  batch: { items: mostAtOnce, bytes: 8 * megabyte },
  waiting: { items: 5_000, bytes: 64 * megabyte },
});

/**
 * Puts a webhook into the inbox. It is durable when this resolves, and will be applied by a job. One that is there already, by
 * its shop and its id, is as good as put in.
 *
 * @throws {InboxFullError} where too many wait to be stored
 * @throws what the database throws
 */
export function acceptWebhook(webhook: ReceivedWebhook, receivedAt = new Date()): Promise<void> {
  return store({ ...webhook, receivedAt });
}
