import { randomBytes } from "node:crypto";

import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryState } from "~/state/testing/temporaryState";

import type * as App from "./app.server";
import { pair, tokenEndpoint } from "./testing/tokenEndpoint";

const shop = "one.myshopify.com";
const host = Buffer.from("admin.shopify.com/store/one").toString("base64");
const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let shopify: Awaited<ReturnType<typeof tokenEndpoint>>;
let app: typeof App;
let db: State;

beforeAll(async () => {
  temporary = await temporaryState();
  shopify = await tokenEndpoint((_, nth) => pair(nth));
  db = await temporary.open();
  (globalThis as { quintileState?: Promise<State> }).quintileState = Promise.resolve(db);
  vi.stubEnv("LOG_LEVEL", "silent");
  vi.stubEnv("SHOPIFY_APP_URL", "http://localhost:3000");
  vi.stubEnv("SHOPIFY_API_KEY", "key");
  vi.stubEnv("SHOPIFY_API_SECRET", "hush");
  vi.stubEnv("SHOPIFY_SANDBOX_URL", shopify.url);
  vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", `a:${randomBytes(32).toString("base64")}`);
  app = await import("./app.server");
});
afterAll(async () => {
  delete (globalThis as { quintileState?: Promise<State> }).quintileState;
  await shopify.close();
  await temporary.remove();
});
beforeEach(async () => {
  await db.session.deleteMany();
  shopify.requests.length = 0;
});

/** As Shopify signs them: HS256 with the app's secret, a minute of life. */
function sessionToken({
  secret = "hush",
  audience = "key",
  expires = "1m",
  dest = shop,
} = {}): Promise<string> {
  return new SignJWT({ dest: `https://${dest}`, sid: "s" })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(`https://${dest}/admin`)
    .setAudience(audience)
    .setSubject("902")
    .setJti(randomBytes(8).toString("hex"))
    .setIssuedAt()
    .setNotBefore("-1s")
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));
}

function page(query: Record<string, string>): Request {
  const url = `http://localhost:3000/app?${new URLSearchParams({ shop, host, ...query }).toString()}`;
  return new Request(url, { headers: { "User-Agent": browser } });
}

function data(token: string): Request {
  const headers = { "User-Agent": browser, Authorization: `Bearer ${token}` };
  return new Request("http://localhost:3000/app.data", { headers });
}

async function refusal(request: Request): Promise<Response> {
  const thrown: unknown = await app.authenticate.admin(request).catch((error: unknown) => error);
  if (!(thrown instanceof Response)) throw new Error("Not a response.", { cause: thrown });
  return thrown;
}

test("a genuine session token is exchanged for an expiring offline token, and the shop is installed", async () => {
  const token = await sessionToken();
  const { session } = await app.authenticate.admin(page({ embedded: "1", id_token: token }));
  expect(session).toMatchObject({ shop, isOnline: false, accessToken: "shpat_1", refreshToken: "shprt_1" });
  expect(shopify.requests).toEqual([
    {
      shop,
      body: {
        client_id: "key",
        client_secret: "hush",
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: token,
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
        requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
        expiring: "1",
      },
    },
  ]);
  expect(await db.shop.count({ where: { domain: shop, uninstalledAt: null } })).toBe(1);
});

test("loaders that run side by side on the first visit acquire one token together", async () => {
  const token = await sessionToken();
  const asked = [
    page({ embedded: "1", id_token: token }),
    data(token),
    data(await sessionToken()),
    data(token),
  ];
  const contexts = await Promise.all(asked.map((request) => app.authenticate.admin(request)));
  expect(shopify.requests).toHaveLength(1);
  expect(new Set(contexts.map(({ session }) => session.accessToken)).size).toBe(1);
});

test.each([
  ["signed with another secret", { secret: "other" }],
  ["for another app", { audience: "other" }],
  ["expired", { expires: "-1m" }],
])("a session token %s opens nothing: 401 and ask for another", async (_, claims) => {
  const response = await refusal(data(await sessionToken(claims)));
  expect(response.status).toBe(401);
  expect(response.headers.get("X-Shopify-Retry-Invalid-Session-Request")).toBe("1");
  expect(shopify.requests).toEqual([]);
});

test("one shop's token never opens another shop's session", async () => {
  await app.authenticate.admin(data(await sessionToken()));
  const { session } = await app.authenticate.admin(data(await sessionToken({ dest: "two.myshopify.com" })));
  expect(session.shop).toBe("two.myshopify.com");
  expect(shopify.requests.map((request) => request.shop)).toEqual([shop, "two.myshopify.com"]);
});

test("a page without a session token goes by way of the page that fetches one; outside the admin, to the admin", async () => {
  const bounce = await refusal(page({ embedded: "1" }));
  expect(bounce.status).toBe(302);
  expect(bounce.headers.get("Location")).toMatch(/^\/auth\/session-token\?/);
  expect((await refusal(page({}))).headers.get("Location")).toBe(`${shopify.url}/store/one/apps/key`);
});

test("the page that fetches a session token loads App Bridge and may be framed by the admin only", async () => {
  const url = `http://localhost:3000/auth/session-token?${new URLSearchParams({ shop, host }).toString()}`;
  const response = await refusal(new Request(url, { headers: { "User-Agent": browser } }));
  expect(await response.text()).toContain(`<script data-api-key="key" src="${shopify.url}/app-bridge.js">`);
  expect(response.headers.get("Content-Security-Policy")).toBe(`frame-ancestors ${shopify.url};`);
});

test("the login form leads to the shop's admin, refuses what is no shop, and reads no more than a form", async () => {
  const submit = (body: BodyInit) =>
    app
      .login(new Request("http://localhost:3000/auth/login", { method: "POST", body }))
      .catch((thrown: unknown) => thrown);
  const sent = await submit(new URLSearchParams({ shop }));
  expect(sent).toMatchObject({ status: 302 });
  expect(sent instanceof Response && sent.headers.get("Location")).toBe(
    `${shopify.url}/store/one/oauth/install?client_id=key`,
  );
  for (const other of [
    "evil.example.com",
    "one.myshopify.com.evil.example.com",
    "evil.com/one.myshopify.com",
  ])
    expect(await submit(new URLSearchParams({ shop: other }))).toEqual({ shop: "INVALID_SHOP" });
  expect(await submit(new URLSearchParams({ shop: "x".repeat(20_000) }))).toMatchObject({ status: 413 });
});
