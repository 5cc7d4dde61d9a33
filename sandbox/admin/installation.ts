import { timestamp, type SandboxState, type ShopState } from "./state";
import { announce } from "./webhooks/deliver";

/** The app leaves the shop: its tokens are dead at once, its own subscriptions gone, and app/uninstalled is sent. */
export function uninstall(state: SandboxState, shop: ShopState): void {
  shop.installed = false;
  for (const grant of shop.grants.values()) grant.isRevoked = true;
  const { id, name, email, myshopifyDomain, createdAt } = shop.store.shop;
  const payload = {
    id: Number(id.slice(id.lastIndexOf("/") + 1)),
    name,
    email,
    domain: myshopifyDomain,
    myshopify_domain: myshopifyDomain,
    created_at: createdAt,
    updated_at: timestamp(state.now()),
  };
  announce(state, shop, [{ topic: "app/uninstalled", payload: () => payload }]);
  const declared = shop.subscriptions.filter(({ source }) => source === "toml");
  shop.subscriptions.splice(0, shop.subscriptions.length, ...declared);
}
