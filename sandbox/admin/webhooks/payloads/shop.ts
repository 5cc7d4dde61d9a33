import type { ShopState } from "../../state";
import { numberOf } from "./numbers";
import { shopTime } from "./shopTime";

/** The body of `shop/update` and `app/uninstalled`, as far as the store holds it. `now` in ms since the epoch. */
export function shopPayload({ store: { shop } }: ShopState, now: number) {
  return {
    id: numberOf(shop.id),
    name: shop.name,
    email: shop.email,
    customer_email: shop.email,
    domain: shop.myshopifyDomain,
    myshopify_domain: shop.myshopifyDomain,
    currency: shop.currencyCode,
    iana_timezone: shop.ianaTimezone,
    plan_display_name: shop.plan.displayName,
    created_at: shopTime(shop.createdAt, shop.ianaTimezone),
    updated_at: shopTime(new Date(now).toISOString(), shop.ianaTimezone),
  };
}

/** The body of `app/scopes_update`. */
export function scopesPayload(
  { store }: ShopState,
  previous: Iterable<string>,
  current: Iterable<string>,
  now: number,
) {
  const { id } = store.shop;
  return {
    id: numberOf(id),
    shop_id: id,
    previous: [...previous],
    current: [...current],
    updated_at: new Date(now).toISOString(),
  };
}
