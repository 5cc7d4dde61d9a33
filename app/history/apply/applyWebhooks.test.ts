import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { beginRun } from "../syncRun.server";
import { applyWebhooks } from "./applyWebhooks.server";
import { insertWebhooks } from "../inbox/insertWebhooks.server";
import { pendingWebhooks } from "../inbox/pendingWebhooks.server";

const { lines } = vi.hoisted(() => ({ lines: [] as string[] }));
vi.mock("~/state/log.server", async () => {
  const { pino } = await import("pino");
  const written = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  return { log: () => written };
});
vi.stubEnv("DATA_DIR", "/nowhere");
vi.stubEnv("SHOPIFY_APP_URL", "http://localhost");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "hush");
vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", `a:${Buffer.alloc(32, 1).toString("base64")}`);

const shop = "one.myshopify.com";
const installedAt = new Date("2026-11-01T12:00:00Z");
const now = new Date("2026-11-01T15:00:00Z");
const minutes = (count: number) => new Date(installedAt.getTime() + count * 60_000);

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;

beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ db } = temporary);
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  lines.length = 0;
  await db.webhookDelivery.deleteMany();
  await db.privacyRequest.deleteMany();
  await db.job.deleteMany();
  await db.session.deleteMany();
  await db.shop.deleteMany();
  await db.shop.create({
    data: { domain: shop, installedAt, authorizedAt: installedAt, settings: {}, scopes: "read_orders" },
  });
  await db.session.create({ data: { id: `offline_${shop}`, shop, state: "", isOnline: false } });
});

interface Delivered {
  readonly topic: string;
  readonly payload?: unknown;
  readonly triggeredAt?: Date | null;
  readonly receivedAt?: Date;
  readonly from?: string;
}

let ids = 0;
async function deliver({ topic, payload = {}, from = shop, ...times }: Delivered): Promise<string> {
  ids += 1;
  const webhookId = String(ids);
  const receivedAt = times.receivedAt ?? minutes(60 + ids / 1_000);
  const { triggeredAt = minutes(60) } = times;
  await insertWebhooks(db, [
    {
      ...{ topic, shop: from, webhookId, eventId: null, triggeredAt, receivedAt },
      payload: JSON.stringify(payload),
    },
  ]);
  return webhookId;
}

const work = (from = shop, signal = new AbortController().signal) =>
  applyWebhooks.run({ shop: from, payload: {}, attempt: 1, signal, now: () => now });

/** Delivers one and has it applied. */
async function apply(delivered: Delivered): Promise<{ outcome: string | null; reason: string | null }> {
  const webhookId = await deliver(delivered);
  expect(await work(delivered.from)).toEqual({ kind: "done" });
  const row = await db.webhookDelivery.findFirstOrThrow({ where: { webhookId } });
  expect(row.appliedAt).toEqual(now);
  return { outcome: row.outcome, reason: row.reason };
}

const shopNow = () => db.shop.findUniqueOrThrow({ where: { domain: shop } });
const jobs = async () => (await db.job.findMany({ where: { shop } })).map(({ kind }) => kind).sort();

const done = { outcome: "applied", reason: null };

describe("app/uninstalled", () => {
  test("is noted as of when it happened; the sessions go, and a sync under way ends", async () => {
    await beginRun(shop, minutes(1));
    expect(await apply({ topic: "app/uninstalled", triggeredAt: minutes(2) })).toEqual(done);
    expect((await shopNow()).uninstalledAt).toEqual(minutes(2));
    expect(await db.session.count()).toBe(0);
    expect(await db.syncRun.findFirst()).toMatchObject({ state: "failed", finishedAt: now });
  });

  test("from before the shop opened the app again changes nothing, however late it comes", async () => {
    await beginRun(shop, minutes(1));
    const before = await shopNow();
    const late = { topic: "app/uninstalled", triggeredAt: minutes(-1), receivedAt: minutes(100) };
    expect(await apply(late)).toMatchObject({ outcome: "ignored" });
    expect(await shopNow()).toEqual(before);
    expect(await db.session.count()).toBe(1);
    expect(await db.syncRun.findFirst()).toMatchObject({ state: "running" });
  });

  test("that does not say when it happened is as old as it is here, not as its job", async () => {
    await apply({ topic: "app/uninstalled", triggeredAt: null, receivedAt: minutes(5) });
    expect((await shopNow()).uninstalledAt).toEqual(minutes(5));
  });
});

test("app/scopes_update is noted at the shop and its sessions", async () => {
  const payload = { current: ["read_orders", "read_all_orders"], previous: ["read_orders"] };
  expect(await apply({ topic: "app/scopes_update", payload })).toEqual(done);
  expect((await shopNow()).scopes).toBe("read_orders,read_all_orders");
  expect(await db.session.findFirst()).toMatchObject({ scope: "read_orders,read_all_orders" });
  // Topics that were refused before may be had now.
  expect(await jobs()).toEqual(["register-webhooks"]);
});

