import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { Prisma } from "~/state/generated/sqlite/client";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { applyKind } from "./askForApplying.server";
import { dueWebhooks } from "./dueWebhooks.server";
import { forgetApplied, forgetPayloads, forgetWebhooks } from "./forgetWebhooks.server";
import { insertWebhooks } from "./insertWebhooks.server";
import { settleWebhooks } from "./pendingWebhooks.server";

const [one, two, three] = ["one", "two", "three"].map((name) => `${name}.myshopify.com`) as [
  string,
  string,
  string,
];
const now = new Date("2026-11-08T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ db } = temporary);
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  await db.webhookDelivery.deleteMany();
  await db.shop.deleteMany();
  await db.job.deleteMany();
  await db.lease.deleteMany();
});

/** Some of a shop; applied at a time, or waiting. */
async function deliver(shop: string, ids: readonly string[], appliedAt: Date | null): Promise<void> {
  const times = { triggeredAt: null, receivedAt: hoursAgo(1_000) };
  await insertWebhooks(
    db,
    ids.map((webhookId) => ({ shop, webhookId, topic: "made/up", eventId: null, payload: "{}", ...times })),
  );
  if (appliedAt === null) return;
  await settleWebhooks(
    shop,
    ids.map((webhookId) => ({ webhookId, outcome: "applied", reason: null })),
    appliedAt,
  );
}

test("webhooks that nobody asked to be applied are asked for, once for a shop", async () => {
  await deliver(one, ["1", "2"], null);
  await deliver(two, ["1"], null);
  await deliver(three, ["1"], hoursAgo(1));
  for (let round = 0; round < 2; round++) await dueWebhooks.run(now);
  const jobs = await db.job.findMany({ orderBy: { shop: "asc" } });
  expect(jobs).toMatchObject([one, two].map((shop) => ({ kind: applyKind, shop, state: "waiting" })));
});

describe("what the inbox has no more use for", () => {
  const kept = async () =>
    (await db.webhookDelivery.findMany({ orderBy: { webhookId: "asc" } })).map(
      ({ webhookId, payload }) => `${webhookId}: ${payload ?? "forgotten"}`,
    );

  test("goes: payloads a day after they were applied, and after a week what is known of them; never what waits", async () => {
    await deliver(one, ["a waits"], null);
    await deliver(one, ["b applied today"], hoursAgo(23.9));
    await deliver(one, ["c applied yesterday"], hoursAgo(24.1));
    await deliver(two, ["d applied within a week"], hoursAgo(167.9));
    await deliver(two, ["e applied before"], hoursAgo(168.1));
    await forgetWebhooks.run(now);
    expect(await kept()).toEqual([
      "a waits: {}",
      "b applied today: {}",
      "c applied yesterday: forgotten",
      "d applied within a week: forgotten",
    ]);
  });

  test("goes after as many days as its shop has chosen, which may be none, and is known for as long as it is kept", async () => {
    for (const [domain, webhooksKeptDays] of [
      [one, 0],
      [two, 30],
    ] as const) {
      const installed = { installedAt: now, authorizedAt: now, settings: {} };
      await db.shop.create({ data: { domain, webhooksKeptDays, ...installed } });
    }
    await deliver(one, ["a applied just now"], hoursAgo(0.1));
    await deliver(two, ["b applied within a month"], hoursAgo(719));
    await deliver(two, ["c applied before"], hoursAgo(721));
    await deliver(three, ["d of a shop that is not known"], hoursAgo(25));
    await forgetWebhooks.run(now);
    expect(await kept()).toEqual([
      "a applied just now: forgotten",
      "b applied within a month: {}",
      "d of a shop that is not known: forgotten",
    ]);
  });

  test("goes however much it is", async () => {
    const ids = Array.from({ length: 999 }, (_, place) => String(place));
    await deliver(one, ids, hoursAgo(2));
    await deliver(two, ids, hoursAgo(2));
    await deliver(three, ["last"], hoursAgo(0));
    await forgetPayloads(hoursAgo(1), Prisma.sql`IS NOT NULL`);
    expect(await db.webhookDelivery.count({ where: { payload: { not: null } } })).toBe(1);
    expect(await db.webhookDelivery.count({ where: { outcome: "applied" } })).toBe(1_999);
    await forgetApplied(hoursAgo(1));
    expect(await kept()).toEqual(["last: {}"]);
  });

  test("is not looked for again within some minutes, whichever process does", async () => {
    await forgetWebhooks.run(now);
    const statements = vi.spyOn(db, "$executeRaw");
    await forgetWebhooks.run(now);
    expect(statements).not.toHaveBeenCalled();
  });
});
