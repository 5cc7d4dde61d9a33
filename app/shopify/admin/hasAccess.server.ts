import { AccessLostError } from "~/shopify/tokens.server";

import { AccessDeniedError, TokenRejectedError } from "./errors";
import { adminClient } from "./shopClient.server";
import { readShopFacts } from "./shopFacts.server";

/**
 * Whether a shop still lets the app in, as Shopify says now.
 *
 * @throws {TokenRefreshError | AdminApiError} where Shopify does not answer
 */
export async function hasAccess(shop: string): Promise<boolean> {
  try {
    await readShopFacts(adminClient(shop));
    return true;
  } catch (error) {
    if (error instanceof AccessDeniedError) return true;
    if (error instanceof AccessLostError || error instanceof TokenRejectedError) return false;
    throw error;
  }
}