describe("shop/update", () => {
  const payload = {
    ...{ id: 1, name: "Fern & Fox", currency: "EUR", iana_timezone: "Europe/Berlin", plan_name: "basic" },
    ...{ plan_display_name: "Basic", updated_at: "2026-11-01T14:00:00+01:00", email: "owner@example.com" },
  };
  const told = { topic: "shop/update", payload };
  const facts = { name: "Fern & Fox", currency: "EUR", timezone: "Europe/Berlin", plan: "Basic" };

  test("tells name, currency, time zone and plan", async () => {
    expect(await apply(told)).toEqual(done);
    expect(await shopNow()).toMatchObject({ ...facts, factsAt: minutes(60), segmentsStaleSince: null });
    expect(await jobs()).toEqual([]);
  });

  test("with another time zone leaves the segments behind, and asks for them to be brought up to date", async () => {
    await db.shop.updateMany({ data: { timezone: "America/New_York", currency: "EUR" } });
    expect(await apply(told)).toEqual(done);
    expect(await shopNow()).toMatchObject({ ...facts, segmentsStaleSince: now });
    expect(await jobs()).toEqual(["refresh-segments"]);
  });

  test("with another currency has everything brought in again", async () => {
    await db.shop.updateMany({ data: { timezone: "Europe/Berlin", currency: "USD" } });
    expect(await apply(told)).toEqual(done);
    expect(await shopNow()).toMatchObject({ ...facts, segmentsStaleSince: null });
    expect(await jobs()).toEqual(["full-sync"]);
  });

  test("with nothing new asks for nothing", async () => {
    await db.shop.updateMany({ data: { timezone: "Europe/Berlin", currency: "EUR" } });
    expect(await apply(told)).toEqual(done);
    expect(await shopNow()).toMatchObject({ ...facts, segmentsStaleSince: null });
    expect(await jobs()).toEqual([]);
  });

  test("that is older than what is known changes nothing", async () => {
    await db.shop.updateMany({ data: { timezone: "America/New_York", factsAt: minutes(61) } });
    const before = await shopNow();
    expect(await apply(told)).toMatchObject({ outcome: "ignored" });
    expect(await shopNow()).toEqual(before);
    expect(await jobs()).toEqual([]);
  });

  test("of a shop that removed the app asks for nothing, and of one that never had it does nothing", async () => {
    await db.shop.updateMany({
      data: { timezone: "Asia/Tokyo", currency: "JPY", uninstalledAt: minutes(2) },
    });
    expect(await apply(told)).toEqual(done);
    expect(await jobs()).toEqual([]);
    expect(await apply({ ...told, from: "nobody.myshopify.com" })).toMatchObject({ outcome: "ignored" });
    expect(await db.shop.count()).toBe(1);
  });

  test("that lacks something is refused in words that quote nothing of it", async () => {
    const wrong = { ...payload, currency: "owner@example.com", iana_timezone: undefined };
    const { outcome, reason } = await apply({ ...told, payload: wrong });
    expect({ outcome, reason }).toEqual({
      outcome: "refused",
      reason: "Missing or malformed: currency, iana_timezone.",
    });
    expect(lines.join("")).toContain("A webhook cannot be understood.");
    expect(lines.join("")).not.toContain("example.com");
  });
});

test("bulk_operations/finish has the sync look now, where there is one", async () => {
  expect(await apply({ topic: "bulk_operations/finish" })).toEqual(done);
  expect(await jobs()).toEqual([]);
  await beginRun(shop, minutes(1));
  expect(await apply({ topic: "bulk_operations/finish" })).toEqual(done);
  expect(await jobs()).toEqual(["full-sync"]);
});

test.each(["customers/data_request", "customers/redact", "shop/redact"])(
  "%s is taken down, of a shop that has left, too, and the log tells nothing of whom it is about",
  async (topic) => {
    const payload = { customer: { email: "somebody@example.com" } };
    expect(await apply({ topic, payload, from: "left.myshopify.com" })).toEqual(done);
    expect(await db.privacyRequest.count({ where: { shop: "left.myshopify.com", state: "open" } })).toBe(1);
    expect(lines.join("")).toContain("A privacy request arrived");
    expect(lines.join("")).not.toContain("somebody");
  },
);

test.each(["made/up", "toString"])("nothing is done for %s", async (topic) => {
  expect(await apply({ topic })).toEqual({
    outcome: "ignored",
    reason: "Nothing is done for this topic.",
  });
});

describe("the job", () => {
  test("applies all that waits, the oldest first, however much it is", async () => {
    const scopes = (current: string[]) => ({ topic: "app/scopes_update", payload: { current } });
    await deliver({ ...scopes(["last"]), receivedAt: minutes(500) });
    await deliver({ ...scopes(["first"]), receivedAt: minutes(1) });
    const times = { eventId: null, triggeredAt: null, receivedAt: minutes(2) };
    await insertWebhooks(
      db,
      Array.from({ length: 450 }, (_, place) => ({
        ...{ shop, webhookId: `many ${String(place)}`, topic: "made/up", payload: "{}", ...times },
      })),
    );
    expect(await work()).toEqual({ kind: "done" });
    expect((await shopNow()).scopes).toBe("last");
    expect(await db.webhookDelivery.count({ where: { appliedAt: now } })).toBe(452);
  });

  test("that fails in the middle has applied what came before, and goes on there", async () => {
    await deliver({ topic: "bulk_operations/finish" });
    await deliver({ topic: "shop/update", payload: "no object" });
    await deliver({ topic: "app/scopes_update", payload: { current: ["read_orders"] } });
    vi.spyOn(db, "$transaction").mockRejectedValueOnce(new Error("The disk is full."));
    await expect(work()).rejects.toThrow("The disk is full.");
    expect((await pendingWebhooks(shop, 10)).map(({ topic }) => topic)).toEqual(["app/scopes_update"]);
    expect(await work()).toEqual({ kind: "done" });
    expect(await pendingWebhooks(shop, 10)).toEqual([]);
  });

  test("gives up where it is told to, and notes what it has done", async () => {
    await deliver({ topic: "bulk_operations/finish" });
    await expect(work(shop, AbortSignal.abort(new Error("Stopping.")))).rejects.toThrow("Stopping.");
    expect(await pendingWebhooks(shop, 10)).toHaveLength(1);
  });
});
