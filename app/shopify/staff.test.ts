import { randomBytes } from "node:crypto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { temporaryProcessState } from "~/state/testing/temporaryState";

import type * as StaffModule from "./staff.server";
import { tokenEndpoint, type TokenReply } from "./testing/tokenEndpoint";

const shop = "one.myshopify.com";
const now = new Date("2026-11-27T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let temporary: Awaited<ReturnType<typeof temporaryProcessState>>;
let db: State;
let reply: TokenReply | "hang up";
let shopify: Awaited<ReturnType<typeof tokenEndpoint>>;
let staff: typeof StaffModule;
const written: string[] = [];

beforeEach(async () => {
  temporary = await temporaryProcessState();
  db = temporary.db;
  const installed = { installedAt: now, authorizedAt: now, settings: {} };
  await db.shop.createMany({
    data: ["one.myshopify.com", "two.myshopify.com"].map((domain) => ({ ...installed, domain })),
  });
  reply = person("Ada", "Lovelace");
  shopify = await tokenEndpoint(() => reply);
  vi.resetModules();
  vi.stubEnv("SHOPIFY_APP_URL", "http://localhost");
  vi.stubEnv("SHOPIFY_API_KEY", "key");
  vi.stubEnv("SHOPIFY_API_SECRET", "hush");
  vi.stubEnv("SHOPIFY_SANDBOX_URL", shopify.url);
  vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", `a:${randomBytes(32).toString("base64")}`);
  written.length = 0;
  const { createLog } = await import("~/state/log.server");
  const log = createLog("trace", { write: (line) => written.push(line) });
  vi.doMock("~/state/log.server", () => ({ log: () => log }));
  // Anew for each test, because what was asked lately is remembered by the process.
  staff = await import("./staff.server");
});
afterEach(async () => {
  vi.doUnmock("~/state/log.server");
  await shopify.close();
  await temporary.remove();
});

/** As Shopify answers the exchange of a session token for an online token. */
function person(first: string | null, last: string | null): TokenReply {
  const associated_user = {
    id: 7,
    first_name: first,
    last_name: last,
    email: "ada@example.com",
    locale: "en",
  };
  const body = {
    access_token: "shpua_1",
    scope: "",
    expires_in: 86_399,
    associated_user_scope: "",
    associated_user,
  };
  return { status: 200, body };
}

const ask = (at = now, { from = shop, userId = "7", token = "jwt" } = {}) =>
  staff.staffOf(
    new Request("http://localhost/app/segments", { headers: { Authorization: `Bearer ${token}` } }),
    { session: { shop: from }, sessionToken: { sub: userId } },
    at,
  );

/** Until what was asked beside has been answered: a name is there, or the log says that none is. */
async function settled(names: number, problems = 0): Promise<void> {
  await expect.poll(async () => [await db.staffMember.count(), written.length]).toEqual([names, problems]);
}

test("who asks is known at once; their name is asked of Shopify beside, and there the next time", async () => {
  expect(await ask()).toEqual({ userId: "7", name: null });
  await settled(1);
  expect(await ask()).toEqual({ userId: "7", name: "Ada Lovelace" });
  expect(shopify.requests).toEqual([
    {
      shop,
      body: {
        client_id: "key",
        client_secret: "hush",
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: "jwt",
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
        requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
      },
    },
  ]);
});

test("the token that the admin puts into the address of a page serves as well; without one nobody is asked", async () => {
  const signedIn = { session: { shop }, sessionToken: { sub: "7" } };
  await staff.staffOf(new Request("http://localhost/app"), signedIn, now);
  await staff.staffOf(new Request("http://localhost/app?id_token=of-the-page"), signedIn, now);
  await settled(1);
  expect(shopify.requests.map(({ body }) => body.subject_token)).toEqual(["of-the-page"]);
});

test("a name is sealed at rest, opens in its own row only, and neither it nor the token is kept or logged", async () => {
  await ask();
  await settled(1);
  const stored = JSON.stringify([await db.staffMember.findMany(), await db.session.findMany()]);
  expect(stored).not.toMatch(/Ada|Lovelace|ada@|shpua_1/);

  const { name } = await db.staffMember.findFirstOrThrow();
  await db.staffMember.create({ data: { shop, userId: "8", name, askedAt: now } });
  expect(await staff.staffNames(shop, ["7", "8"])).toEqual(new Map([["7", "Ada Lovelace"]]));
  expect(written.join()).toMatch(/passed over/);
  expect(written.join()).not.toMatch(/Ada|Lovelace|ada@|shpua_1|jwt/);
});

test("a name is asked for again after 30 days, and the old one serves until then", async () => {
  await ask();
  await settled(1);
  reply = person("Ada", "King");
  await ask(inDays(29));
  expect(shopify.requests).toHaveLength(1);
  expect((await ask(inDays(30))).name).toBe("Ada Lovelace");
  await expect.poll(async () => (await ask(inDays(30))).name).toBe("Ada King");
  expect(shopify.requests).toHaveLength(2);
});

test.each([
  ["hangs up", "hang up" as const],
  ["refuses", { status: 400, body: { error: "invalid_subject_token" } }],
  ["fails", { status: 500, body: { first_name: "Ada" } }],
  ["answers something else", { status: 200, body: { associated_user: "Ada" } }],
])("where Shopify %s, there is no name, and it is left alone for some minutes", async (_, answer) => {
  reply = answer;
  expect(await ask()).toEqual({ userId: "7", name: null });
  await settled(0, 1);
  expect(written.join()).not.toMatch(/Ada|jwt/);
  expect(await ask(inMinutes(4))).toEqual({ userId: "7", name: null });
  expect(shopify.requests).toHaveLength(1);
  reply = person("Ada", "Lovelace");
  await ask(inMinutes(5));
  await settled(1, 1);
});

test("requests side by side ask once; of two shops or two people each for themselves", async () => {
  await Promise.all([ask(), ask(), ask()]);
  await Promise.all([ask(now, { userId: "8" }), ask(now, { from: "two.myshopify.com" })]);
  await settled(3);
  expect(shopify.requests).toHaveLength(3);
  expect(await staff.staffNames("two.myshopify.com", ["7", "8"])).toEqual(new Map([["7", "Ada Lovelace"]]));
});

test("any name becomes one line that can be kept; none at all is not asked for again either", async () => {
  const names: [string | null, string | null, string | null][] = [
    ["<b>Ada</b>", '"O\'Brien"; DROP TABLE', '<b>Ada</b> "O\'Brien"; DROP TABLE'],
    ["A\u0000d\na", "\ud800", "A d a"],
    [" ", null, null],
    ["شيماء", "אדה", "شيماء אדה"],
    ["😀".repeat(100_000), "", "😀".repeat(50)],
  ];
  for (const [index, [first, last, expected]] of names.entries()) {
    const userId = String(index);
    reply = person(first, last);
    await ask(now, { userId });
    await settled(index + 1);
    expect((await ask(now, { userId })).name).toBe(expected);
    expect((await staff.staffNames(shop, [userId])).get(userId) ?? null).toBe(expected);
  }
  await ask(inDays(1), { userId: "2" });
  expect(shopify.requests).toHaveLength(names.length);
});

test("a shop that is gone keeps no name, and nothing breaks", async () => {
  await ask();
  await settled(1);
  await db.shop.deleteMany();
  expect(await db.staffMember.count()).toBe(0);
  await ask(inDays(1));
  await settled(0, 1);
});
