import { newGid, type SandboxState, type ShopState } from "../../state";
import { announce } from "../../webhooks/deliver";
import {
  customerRedactPayload,
  dataRequestPayload,
  shopRedactPayload,
} from "../../webhooks/payloads/compliance";
import { numberOf } from "../../webhooks/payloads/numbers";
import { findCustomer } from "./settleCustomer";

/** Somebody asks what is held about them. Nothing in the store changes. */
export function requestData(state: SandboxState, shop: ShopState, id: string): unknown {
  const customer = findCustomer(shop, id);
  const request = numberOf(newGid(state, "DataRequest"));
  return sent(state, shop, "customers/data_request", dataRequestPayload(shop, customer, request));
}

/** Shopify asks to forget somebody. Nothing in the store changes. */
export function redactCustomer(state: SandboxState, shop: ShopState, id: string): unknown {
  return sent(state, shop, "customers/redact", customerRedactPayload(shop, findCustomer(shop, id)));
}

/** Shopify asks to forget the shop, which it does 48 hours after the app was uninstalled. */
export function redactShop(state: SandboxState, shop: ShopState): unknown {
  return sent(state, shop, "shop/redact", shopRedactPayload(shop));
}

function sent(
  state: SandboxState,
  shop: ShopState,
  topic: string,
  payload: Record<string, unknown>,
): unknown {
  announce(state, shop, [{ topic, payload: () => payload }]);
  return { topic, payload };
}
