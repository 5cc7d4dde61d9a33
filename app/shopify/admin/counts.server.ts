import { z } from "zod";

import {
  ChangedCountsDocument,
  CustomersAndOrdersCountsDocument,
  StoreCountsDocument,
} from "~/shopify/generated/admin";

import type { AdminClient } from "./client.server";

const count = z.object({ count: z.int().nonnegative() });
const storeCounts = z.object({
  productsCount: count.nullable(),
  customersCount: count.nullable(),
  ordersCount: count.nullable(),
  abandonedCheckoutsCount: count.nullable(),
});
const shopifyCounts = z.object({
  customers: count,
  orders: count,
  customersSince: count,
  ordersSince: count,
});

/** How many objects a full sync can expect; null where Shopify does not say. Exact, as of now. */
export interface StoreCounts {
  readonly products: number | null;
  readonly customers: number | null;
  readonly orders: number | null;
  readonly checkouts: number | null;
}

export async function readStoreCounts(client: AdminClient): Promise<StoreCounts> {
  return storeCountsOf(await client.request(StoreCountsDocument, {}, { acceptDenied: true }));
}

/** How many objects a search finds, of each kind; null where Shopify does not say. Exact, as of now. */
export async function readCountsOf(client: AdminClient, query: string): Promise<StoreCounts> {
  return storeCountsOf(await client.request(ChangedCountsDocument, { query }, { acceptDenied: true }));
}

function storeCountsOf(data: unknown): StoreCounts {
  const answer = storeCounts.parse(data);
  return {
    products: answer.productsCount?.count ?? null,
    customers: answer.customersCount?.count ?? null,
    orders: answer.ordersCount?.count ?? null,
    checkouts: answer.abandonedCheckoutsCount?.count ?? null,
  };
}

/** Shopify's own numbers for "Compare with Shopify", and how many of them were created since our data was taken. */
export interface ShopifyCounts {
  readonly customersCount: bigint;
  readonly ordersCount: bigint;
  readonly customersSince: bigint;
  readonly ordersSince: bigint;
}

export async function readShopifyCounts(client: AdminClient, since: Date): Promise<ShopifyCounts> {
  const variables = { since: `created_at:>='${since.toISOString()}'` };
  const answer = shopifyCounts.parse(await client.request(CustomersAndOrdersCountsDocument, variables));
  return {
    customersCount: BigInt(answer.customers.count),
    ordersCount: BigInt(answer.orders.count),
    customersSince: BigInt(answer.customersSince.count),
    ordersSince: BigInt(answer.ordersSince.count),
  };
}
