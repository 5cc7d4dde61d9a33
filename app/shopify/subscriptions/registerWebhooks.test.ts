import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import {
  AccessDeniedError,
  RequestRefusedError,
  ShopifyUnavailableError,
  TokenRejectedError,
} from "~/shopify/admin/errors";
import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import { noteSubscriptions, readSubscriptionsRecord } from "./record.server";
import { dueRegistrations, ensureRegistered, registerWebhooks } from "./registerWebhooks.server";
import { enumOf } from "./subscribe.server";
import { protectedTopics } from "./topics";

const { lines, shopify } = vi.hoisted(() => ({
  lines: [] as string[],
  shopify: { ask: null as ((...asked: unknown[]) => Promise<unknown>) | null },
}));
vi.mock("~/state/log.server", async () => {
  const { pino } = await import("pino");
  const written = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  return { log: () => written };
});
vi.mock("~/shopify/admin/shopClient.server", () => ({
  adminClient: (shop: string) => ({ shop, request: (...asked: unknown[]) => shopify.ask?.(...asked) }),
}));
vi.stubEnv("SHOPIFY_APP_URL", "https://quintile.example.com");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "hush");
vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", "a:x");

const shop = "one.myshopify.com";
const here = "https://quintile.example.com/webhooks";
const now = new Date("2026-11-02T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const topics = Object.keys(protectedTopics);
const allScopes = ["read_orders", "read_customers", "read_fulfillments", "read_customer_merge"];

interface Subscription {
  readonly id: string;
  readonly topic: string;
  uri: string;
}

/** Shopify as far as it is asked here: two subscriptions to a page. */
function startShopify({ scopes = allScopes, subscriptions = [] as Subscription[] } = {}) {
  const asked: string[] = [];
  /** By topic, as the enum spells it: what comes of subscribing to it. */
  const answers = new Map<string, () => unknown>();
  const request = (document: { toString(): string }, variables: Record<string, string | null>): unknown => {
    const operation = /(?:query|mutation) (\w+)/.exec(document.toString())?.[1] ?? "";
    if (operation === "WebhookSubscriptions") {
      const from = Number(variables.after ?? 0);
      const hasNextPage = from + 2 < subscriptions.length;
      return {
        currentAppInstallation: { accessScopes: scopes.map((handle) => ({ handle })) },
        webhookSubscriptions: {
          nodes: subscriptions.slice(from, from + 2).map((each) => ({ ...each })),
          pageInfo: { hasNextPage, endCursor: hasNextPage ? String(from + 2) : null },
        },
      };
    }
    asked.push(`${operation} ${variables.topic ?? variables.id ?? ""}`);
    const answer = answers.get(variables.topic ?? "")?.();
    if (answer !== undefined) return answer;
    const uri = variables.uri ?? "";
    if (operation === "CreateWebhookSubscription") {
      subscriptions.push({ id: `gid://${String(subscriptions.length)}`, topic: variables.topic ?? "", uri });
      return { webhookSubscriptionCreate: { webhookSubscription: { id: "" }, userErrors: [] } };
    }
    if (operation !== "MoveWebhookSubscription") throw new Error(`Asked for ${operation}.`);
    const moved = subscriptions.find(({ id }) => id === variables.id);
    if (moved) moved.uri = uri;
    return { webhookSubscriptionUpdate: { webhookSubscription: { id: "" }, userErrors: [] } };
  };
  shopify.ask = async (document, variables) => {
    await Promise.resolve();
    return request(document as { toString(): string }, variables as Record<string, string | null>);
  };
  return { asked, answers, subscriptions };
}

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
beforeAll(async () => {
  temporary = await temporaryProcessState();
  ({ db } = temporary);
});
afterAll(() => temporary.remove());
beforeEach(async () => {
  lines.length = 0;
  await db.job.deleteMany();
  await db.shop.deleteMany();
  await addShop(shop);
});

async function addShop(domain: string, more: object = {}): Promise<void> {
  await db.shop.create({
    data: { domain, installedAt: hoursAgo(99), authorizedAt: hoursAgo(99), settings: {}, ...more },
  });
}

const work = () =>
  registerWebhooks.run({
    shop,
    payload: {},
    attempt: 1,
    signal: new AbortController().signal,
    now: () => now,
  });

const enums = (names: readonly string[]) => names.map((name) => `CreateWebhookSubscription ${enumOf(name)}`);

describe("a shop's subscriptions", () => {
  test("are all made, one by one, and not again", async () => {
    const { asked, subscriptions } = startShopify();
    expect(await work()).toEqual({ kind: "done" });
    expect(asked).toEqual(enums(topics));
    expect(subscriptions.every(({ uri }) => uri === here)).toBe(true);
    expect(await readSubscriptionsRecord(shop)).toEqual({ checkedAt: now, refusals: {} });
    asked.length = 0;
    await work();
    expect(asked).toEqual([]);
  });

  test("that Shopify dropped are made again, and no others", async () => {
    const { asked, subscriptions } = startShopify();
    await work();
    asked.length = 0;
    subscriptions.splice(
      subscriptions.findIndex(({ topic }) => topic === "ORDERS_UPDATED"),
      1,
    );
    await work();
    expect(asked).toEqual(enums(["orders/updated"]));
  });

  test("that go to where the app was before are sent here; what is not its own is left alone", async () => {
    const queue = { id: "gid://queue", topic: "ORDERS_CREATE", uri: "pubsub://project:orders" };
    const elsewhere = { id: "gid://else", topic: "ORDERS_UPDATED", uri: "https://else.example.com/hooks" };
    const paid = { id: "gid://paid", topic: "ORDERS_PAID", uri: "https://old.example.com/webhooks" };
    const old = { id: "gid://old", topic: "REFUNDS_CREATE", uri: "https://old.example.com/webhooks" };
    const both = { id: "gid://both", topic: "ORDERS_EDITED", uri: "https://old.example.com/webhooks" };
    const other = [queue, elsewhere, paid, { ...both }].map((each) => ({ ...each }));
    const { asked, subscriptions } = startShopify({
      subscriptions: [
        queue,
        elsewhere,
        paid,
        both,
        old,
        { id: "gid://right", topic: "ORDERS_EDITED", uri: here },
      ],
    });
    await work();
    expect(asked).toEqual(
      topics
        .filter((topic) => topic !== "orders/edited")
        .map((topic) =>
          topic === "refunds/create" ? "MoveWebhookSubscription gid://old" : enums([topic])[0],
        ),
    );
    expect(subscriptions).toEqual(expect.arrayContaining([...other, { ...old, uri: here }]));
  });

  test("that are refused stand in no other's way, and each says why", async () => {
    const { asked, answers, subscriptions } = startShopify({ scopes: ["read_orders", "write_customers"] });
    const userErrors = [{ field: null, message: "This app is not approved for orders" }];
    answers.set("ORDERS_CREATE", () => ({
      webhookSubscriptionCreate: { webhookSubscription: null, userErrors },
    }));
    answers.set("CUSTOMERS_CREATE", () => {
      throw new AccessDeniedError("CreateWebhookSubscription", []);
    });
    answers.set("CUSTOMERS_UPDATE", () => {
      throw new AccessDeniedError("CreateWebhookSubscription", ["read_customers"]);
    });
    answers.set("CHECKOUTS_CREATE", () => {
      throw new RequestRefusedError("Shopify refused CreateWebhookSubscription: HTTP 400.");
    });
    answers.set("CHECKOUTS_UPDATE", () => ({ webhookSubscriptionCreate: null }));
    expect(await work()).toEqual({ kind: "done" });
    const refusals = {
      "orders/create": "Shopify says: This app is not approved for orders.",
      "customers/create": "Shopify denies it: the app is not approved for this protected customer data.",
      "customers/update": "Shopify denies it: it needs the permission read_customers.",
      "checkouts/create": "Shopify refused CreateWebhookSubscription: HTTP 400.",
      "checkouts/update": "Shopify says: Shopify gave no answer.",
      "fulfillments/create": "The permission read_fulfillments is not granted.",
      "fulfillments/update": "The permission read_fulfillments is not granted.",
      "customers/merge": "The permission read_customer_merge is not granted.",
    };
    expect(await readSubscriptionsRecord(shop)).toEqual({ checkedAt: now, refusals });
    expect(subscriptions).toHaveLength(topics.length - Object.keys(refusals).length);
    expect(asked).not.toContain("CreateWebhookSubscription CUSTOMERS_MERGE");
    const news = () => lines.filter((line) => line.includes("has changed")).length;
    expect(news()).toBe(1);

    // The same the next day is no news; the next success is.
    await work();
    expect(news()).toBe(1);
    answers.clear();
    await work();
    expect(news()).toBe(2);
    expect(Object.keys((await readSubscriptionsRecord(shop))?.refusals ?? {}).sort()).toEqual([
      ...["customers/merge", "fulfillments/create", "fulfillments/update"],
    ]);
  });

  test("go on where Shopify could not be reached, and until then nothing is known", async () => {
    const { asked, answers } = startShopify();
    answers.set("ORDERS_UPDATED", () => {
      throw new ShopifyUnavailableError("Shopify could not be reached.");
    });
    await expect(work()).rejects.toThrow(ShopifyUnavailableError);
    expect(await readSubscriptionsRecord(shop)).toEqual({ checkedAt: null, refusals: {} });
    answers.clear();
    asked.length = 0;
    await work();
    expect(asked).toEqual(enums(topics.slice(1)));
  });

  test("of a shop that took the app's access away are left for when it is opened again", async () => {
    await noteSubscriptions(shop, hoursAgo(48), { "orders/create": "Not approved." });
    shopify.ask = () => Promise.reject(new TokenRejectedError("The token is rejected."));
    expect(await work()).toEqual({ kind: "done" });
    expect(await readSubscriptionsRecord(shop)).toEqual({
      checkedAt: now,
      refusals: { "orders/create": "Not approved." },
    });
  });

  test("of a shop that removed the app are not asked for", async () => {
    await db.shop.updateMany({ data: { uninstalledAt: hoursAgo(1) } });
    shopify.ask = () => Promise.reject(new Error("It was asked."));
    expect(await work()).toEqual({ kind: "done" });
  });

  test("come with the scopes that are granted now, which are noted", async () => {
    startShopify({ scopes: ["read_orders"] });
    await db.shop.updateMany({ data: { scopes: "read_orders,read_customers" } });
    await work();
    expect(await db.shop.findFirst()).toMatchObject({ scopes: "read_orders" });
  });
});

const askedFor = async () =>
  (await db.job.findMany({ where: { kind: "register-webhooks" }, orderBy: { shop: "asc" } })).map(
    (job) => job.shop,
  );

describe("looking at them", () => {
  test("is asked for when the app is opened after it was let in, and not again until then", async () => {
    await ensureRegistered(shop);
    expect(await askedFor()).toEqual([shop]);
    startShopify();
    await work();
    await db.job.deleteMany();
    await ensureRegistered(shop);
    expect(await askedFor()).toEqual([]);
    // Removed and let in again, even where nobody has heard of the former yet.
    await db.shop.updateMany({ data: { authorizedAt: new Date(now.getTime() + 1) } });
    await ensureRegistered(shop);
    expect(await askedFor()).toEqual([shop]);
  });

  test("is due a day after the last time, in shops that have the app", async () => {
    await addShop("due.myshopify.com", { webhooksCheckedAt: hoursAgo(24.1) });
    await addShop("recent.myshopify.com", { webhooksCheckedAt: hoursAgo(23.9) });
    await addShop("removed.myshopify.com", { uninstalledAt: hoursAgo(1) });
    await dueRegistrations.run(now);
    await dueRegistrations.run(now);
    expect(await askedFor()).toEqual(["due.myshopify.com", shop]);
  });

  test("is asked for in some shops at a time, where many are due", async () => {
    for (let place = 0; place < 60; place++) await addShop(`${String(place)}.myshopify.com`);
    await dueRegistrations.run(now);
    expect(await askedFor()).toHaveLength(50);
  });
});
