import { z } from "zod";

import { createFrame } from "../frame/handlers";
import { framedUrl, shopHandle } from "../frame/framedUrl";
import { signSessionToken } from "../admin/sessionToken";
import { staff } from "../staff";
import { createSandbox, type Sandbox, type SandboxOptions } from "../server";
import type { SandboxStore } from "../stores/store";
import { startApp, type RunningApp } from "./app";
import { configuration } from "./appConfiguration";
import { freePort, mustBeFree } from "./freePort";

export interface SandboxWithAppOptions {
  readonly store: SandboxStore;
  /** The date that store and app live at; the clock runs on from there. */
  readonly now: Date;
  readonly dataDir: string;
  /** Free ports unless given. */
  readonly port?: number;
  readonly appPort?: number;
  /** Without it the app has `read_all_orders` and sees the whole history. */
  readonly recentOrdersOnly?: boolean;
  readonly log: (line: string) => void;
  readonly timing?: SandboxOptions["timing"];
}

export interface SandboxWithApp {
  readonly sandbox: Sandbox;
  /** The app that runs now. */
  readonly app: () => RunningApp;
  /** Where to open the app within the admin. */
  readonly adminUrl: string;
  /** A session token, as App Bridge would hand the app now. */
  readonly sessionToken: () => Promise<string>;
  /** The address that the admin would frame now. */
  readonly framedUrl: (path: string) => Promise<string>;
  /** Starts the app again on the same data and port, after it was killed or stopped. */
  readonly restartApp: () => Promise<RunningApp>;
  readonly stop: () => Promise<void>;
}

const shopsSchema = z.array(z.object({ domain: z.string(), scopes: z.array(z.string()) }));

/** What the merchant grants at the moment; the sandbox's control endpoints can change it. */
async function grantedScopes(sandboxUrl: string, domain: string): Promise<string[]> {
  const shops = shopsSchema.parse(await (await fetch(new URL("/sandbox/shops", sandboxUrl))).json());
  return shops.find((shop) => shop.domain === domain)?.scopes ?? [];
}

/** Starts the stand-in for Shopify with one store and, pointed at it, the app. */
export async function startSandboxWithApp(options: SandboxWithAppOptions): Promise<SandboxWithApp> {
  const { clientId, clientSecret, scopes, webhooks, app: identity } = configuration;
  const shop = options.store.shop.myshopifyDomain;
  const nowOffsetMs = options.now.getTime() - Date.now();
  const now = (): number => Date.now() + nowOffsetMs;
  const appPort = await mustBeFree(options.appPort ?? (await freePort()));
  const port = await mustBeFree(options.port ?? (await freePort()));
  const appUrl = `http://localhost:${String(appPort)}`;
  const granted = [...scopes.required, ...scopes.optional].filter(
    (scope) => scope !== "read_all_orders" || options.recentOrdersOnly !== true,
  );

  const sessionTokenOf = (userId: string): Promise<string> =>
    signSessionToken({ shop, clientId, clientSecret, userId, now: now() });
  const sessionToken = (): Promise<string> => sessionTokenOf(staff[0].userId);

  const frame = createFrame({
    app: { ...identity, url: appUrl, clientId, clientSecret },
    stores: [{ domain: shop, name: options.store.shop.name }],
    sessionToken: (_shop, userId) => sessionTokenOf(userId),
    scopes: async (domain) => ({ ...scopes, granted: await grantedScopes(sandbox.url, domain) }),
    now,
  });
  const sandbox = await createSandbox({
    stores: [options.store],
    clientId,
    clientSecret,
    scopes: granted,
    appUrl,
    webhooks,
    handlers: [frame],
    now,
    port,
    ...(options.timing !== undefined && { timing: options.timing }),
  });

  const start = (): Promise<RunningApp> =>
    startApp({
      sandboxUrl: sandbox.url,
      dataDir: options.dataDir,
      clientId,
      clientSecret,
      scopes: scopes.required,
      nowOffsetMs,
      port: appPort,
      log: options.log,
    });
  let app: RunningApp;
  try {
    app = await start();
  } catch (error) {
    await sandbox.close();
    throw error;
  }

  return {
    sandbox,
    app: () => app,
    adminUrl: `${sandbox.url}/store/${shopHandle(shop)}/apps/${identity.handle}`,
    sessionToken,
    framedUrl: async (path) =>
      framedUrl({ appUrl, path, shop, sessionToken: await sessionToken(), clientSecret, now: now() }),
    restartApp: async () => (app = await start()),
    stop: async () => {
      await app.stop();
      await sandbox.close();
    },
  };
}
