import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";

import {
  renderFramedApp,
  renderMissingPage,
  renderStores,
  type AdminApp,
  type AdminStore,
} from "./adminPage";
import { browserScript } from "./browserScripts";
import { framedUrl, shopHandle } from "./framedUrl";
import { staff, staffMember } from "../staff";
import type { ScopesDetail } from "./messages";

export interface FrameOptions {
  readonly app: AdminApp & {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly stores: readonly { readonly domain: string; readonly name: string }[];
  /** A session token for somebody of the shop's staff, signed now. */
  readonly sessionToken: (shop: string, userId: string) => Promise<string>;
  readonly scopes: (shop: string) => ScopesDetail | Promise<ScopesDetail>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Answers a request, or says that the path is not its own. */
export type FrameHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function answer(type: string, body: string, status = 200): Answer {
  const headers = { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" };
  return { status, headers, body };
}

const page = (body: string, status = 200): Answer => answer("text/html", body, status);
const json = (data: unknown): Answer => answer("application/json", JSON.stringify(data));

/** The sandbox's admin: its pages, their script and style, and the App Bridge stand-in. */
export function createFrame(options: FrameOptions): FrameHandler {
  const { app } = options;
  const stores: AdminStore[] = options.stores.map((store) => ({
    ...store,
    handle: shopHandle(store.domain),
  }));

  async function framedApp(store: AdminStore, pathInApp: string, userId: string): Promise<Answer> {
    const source = framedUrl({
      appUrl: app.url,
      path: pathInApp,
      shop: store.domain,
      sessionToken: await options.sessionToken(store.domain, userId),
      clientSecret: app.clientSecret,
      now: options.now(),
    });
    const storeBase = `/store/${store.handle}`;
    return page(
      renderFramedApp(store, app, source, "/sandbox-frame/admin.js", {
        base: `${storeBase}/apps/${app.handle}`,
        storeBase,
        appName: app.name,
        storeName: store.name,
        appOrigin: new URL(app.url).origin,
        sessionTokenUrl: `${storeBase}/session-token`,
        scopesUrl: `${storeBase}/scopes`,
      }),
    );
  }

  async function storePath(store: AdminStore, path: string, search: string, userId: string): Promise<Answer> {
    if (path === "/session-token") return json({ token: await options.sessionToken(store.domain, userId) });
    const [, signingIn] = /^\/sign-in\/(\d+)$/.exec(path) ?? [];
    if (signingIn !== undefined && staffMember(signingIn)) {
      const location = `/store/${store.handle}/apps/${app.handle}`;
      const cookie = `${staffCookie}=${signingIn}; Path=/; HttpOnly; SameSite=Lax`;
      return { status: 302, headers: { Location: location, "Set-Cookie": cookie }, body: "" };
    }
    if (path === "/scopes") return json(await options.scopes(store.domain));
    const [, handle, pathInApp] = /^\/apps\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (handle === app.handle) return framedApp(store, (pathInApp ?? "/") + search, userId);
    if (handle === app.clientId) {
      const location = `/store/${store.handle}/apps/${app.handle}${pathInApp ?? ""}${search}`;
      return { status: 302, headers: { Location: location }, body: "" };
    }
    return page(renderMissingPage(store, app, path), 404);
  }

  async function respond(url: URL, userId: string): Promise<Answer | null> {
    switch (url.pathname) {
      case "/":
        return page(renderStores(stores, app));
      case "/app-bridge.js":
        return answer("text/javascript", await browserScript("app-bridge"));
      case "/sandbox-frame/admin.js":
        return answer("text/javascript", await browserScript("admin"));
      case "/sandbox-frame/admin.css":
        return answer("text/css", await readFile(new URL("./admin.css", import.meta.url), "utf8"));
    }
    const [, handle, path] = /^\/store\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    if (handle === undefined) return null;
    const store = stores.find((candidate) => candidate.handle === handle);
    if (store === undefined) return page(renderStores(stores, app), 404);
    return storePath(store, path ?? "/", url.search, userId);
  }

  return async (request, response, url) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const found = await respond(url, signedIn(request.headers.cookie));
    if (found === null) return false;
    response.writeHead(found.status, found.headers);
    response.end(request.method === "HEAD" ? undefined : found.body);
    return true;
  };
}

const staffCookie = "sandbox_staff";

/** Who of the staff has the admin open in this browser: see `/store/<store>/sign-in/<user id>`. */
function signedIn(cookies = ""): string {
  const [, userId = ""] = new RegExp(`(?:^|; )${staffCookie}=(\\d+)`).exec(cookies) ?? [];
  return staffMember(userId)?.userId ?? staff[0].userId;
}
