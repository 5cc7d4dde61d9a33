import { addressOf } from "~/shopify/addresses.server";
import { offlineAccessToken } from "~/shopify/tokens.server";

import { createAdminClient, type AdminClient } from "./client.server";

/** The version that the documents are written for and checked against. */
const apiVersion = "2026-10";

/** The Admin API of a shop that has the app installed, with its stored offline token. */
export function adminClient(shop: string, signal?: AbortSignal): AdminClient {
  const { url, headers } = addressOf(`https://${shop}/admin/api/${apiVersion}/graphql.json`);
  return createAdminClient({
    shop,
    endpoint: url,
    headers,
    accessToken: (rejected) => offlineAccessToken(shop, rejected),
    ...(signal ? { signal } : {}),
  });
}
