import { randomUUID } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { checks, definitions } from "~/background.server";
import { startFullSync } from "~/history/fullSync.server";
import { insertWebhooks } from "~/history/inbox/insertWebhooks.server";
import { runFolder } from "~/history/syncFiles.server";
import type { AnyJobDefinition } from "~/jobs/worker.server";
import { startWorker } from "~/jobs/worker.server";
import { enqueue } from "~/jobs/queue.server";
import { receivePrivacyRequest } from "~/privacy/receive.server";
import { resealPrivacy } from "~/privacy/resealPrivacy.server";
import { resealSecrets } from "~/shopify/resealSecrets.server";
import { state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { keyRing } from "~/state/secrets.server";
import { awaitRecords } from "~/warehouse/loading/awaited.server";
import { openWarehouse } from "~/warehouse/warehouses.server";

import { allScopes } from "../sync/harness";
import { described, isBoundTo, textOf } from "./bound";
import { foundOf } from "./foreignWords";
import { keptOf } from "./kept";
import { customerOf, type Tenant } from "./tenant";
import { settleTwo, type TwoTenants } from "./twoTenants";
import { onErrand, type StateOperation } from "./watched";

let two: TwoTenants;
let own: Tenant;
let other: Tenant;
let kept: unknown;
let quiet: number;

beforeAll(async () => {
  two = await settleTwo();
  ({ own, other } = two);
  for (const { shop } of [own, other]) await leaveDownload(shop);
  kept = await keptOf(other.shop);
  quiet = two.written.text().length;
});
afterAll(() => two.harness.close());

interface Kind {
  /** What makes the job do its work. */
  readonly before?: (shop: string) => Promise<void>;
  readonly payload: object;
}

/** What each kind of job is asked with when it is asked rightly. */
const kinds: Readonly<Record<string, Kind>> = {
  "full-sync": { before: startFullSync, payload: {} },
  "forget-downloads": { payload: {} },
  "apply-webhooks": { before: deliverWebhooks, payload: {} },
  "fetch-changed": { before: awaitCustomer, payload: {} },
  reconcile: { payload: {} },
  "register-webhooks": { payload: {} },
  "refresh-segments": { before: markStale, payload: {} },
  "look-back": { payload: {} },
  privacy: { before: askToForget, payload: {} },
};

/** Payloads that name another shop and what it has, in every way in which one might. */
const foreign = (): readonly object[] => [
  { shop: other.shop },
  { shop: other.shop, segmentId: other.segments.changed, segmentIds: Object.values(other.segments) },
  { customerId: customerOf(other.customers), customerIds: [customerOf(other.customers)] },
  { runId: `failed ${other.word}`, job: `failed ${other.word}` },
];

/** A sync that was given up leaves downloads; they are the shop's. */
const leftBehind = (shop: string) => join(runFolder(shop, "given-up"), "customers-1.jsonl");
async function leaveDownload(shop: string): Promise<void> {
  await mkdir(dirname(leftBehind(shop)), { recursive: true });
  await writeFile(leftBehind(shop), "");
}

async function markStale(shop: string): Promise<void> {
  const db = await state();
  await db.shop.update({ where: { domain: shop }, data: { segmentsStaleSince: new Date() } });
}

/** One of each kind that the job has to do with. */
async function deliverWebhooks(shop: string): Promise<void> {
  const webhooks = [
    { topic: "app/scopes_update", payload: { current: allScopes } },
    { topic: "bulk_operations/finish", payload: {} },
    { topic: "orders/create", payload: { id: 1 } },
  ];
  const times = { eventId: null, triggeredAt: new Date(), receivedAt: new Date() };
  await insertWebhooks(
    await state(),
    webhooks.map(({ topic, payload }) => ({
      ...{ shop, topic, webhookId: topic, payload: JSON.stringify(payload), ...times },
    })),
  );
}

async function awaitCustomer(shop: string): Promise<void> {
  const warehouse = await openWarehouse(shop);
  await warehouse.transaction((connection) =>
    awaitRecords(connection, "customers", [BigInt(customerOf(1))], new Date()),
  );
}

/** Both shops have a customer of this number. */
async function askToForget(shop: string): Promise<void> {
  const payload = { customer: { id: Number(customerOf(1)) } };
  const delivery = { webhookId: randomUUID(), triggeredAt: null, now: new Date() };
  await receivePrivacyRequest("customers/redact", shop, payload, delivery);
}

/** As the app runs it; what it does is noted as done for its shop, and what the queue does, for all. */
const noted = (definition: AnyJobDefinition): AnyJobDefinition => ({
  ...definition,
  run: (context) => onErrand({ shop: context.shop, what: definition.kind }, () => definition.run(context)),
  ...(definition.onFailed && {
    onFailed: (context, error) =>
      onErrand({ shop: context.shop, what: definition.kind }, async () =>
        definition.onFailed?.(context, error),
      ),
  }),
});

/** Has the queue do what it has, until the job of a kind of the asking shop is over. */
async function untilOver(kind: string): Promise<{ state: string; failure: string | null }> {
  const db = await state();
  const worker = await onErrand({ shop: null, what: "queue" }, () =>
    Promise.resolve(startWorker({ db, definitions: definitions.map(noted), pollMs: 20 })),
  );
  try {
    const over = await expect
      .poll(() => db.job.findFirst({ where: { kind, shop: own.shop }, orderBy: { createdAt: "desc" } }), {
        timeout: 60_000,
      })
      .toMatchObject({ finishedAt: expect.any(Date) as unknown })
      .then(() => db.job.findFirst({ where: { kind, shop: own.shop }, orderBy: { createdAt: "desc" } }));
    if (over === null) throw new Error(`There is no job ${kind}.`);
    return over;
  } finally {
    await worker.stop();
  }
}

describe("every kind of job", () => {
  it("is tried", () => {
    expect(definitions.map(({ kind }) => kind).sort()).toEqual(Object.keys(kinds).sort());
  });

  it("does its work for the shop that it is for", async () => {
    for (const [kind, { before, payload }] of Object.entries(kinds)) {
      await before?.(own.shop);
      await enqueue(kind, { shop: own.shop, payload });
      expect([kind, (await untilOver(kind)).state]).toEqual([kind, "done"]);
    }
    const done = two.watched.operations.flatMap(({ errand }) =>
      errand.shop === own.shop ? [errand.what] : [],
    );
    expect(new Set(done)).toEqual(new Set(Object.keys(kinds)));
  });

  it("refuses a payload that names another shop or what it has, in words that do not repeat it", async () => {
    for (const { kind } of definitions) {
      for (const payload of foreign()) {
        await enqueue(kind, { shop: own.shop, payload });
        const { state: ended, failure } = await untilOver(kind);
        expect([kind, ended, foundOf(other, own, failure ?? "")]).toEqual([kind, "failed", []]);
      }
    }
  });
});

describe("what is done for all shops at once", () => {
  it("changes nothing where nothing is due", async () => {
    const db = await state();
    for (const check of checks)
      await onErrand({ shop: null, what: `schedule ${check.name}` }, () => check.run(new Date()));
    await onErrand({ shop: null, what: "start" }, () => resealSecrets(db, keyRing()));
    await onErrand({ shop: null, what: "start" }, () => resealPrivacy(db, keyRing()));
    expect(await keptOf(other.shop)).toEqual(kept);
  });
});

describe("after all of this", () => {
  it("everything of the other shop is as it was, its downloads too", async () => {
    expect(await keptOf(other.shop)).toEqual(kept);
    expect(await readdir(dirname(leftBehind(other.shop)))).toHaveLength(1);
    await expect(readdir(dirname(leftBehind(own.shop)))).rejects.toThrow("ENOENT");
  });

  it("the log tells nothing of the other shop", async () => {
    log().info("The last line.");
    await expect.poll(() => two.written.text().endsWith(`"The last line."}\n`)).toBe(true);
    const written = two.written.text().slice(quiet);
    expect(written).toContain("A job was put aside as failed.");
    expect(foundOf(other, own, written)).toEqual([]);
  });

  it("every statement of state was held to the shop of the job, or is one of those that must look at all shops", () => {
    const loose = two.watched.operations.filter(
      (one) =>
        one.model !== "Lease" &&
        !(one.errand.shop === null ? isForAll(one) : isBoundTo(one.errand.shop, one)),
    );
    expect([...new Set(loose.map(described))]).toEqual([]);
    const jobs = two.watched.operations.filter(({ errand }) => errand.shop === own.shop);
    expect(jobs.length).toBeGreaterThan(50);
    const telling = jobs.filter(({ result }) => foundOf(other, own, textOf(result)).length > 0);
    expect(telling.map(described)).toEqual([]);
  });

  it("no warehouse was opened but that of the job's shop", () => {
    expect(two.watched.opened.length).toBeGreaterThan(0);
    expect(two.watched.opened.filter(({ errand, shop }) => errand.shop !== shop)).toEqual([]);
  });
});

/** What asks for rows of every shop, by who does, and why it must. */
const forAll: Readonly<Record<string, readonly string[]>> = {
  // Whichever shop's job is due comes next; from then on it is told by its id and by whoever holds its lease.
  queue: ["Job.findMany", "Job.updateMany", "Job.findUniqueOrThrow", "Job.count", "Job.deleteMany"],
  // Each shop's day ends at its own time.
  "schedule due-segments": ["Shop.findMany"],
  // Each shop's subscriptions are looked at once a day.
  "schedule due-registrations": ["Shop.findMany"],
  // Whoever accepted a webhook may have died before asking for it to be applied.
  "schedule due-webhooks": ["WebhookDelivery.groupBy"],
  // Each shop is looked at an hour after its last look.
  "schedule due-reconciliations": ["Shop.findMany"],
  // Each shop has chosen for how long what was applied is kept.
  "schedule forget-webhooks": ["Shop.groupBy"],
  // The law's days run whichever shop a request is about.
  "schedule due-privacy": [
    ...["Job.findMany", "Job.deleteMany", "Shop.findMany"],
    ...["PrivacyRequest.findMany", "PrivacyRequest.updateMany", "PrivacyRequest.deleteMany"],
  ],
  // A new key seals the secrets of all.
  start: ["Session.findMany", "StaffMember.findMany", "PrivacyRequest.findMany", "RedactionKey.findMany"],
};

/** The queue gives a job back by its id and its lease; webhooks are forgotten by how old they are. */
const inSql: readonly string[] = ["queue", "schedule forget-webhooks"];

function isForAll({ errand, model, operation }: StateOperation): boolean {
  if (model === null) return inSql.includes(errand.what);
  return forAll[errand.what]?.includes(`${model}.${operation}`) ?? false;
}
