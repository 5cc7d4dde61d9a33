import type { SandboxState, ShopState } from "./state";
import { announce } from "./webhooks/deliver";
import { shopPayload } from "./webhooks/payloads/shop";

/** The app leaves the shop: its tokens are dead at once, its own subscriptions gone, and app/uninstalled is sent. */
export function uninstall(state: SandboxState, shop: ShopState): void {
  shop.installed = false;
  for (const grant of shop.grants.values()) grant.isRevoked = true;
  announce(state, shop, [{ topic: "app/uninstalled", payload: () => shopPayload(shop, state.now()) }]);
  const declared = shop.subscriptions.filter(({ source }) => source === "toml");
  shop.subscriptions.splice(0, shop.subscriptions.length, ...declared);
}
