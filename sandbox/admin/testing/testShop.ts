import type { SandboxStore } from "../../stores/store";
import { approvals } from "../protectedData";
import { createShop, type SandboxState, type ShopState } from "../state";
import { createPoster } from "../webhooks/poster";

/** A shop without a server: nothing is installed in it and nobody listens. */
export function createTestShop(
  store: SandboxStore,
  now: number,
): { state: SandboxState; shop: ShopState; clock: { now: number } } {
  const clock = { now };
  const shop = createShop({
    store,
    now,
    scopes: [],
    approvals: new Set(approvals),
    plan: "standard",
    subscriptions: [],
  });
  const state: SandboxState = {
    clientId: "client-1",
    clientSecret: "a secret",
    now: () => clock.now,
    url: "",
    shops: new Map([[shop.domain, shop]]),
    requests: [],
    throttledStatus: 200,
    timing: { bulkStartMs: 0, webhookRetryScale: 1, webhooksAtOnce: 1 },
    filesFolder: "",
    nextNumber: 9_000_000_000_001,
    poster: createPoster(1),
    closing: new AbortController(),
  };
  return { state, shop, clock };
}
