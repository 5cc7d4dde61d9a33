import { startFullSync } from "~/history/fullSync.server";
import { enqueue } from "~/jobs/queue.server";
import { receivePrivacyRequest } from "~/privacy/receive.server";
import { readyMadeOf } from "~/segments/catalogue/catalogue";
import { noteActivity } from "~/segments/activity/activity.server";
import { keepDraft } from "~/segments/drafts/drafts.server";
import { lookBack } from "~/segments/jobs/lookBack.server";
import { refreshSegments } from "~/segments/jobs/refreshSegments.server";
import type { Condition, Definition } from "~/segments/language/definition";
import { all, tagged } from "~/segments/language/testing/builders";
import { createSegment, saveSegment } from "~/segments/segmentEdits.server";
import { listSegments } from "~/segments/segmentStore.server";
import { registerWebhooks } from "~/shopify/subscriptions/registerWebhooks.server";
import { placeOfName } from "~/shopify/staff.server";
import { state } from "~/state/client.server";
import { seal } from "~/state/secrets.server";

import { staff } from "../../sandbox/staff";
import { drive, type Harness, install } from "../sync/harness";
import { shopOf } from "./markedStore";

/** A shop that uses the app, as far as a test names what it has. */
export interface Tenant {
  readonly shop: string;
  /** Stands in every text that is this shop's own. */
  readonly word: string;
  readonly customers: number;
  readonly segments: {
    /** Two versions, activity, a draft, past members. */
    readonly changed: number;
    /** Its rule refers to the one above. */
    readonly referring: number;
    readonly switchedOff: number;
    readonly readyMade: number;
  };
  /** A customer's request for their data, to be downloaded. */
  readonly request: string;
}

/** Shopify's ids of users are one row of numbers, but two shops may well have an employee in common. */
export const [{ userId }] = staff;

/** A segment that carries no word: two shops may call one the same. */
export const commonName = "Gold customers";

export const rule = (...items: Condition[]): Definition => ({ version: 1, where: all(...items) });
export const refersTo = (segment: number): Condition => ({ kind: "segment", not: false, segment });

const longAfter = new Date("2100-01-01T00:00:00Z");

/** Installs the app in a shop of the sandbox, and leaves behind whatever a shop can have. */
export async function settle(
  harness: Harness,
  { word, customers }: Pick<Tenant, "word" | "customers">,
): Promise<Tenant> {
  const shop = shopOf(word);
  const now = new Date();
  await install(harness, shop);
  await nameStaff(shop, word);
  await startFullSync(shop);
  const { state: synced } = await drive(shop);
  if (synced !== "done") throw new Error(`The sync of ${shop} ended as ${synced}.`);
  await bringUpToDate(shop);

  const make = (name: string, definition: Definition, active = true) =>
    made(createSegment(shop, { name, description: `For ${word}`, definition, active }, userId, now));
  const changed = await make(`Changed ${word}`, rule(tagged("has_none", `nobody ${word}`)));
  const referring = await make(`Referring ${word}`, rule(refersTo(changed)));
  const switchedOff = await make(`Switched off ${word}`, rule(tagged("has_any", `wholesale ${word}`)), false);
  await make(commonName, rule(tagged("has_any", `staff ${word}`)));
  await bringUpToDate(shop);
  const edit = { name: `Changed ${word}`, description: `For ${word}, again`, base: 1 };
  const definition = rule(tagged("has_any", `newsletter ${word}`));
  await made(saveSegment(shop, changed, { ...edit, definition }, userId, now));
  await bringUpToDate(shop);
  await noteActivity(shop, changed, "exported", userId, now);

  const content = {
    name: `Draft ${word}`,
    description: "",
    include: { match: "all", items: [] },
    exclude: [],
  };
  for (const segmentId of [null, changed, referring])
    await keepDraft(shop, userId, segmentId, { baseVersion: 1, content }, now);
  const request = await askForData(shop, word);
  await leaveJobs(shop, word);
  const readyMade = (await listSegments(shop)).find(
    (one) => readyMadeOf(one.readyMade ?? "")?.settings.length,
  );
  if (readyMade === undefined) throw new Error(`${shop} has no ready-made segment with numbers.`);
  return {
    shop,
    word,
    customers,
    segments: { changed, referring, switchedOff, readyMade: readyMade.id },
    request,
  };
}

/** Of both shops, or of the larger one only. */
export const customerOf = (number: number): string => String(7_000_000_000_000 + number);

async function made(edit: ReturnType<typeof createSegment>): Promise<number> {
  const edited = await edit;
  if (!edited.ok) throw new Error(edited.refusal.kind);
  return edited.segment.id;
}

async function bringUpToDate(shop: string): Promise<void> {
  const context = { shop, payload: {}, attempt: 1, signal: new AbortController().signal };
  const now = () => new Date();
  await registerWebhooks.run({ ...context, now });
  await refreshSegments.run({ ...context, now });
  while ((await lookBack.run({ ...context, now })).kind === "again");
}

async function nameStaff(shop: string, word: string): Promise<void> {
  const db = await state();
  for (const { userId, firstName } of staff) {
    const name = seal(`${firstName} ${word}`, placeOfName({ shop, userId }));
    await db.staffMember.create({ data: { shop, userId, name, askedAt: new Date() } });
  }
}

async function askForData(shop: string, word: string): Promise<string> {
  const payload = { customer: { id: Number(customerOf(2)), email: `${word}.someone@example.com` } };
  const delivery = { webhookId: word, triggeredAt: null, now: new Date() };
  await receivePrivacyRequest("customers/data_request", shop, payload, delivery);
  const db = await state();
  const { id } = await db.privacyRequest.findFirstOrThrow({ where: { shop } });
  await db.privacyRequest.updateMany({ where: { shop, id }, data: { state: "ready" } });
  return id;
}

/** One that waits, and one that was put aside. */
async function leaveJobs(shop: string, word: string): Promise<void> {
  const db = await state();
  await db.job.deleteMany({ where: { shop } });
  await enqueue(refreshSegments.kind, { shop, payload: {}, runAt: longAfter });
  await db.job.create({
    data: {
      ...{ id: `failed ${word}`, kind: "full-sync", shop, payload: {}, state: "failed", failures: 6 },
      ...{ failure: `It failed for ${word}.`, runAt: new Date(), createdAt: new Date() },
      finishedAt: new Date(),
    },
  });
}
