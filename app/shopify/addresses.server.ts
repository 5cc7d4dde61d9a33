import { environment } from "~/state/environment.server";

/**
 * Where Shopify is. The one switch of the app: with SHOPIFY_SANDBOX_URL set (a loopback address, refused in
 * production), what is meant for Shopify goes to the sandbox on this machine. Everything else stays the same.
 */
const appBridgeCdn = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
const adminOrigin = "https://admin.shopify.com";

export interface Address {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const sandboxUrl = (): string | null => environment().SHOPIFY_SANDBOX_URL ?? null;

/** Where a request to a shop (`https://<shop>/…`) goes, and the headers that it needs to get there. */
export function addressOf(url: string, sandbox = sandboxUrl()): Address {
  if (sandbox === null) return { url, headers: {} };
  const { host, pathname, search } = new URL(url);
  return { url: new URL(`${pathname}${search}`, sandbox).href, headers: { "X-Forwarded-Host": host } };
}

/** The App Bridge script: Shopify's, always the latest, or the sandbox's. */
export function appBridgeUrl(sandbox = sandboxUrl()): string {
  return sandbox === null ? appBridgeCdn : new URL("/app-bridge.js", sandbox).href;
}

/** `fetch` for the Shopify library: to the shop, or to the sandbox in its place. */
export function fetchFromShopify(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const address = addressOf(request.url);
  for (const [name, value] of Object.entries(address.headers)) request.headers.set(name, value);
  return fetch(address.url === request.url ? request : new Request(address.url, request));
}

/**
 * The headers of a page as the browser needs them: the library names Shopify's hosts in `frame-ancestors` and in the
 * preload of App Bridge, whoever frames the app.
 */
export function readdressHeaders(headers: Headers, sandbox = sandboxUrl()): void {
  if (sandbox === null) return;
  const { origin } = new URL(sandbox);
  if (headers.has("Content-Security-Policy"))
    headers.set("Content-Security-Policy", `frame-ancestors ${origin};`);
  if (headers.has("Link")) headers.set("Link", `<${appBridgeUrl(sandbox)}>; rel="preload"; as="script";`);
  const location = headers.get("Location");
  if (location?.startsWith(adminOrigin) === true)
    headers.set("Location", origin + location.slice(adminOrigin.length));
}

/** The same for a response that the library made itself: the page that fetches a session token, a redirect. */
export async function readdressResponse(response: Response, sandbox = sandboxUrl()): Promise<Response> {
  if (sandbox === null) return response;
  const headers = new Headers(response.headers);
  readdressHeaders(headers, sandbox);
  const isPage = headers.get("Content-Type")?.startsWith("text/html") === true;
  const body = isPage
    ? (await response.text()).replaceAll(appBridgeCdn, appBridgeUrl(sandbox))
    : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
