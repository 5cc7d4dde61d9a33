import { z } from "zod";

import { ShopFactsDocument } from "~/shopify/generated/admin";

import type { AdminClient } from "./client.server";

const answer = z.object({
  shop: z.object({
    id: z.string(),
    name: z.string(),
    myshopifyDomain: z.string(),
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
    ianaTimezone: z.string().min(1),
    createdAt: z.iso.datetime({ offset: true }),
  }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

export interface ShopFacts {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA name of the zone that the shop's days are counted in. */
  readonly timeZone: string;
  readonly createdAt: Date;
  /** The scopes granted now, which may be fewer than the app asks for. */
  readonly scopes: readonly string[];
}

/** What the house needs to know of a shop before it reads anything else. */
export async function readShopFacts(client: AdminClient): Promise<ShopFacts> {
  const { shop, currentAppInstallation } = answer.parse(await client.request(ShopFactsDocument, {}));
  return {
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    createdAt: new Date(shop.createdAt),
    scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle),
  };
}

/** Days of orders that an app sees without the scope `read_all_orders`. */
const visibleDays = 60;

/** The time before which orders are hidden from the app by its scopes; null where the whole history is visible. */
export function ordersVisibleSince(scopes: readonly string[], now: Date): Date | null {
  if (scopes.includes("read_all_orders")) return null;
  return new Date(now.getTime() - visibleDays * 86_400_000);
}
