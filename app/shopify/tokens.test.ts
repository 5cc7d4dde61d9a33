import { randomBytes } from "node:crypto";

import { Session } from "@shopify/shopify-api";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryState } from "~/state/testing/temporaryState";

import type * as SessionStorage from "./sessionStorage.server";
import type { TokenReply } from "./testing/tokenEndpoint";
import { pair, tokenEndpoint } from "./testing/tokenEndpoint";
import type * as Tokens from "./tokens.server";

const shop = "one.myshopify.com";
const minutes = (n: number) => new Date(Date.now() + n * 60_000);
const refused: TokenReply = { status: 400, body: { error: "invalid_grant" } };

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let db: State;
let reply: (nth: number) => TokenReply | "hang up";
let shopify: Awaited<ReturnType<typeof tokenEndpoint>>;
let tokens: typeof Tokens;
let storage: typeof SessionStorage;

beforeEach(async () => {
  temporary = await temporaryState();
  db = await temporary.open();
  reply = (nth) => pair(nth + 1);
  shopify = await tokenEndpoint((_, nth) => reply(nth));
  vi.resetModules();
  vi.stubEnv("LOG_LEVEL", "silent");
  vi.stubEnv("SHOPIFY_APP_URL", "http://localhost");
  vi.stubEnv("SHOPIFY_API_KEY", "key");
  vi.stubEnv("SHOPIFY_API_SECRET", "hush");
  vi.stubEnv("SHOPIFY_SANDBOX_URL", shopify.url);
  vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", `a:${randomBytes(32).toString("base64")}`);
  // Anew for each test, because the environment is read once per process.
  tokens = await import("./tokens.server");
  storage = await import("./sessionStorage.server");
});
afterEach(async () => {
  await shopify.close();
  await temporary.remove();
});

async function store(session: Partial<Session>): Promise<void> {
  await storage
    .createSessionStorage(() => Promise.resolve(db))
    .storeSession(
      new Session({
        id: `offline_${shop}`,
        shop,
        state: "",
        isOnline: false,
        scope: "read_orders",
        accessToken: "shpat_1",
        expires: minutes(60),
        refreshToken: "shprt_1",
        refreshTokenExpires: minutes(60 * 24),
        ...session,
      }),
    );
}

const ask = (rejected: string | null = null, from = db) => tokens.offlineAccessToken(shop, rejected, from);

test("a token with life left is given as it is", async () => {
  await store({});
  expect(await ask()).toBe("shpat_1");
  expect(shopify.requests).toEqual([]);
});

test("one about to expire is refreshed, and the new pair stored together", async () => {
  await store({ expires: minutes(4) });
  expect(await ask()).toBe("shpat_2");
  expect(shopify.requests).toEqual([
    {
      shop,
      body: {
        client_id: "key",
        client_secret: "hush",
        grant_type: "refresh_token",
        refresh_token: "shprt_1",
      },
    },
  ]);
  expect(await ask()).toBe("shpat_2");
  await store({ accessToken: "shpat_2", expires: minutes(1), refreshToken: "shprt_2" });
  await ask();
  expect(shopify.requests[1]?.body.refresh_token).toBe("shprt_2");
});

test("many that ask at once, through two connections, spend one refresh token", async () => {
  await store({ expires: minutes(1) });
  const second = await temporary.open();
  const given = await Promise.all([db, second, db, second, db].map((from) => ask(null, from)));
  expect(new Set(given)).toEqual(new Set(["shpat_2"]));
  expect(shopify.requests).toHaveLength(1);
});

test("a token that Shopify refused is replaced though it has not expired; once, for all who were refused", async () => {
  await store({});
  expect(await Promise.all([ask("shpat_1"), ask("shpat_1")])).toEqual(["shpat_2", "shpat_2"]);
  expect(shopify.requests).toHaveLength(1);
});

test("a lost reply is asked for again with the same refresh token", async () => {
  reply = (nth) => (nth === 1 ? "hang up" : nth === 2 ? { status: 502, body: "bad gateway" } : pair(2));
  await store({ expires: minutes(1) });
  expect(await ask()).toBe("shpat_2");
  expect(shopify.requests.map(({ body }) => body.refresh_token)).toEqual(["shprt_1", "shprt_1", "shprt_1"]);
});

test("when Shopify stays away the failure is a passing one, and the stored pair is untouched", async () => {
  reply = () => ({ status: 503, body: "" });
  await store({ expires: minutes(1) });
  await expect(ask()).rejects.toThrow(tokens.TokenRefreshError);
  reply = () => pair(2);
  expect(await ask()).toBe("shpat_2");
});

test("a refresh token that is refused, expired, or missing means that access is lost, and says what to do", async () => {
  await expect(ask()).rejects.toThrow(tokens.AccessLostError);
  reply = () => refused;
  await store({ expires: minutes(1) });
  await expect(ask()).rejects.toThrow(/Open Quintile from the Shopify admin of one.myshopify.com/);
  await store({ expires: minutes(1), refreshTokenExpires: minutes(-1) });
  await expect(ask()).rejects.toThrow(/expired/);
  await store({ refreshToken: undefined });
  await expect(ask("shpat_1")).rejects.toThrow(tokens.AccessLostError);
  expect(shopify.requests).toHaveLength(1);
});

test("a session that Shopify no longer honours is forgotten, so that opening the app acquires a new one", async () => {
  reply = () => refused;
  await store({ expires: minutes(1) });
  await expect(ask()).rejects.toThrow(tokens.AccessLostError);
  await expect(ask()).rejects.toThrow(/not connected/);
  expect(shopify.requests).toHaveLength(1);
});

test("a pair that a page acquired during the refresh is kept, whichever of the two succeeds", async () => {
  for (const answer of [refused, pair(2)]) {
    let acquire: Promise<void> = Promise.resolve();
    reply = () => {
      acquire = store({ accessToken: "shpat_9", refreshToken: "shprt_9" });
      return answer;
    };
    await store({ expires: minutes(1) });
    expect(await ask()).toBe("shpat_9");
    await acquire;
    expect(await ask()).toBe("shpat_9");
  }
});
