import type { ShopState } from "../state";

/** A shop as the control endpoints list it. */
export function describeShop(shop: ShopState): Record<string, unknown> {
  return {
    domain: shop.domain,
    name: shop.store.shop.name,
    installed: shop.installed,
    scopes: [...shop.scopes],
    approvals: [...shop.approvals],
    userRights: [...shop.userRights],
    customers: shop.store.customers.length,
    orders: shop.store.orders.length,
    products: shop.store.products.length,
    abandonedCheckouts: shop.store.abandonedCheckouts.length,
  };
}
