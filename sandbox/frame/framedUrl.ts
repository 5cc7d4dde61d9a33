import { createHmac, randomBytes } from "node:crypto";

export interface FramedRequest {
  readonly appUrl: string;
  /** Path and query within the app, as the admin's address has it behind the app's handle. */
  readonly path: string;
  /** `example.myshopify.com` */
  readonly shop: string;
  readonly sessionToken: string;
  readonly clientSecret: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function shopHandle(shop: string): string {
  return shop.replace(/\.myshopify\.com$/, "");
}

/**
 * The address under which Shopify frames an app: its own page plus who asks. `host` names the admin as Shopify's own
 * does, since the app's library accepts no other; `hmac` is hex HMAC-SHA256 over the sorted parameters joined by `&`.
 */
export function framedUrl(request: FramedRequest): string {
  const url = new URL(request.path, request.appUrl);
  const host = Buffer.from(`admin.shopify.com/store/${shopHandle(request.shop)}`).toString("base64");
  const parameters: Record<string, string> = {
    embedded: "1",
    host: host.replace(/=+$/, ""),
    id_token: request.sessionToken,
    locale: "en",
    session: randomBytes(32).toString("hex"),
    shop: request.shop,
    timestamp: String(Math.floor(request.now / 1000)),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const signed = [...url.searchParams]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  url.searchParams.set(
    "hmac",
    createHmac("sha256", request.clientSecret).update(signed.join("&")).digest("hex"),
  );
  return url.href;
}
