import {
  appliedPayloads,
  dropWaiting,
  forgetAppliedPayloads,
  forgetPayloadsOf,
  type StoredPayload,
  storedPayloads,
} from "~/history/inbox/storedPayloads.server";
import { state } from "~/state/client.server";

import { createMentions } from "../mentions";
import type { Person } from "../person";
import { privacyTopics } from "../receive.server";
import type { Forgetter } from "./forgetter";

const reason = "It told of a customer who was forgotten.";

/**
 * What Shopify sent. What was applied is kept for a while only, and goes of everybody: it need not be looked through. What waits
 * and names the person is not applied; what it said of orders is asked for when changes are looked for next.
 */
export const inInbox: Forgetter = {
  async find(shop, person) {
    const waiting = await waitingAbout(shop, person);
    return { waiting_webhooks: waiting.length, kept_webhooks: await appliedPayloads(shop) };
  },
  async forget(shop, person, now) {
    await dropWaiting(shop, { webhookIds: await waitingAbout(shop, person), reason, now });
    await forgetAppliedPayloads(shop);
    await forgetPayloadsOf(shop, await receivedRequests(shop));
  },
  tell: (shop, person) =>
    Promise.resolve([{ title: "Messages from Shopify about them", rows: told(shop, person) }]),
};

/** The ids of those that are not requests like this one, which are taken down before anything is done about them. */
async function waitingAbout(shop: string, person: Person): Promise<string[]> {
  const webhookIds: string[] = [];
  for await (const { webhookId, topic } of about(shop, person, { waitingOnly: true }))
    if (!Object.hasOwn(privacyTopics, topic)) webhookIds.push(webhookId);
  return webhookIds;
}

async function* about(
  shop: string,
  person: Person,
  which: { readonly waitingOnly: boolean },
): AsyncGenerator<StoredPayload & { readonly said: unknown }> {
  const mentions = createMentions(person);
  for await (const stored of storedPayloads(shop, which)) {
    const said = parsed(stored.payload);
    if (mentions(said)) yield { ...stored, said };
  }
}

async function* told(shop: string, person: Person) {
  for await (const { topic, receivedAt, appliedAt, said } of about(shop, person, { waitingOnly: false }))
    yield { Topic: topic, Received: receivedAt, "Worked on": appliedAt, "What it says": said };
}

/** The webhooks that brought requests: these are taken down, and name whom they are about. */
async function receivedRequests(shop: string): Promise<string[]> {
  const db = await state();
  const rows = await db.privacyRequest.findMany({ where: { shop }, select: { webhookId: true } });
  return rows.map(({ webhookId }) => webhookId);
}

/** As text, where it is no JSON. */
function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return payload;
  }
}
