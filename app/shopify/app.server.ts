import "@shopify/shopify-app-remix/adapters/node";

import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { ApiVersion, AppDistribution, LogSeverity, shopifyApp } from "@shopify/shopify-app-remix/server";

import { state } from "~/state/client.server";
import { environment } from "~/state/environment.server";
import { log } from "~/state/log.server";
import { noteShop } from "~/state/requestFacts.server";

import { fetchFromShopify, readdressHeaders, readdressResponse } from "./addresses.server";
import { createOneAtATime } from "./oneAtATime";
import { readBody } from "./readBody";
import { createSessionStorage } from "./sessionStorage.server";

setAbstractFetchFunc(fetchFromShopify);

const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET, SHOPIFY_APP_URL, SCOPES } = environment();

const shopify = shopifyApp({
  apiKey: SHOPIFY_API_KEY,
  apiSecretKey: SHOPIFY_API_SECRET,
  appUrl: SHOPIFY_APP_URL,
  scopes: SCOPES.split(","),
  apiVersion: ApiVersion.October26,
  distribution: AppDistribution.AppStore,
  isEmbeddedApp: true,
  useOnlineTokens: false,
  sessionStorage: createSessionStorage(state),
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  logger: { level: LogSeverity.Warning, log: writeLog },
});

type AuthenticateAdmin = typeof shopify.authenticate.admin;

const oneAtATime = createOneAtATime();

/**
 * Who asks: a user of a shop's admin, or a thrown response (a redirect, a page that fetches a session token, 401).
 * Requests of one shop take turns, because Remix runs a page's loaders side by side and on the first visit each of
 * them would acquire a token, of which only the last can be refreshed.
 */
async function admin(request: Request): ReturnType<AuthenticateAdmin> {
  try {
    const signedIn = await oneAtATime(shopOf(request), () => shopify.authenticate.admin(request));
    noteShop(signedIn.session.shop);
    return signedIn;
  } catch (error) {
    if (!(error instanceof Response)) throw error;
    if (error.status >= 500)
      log().error({ shop: shopOf(request) }, "Shopify gave no access token for a page.");
    throw await readdressResponse(error);
  }
}

export const authenticate = { admin };

/** The form has one field, and anybody may send it. */
const loginFormBytes = 10_000;

/** Sends the merchant who typed a shop's address to its admin (thrown), or says what is wrong with the address. */
export async function login(request: Request): ReturnType<typeof shopify.login> {
  const { url, headers, method } = request;
  const body = method === "POST" ? await readBody(request, loginFormBytes) : null;
  try {
    return await shopify.login(new Request(url, { method, headers, body }));
  } catch (error) {
    throw error instanceof Response ? await readdressResponse(error) : error;
  }
}

/** Lets Shopify's admin frame the page, and nobody else: the shop's own, or any where the address names no shop. */
export function addDocumentResponseHeaders(request: Request, headers: Headers): void {
  headers.set(
    "Content-Security-Policy",
    `frame-ancestors https://*.myshopify.com https://admin.shopify.com;`,
  );
  shopify.addDocumentResponseHeaders(request, headers);
  readdressHeaders(headers);
}

/** Groups requests; whether the token is genuine is for the library to find out. */
function shopOf(request: Request): string {
  const named = new URL(request.url).searchParams.get("shop");
  if (named !== null) return named;
  const [, claims = ""] = request.headers.get("Authorization")?.split(".") ?? [];
  return /"dest":"https:\/\/([^"]+)"/.exec(Buffer.from(claims, "base64url").toString("utf8"))?.[1] ?? "";
}

function writeLog(severity: LogSeverity, message: string): Promise<void> {
  log()[severity === LogSeverity.Error ? "error" : "warn"]({ from: "shopify-app" }, message);
  return Promise.resolve();
}
