import { z } from "zod";

import type { SandboxState, ShopState } from "../state";
import { announce } from "../webhooks/deliver";
import { scopesPayload, shopPayload } from "../webhooks/payloads/shop";

export const shopEdit = z
  .strictObject({ name: z.string(), email: z.string(), ianaTimezone: z.string() })
  .partial();

export const scopeList = z.strictObject({ scopes: z.array(z.string()) });

export function editShop(state: SandboxState, shop: ShopState, fields: z.infer<typeof shopEdit>): unknown {
  Object.assign(shop.store.shop, fields);
  announce(state, shop, [{ topic: "shop/update", payload: () => shopPayload(shop, state.now()) }]);
  return shop.store.shop;
}

/** What the merchant grants from now on. */
export function grantScopes(
  state: SandboxState,
  shop: ShopState,
  { scopes }: z.infer<typeof scopeList>,
): unknown {
  const previous = [...shop.scopes];
  shop.scopes = new Set(scopes);
  announce(state, shop, [
    {
      topic: "app/scopes_update",
      payload: () => scopesPayload(shop, previous, shop.scopes, state.now()),
    },
  ]);
  return { scopes };
}
