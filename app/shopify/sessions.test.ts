import { randomBytes } from "node:crypto";

import { Session } from "@shopify/shopify-api";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { State } from "~/state/client.server";
import { keyIdOf, open, parseKeyRing, seal } from "~/state/secrets.server";
import { temporaryState } from "~/state/testing/temporaryState";

import { recordScopes, recordUninstallation } from "./installation.server";
import { resealSecrets } from "./resealSecrets.server";
import { createSessionStorage } from "./sessionStorage.server";
import { placeOfName } from "./staff.server";

const keyA = randomBytes(32).toString("base64");
vi.stubEnv("LOG_LEVEL", "silent");
vi.stubEnv("SHOPIFY_APP_URL", "http://localhost");
vi.stubEnv("SHOPIFY_API_KEY", "key");
vi.stubEnv("SHOPIFY_API_SECRET", "hush");
vi.stubEnv("QUINTILE_ENCRYPTION_KEYS", `a:${keyA}`);

const shop = "one.myshopify.com";
const offline = new Session({
  id: `offline_${shop}`,
  shop,
  state: "",
  isOnline: false,
  scope: "read_orders",
  expires: new Date("2026-11-01T13:00:00.000Z"),
  accessToken: "shpat_1",
  refreshToken: "shprt_1",
  refreshTokenExpires: new Date("2027-01-30T12:00:00.000Z"),
});
const online = new Session({
  id: `${shop}_902`,
  shop,
  state: "",
  isOnline: true,
  scope: "read_orders",
  expires: new Date("2026-11-02T12:00:00.000Z"),
  accessToken: "shpua_1",
  onlineAccessInfo: {
    expires_in: 86_399,
    associated_user_scope: "read_orders",
    associated_user: {
      id: 902,
      first_name: "Ada",
      last_name: "Lovelace",
      email: "ada@example.com",
      account_owner: true,
      locale: "en",
      collaborator: false,
      email_verified: true,
    },
  },
});

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let db: State;
const storage = createSessionStorage(() => Promise.resolve(db));

beforeEach(async () => {
  temporary = await temporaryState();
  db = await temporary.open();
});
afterEach(() => temporary.remove());

test("gives back every field of what was stored, the online user's included", async () => {
  await storage.storeSession(offline);
  await storage.storeSession(online);
  expect((await storage.loadSession(offline.id))?.toObject()).toEqual(offline.toObject());
  expect((await storage.loadSession(online.id))?.toObject()).toEqual(online.toObject());
  expect((await storage.findSessionsByShop(shop)).map(({ id }) => id).sort()).toEqual(
    [offline.id, online.id].sort(),
  );
  await storage.deleteSession(offline.id);
  expect(await storage.loadSession(offline.id)).toBeUndefined();
  await storage.deleteSessions([online.id]);
  expect(await storage.findSessionsByShop(shop)).toEqual([]);
});

test("keeps no token and no person in the clear", async () => {
  await storage.storeSession(offline);
  await storage.storeSession(online);
  const stored = JSON.stringify(await db.session.findMany());
  expect(stored).not.toMatch(/shpat_1|shprt_1|shpua_1|Ada|Lovelace|ada@/);
});

test("a session that no longer opens counts as none, so that another is acquired", async () => {
  await storage.storeSession(offline);
  const { accessToken } = await db.session.findUniqueOrThrow({ where: { id: offline.id } });
  await db.session.update({ where: { id: offline.id }, data: { refreshToken: accessToken } });
  expect(await storage.loadSession(offline.id)).toBeUndefined();
});

test("storing an offline session installs the shop; an online one does not", async () => {
  await storage.storeSession(online);
  expect(await db.shop.count()).toBe(0);
  await storage.storeSession(offline);
  expect(await db.shop.findUniqueOrThrow({ where: { domain: shop } })).toMatchObject({
    scopes: "read_orders",
    uninstalledAt: null,
    settings: {},
  });
});

test("an uninstall ends the sessions of that shop only; installing again starts afresh and keeps the settings", async () => {
  const elsewhere = new Session({
    ...offline.toObject(),
    id: "offline_two.myshopify.com",
    shop: "two.myshopify.com",
  });
  await storage.storeSession(offline);
  await storage.storeSession(online);
  await storage.storeSession(elsewhere);
  await db.shop.update({ where: { domain: shop }, data: { settings: { version: 1 } } });
  const { installedAt } = await db.shop.findUniqueOrThrow({ where: { domain: shop } });

  const later = new Date(Date.now() + 1_000);
  expect(await recordUninstallation(db, shop, later)).toBe(true);
  expect((await db.session.findMany()).map((row) => row.shop)).toEqual(["two.myshopify.com"]);
  expect((await db.shop.findUniqueOrThrow({ where: { domain: shop } })).uninstalledAt).toEqual(later);

  await storage.storeSession(offline);
  const again = await db.shop.findUniqueOrThrow({ where: { domain: shop } });
  expect(again).toMatchObject({ uninstalledAt: null, settings: { version: 1 } });
  expect(again.installedAt.getTime()).toBeGreaterThanOrEqual(installedAt.getTime());
});

test("an uninstall notice from before the app was last opened changes nothing, however late it comes", async () => {
  const before = new Date();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await storage.storeSession(offline);
  expect(await recordUninstallation(db, shop, before)).toBe(false);
  expect(await db.session.count()).toBe(1);
  expect((await db.shop.findUniqueOrThrow({ where: { domain: shop } })).uninstalledAt).toBeNull();
});

test("granted scopes are recorded with the shop and its sessions", async () => {
  await storage.storeSession(offline);
  await recordScopes(db, shop, ["read_orders", "read_all_orders"]);
  expect((await db.shop.findUniqueOrThrow({ where: { domain: shop } })).scopes).toBe(
    "read_orders,read_all_orders",
  );
  expect((await storage.loadSession(offline.id))?.scope).toBe("read_orders,read_all_orders");
});

test("secrets are sealed anew with a new key, and open without the old one; doing it again changes nothing", async () => {
  const keyB = randomBytes(32).toString("base64");
  await storage.storeSession(offline);
  await storage.storeSession(online);
  const ada = { shop, userId: "7" };
  const name = seal("Ada Lovelace", placeOfName(ada));
  await db.staffMember.create({ data: { ...ada, name, askedAt: new Date() } });
  const both = parseKeyRing(`b:${keyB},a:${keyA}`);
  expect(await resealSecrets(db, both)).toBe(3);
  expect(await resealSecrets(db, both)).toBe(0);
  const rows = await db.session.findMany();
  const sealed = rows
    .flatMap((row) => [row.accessToken, row.refreshToken, row.onlineAccessInfo])
    .filter((s) => s !== null);
  expect(sealed.map(keyIdOf)).toEqual(["b", "b", "b", "b"]);
  const staff = await db.staffMember.findUniqueOrThrow({ where: { shop_userId: ada } });
  expect(open(staff.name, placeOfName(ada), parseKeyRing(`b:${keyB}`))).toBe("Ada Lovelace");
  await expect(resealSecrets(db, parseKeyRing(`c:${keyA}`))).rejects.toThrow(
    /key "b", which .* no longer holds/,
  );
});
