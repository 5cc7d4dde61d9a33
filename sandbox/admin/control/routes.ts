import { z } from "zod";

import { faultSchema } from "../faults";
import { uninstall } from "../installation";
import { approvals } from "../protectedData";
import { userRights } from "../scopes";
import type { SandboxState, ShopState } from "../state";
import { deliverByHand } from "../webhooks/deliver";
import { createStorm, stormInput } from "../webhooks/storm";
import { topicRules } from "../webhooks/topics";
import { ControlError } from "./controlError";
import { customerEdit, deleteCustomer, editCustomer } from "./customers";
import { cancelInput, cancelOrder, newOrder, placeOrder, refundInput, refundOrder } from "./orders";

interface ControlRoute<Body> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/sandbox/shops/<shop>`; `:number` stands for the number of a global id. */
  path: string;
  body: z.ZodType<Body>;
  run: (state: SandboxState, shop: ShopState, body: Body, number: string) => unknown;
}

/** One row of {@link shopRoutes}, its body's type checked against its schema and then forgotten. */
export type AnyControlRoute = ControlRoute<unknown>;

const nothing = z.unknown();
const scopeList = z.strictObject({ scopes: z.array(z.string()) });
const approvalList = z.strictObject({ approvals: z.array(z.enum(approvals)) });
const userRightList = z.strictObject({ userRights: z.array(z.enum(userRights)) });
const webhook = z.strictObject({ topic: z.string(), payload: z.record(z.string(), z.unknown()) });

/** Everything that can be read of one shop or done to it from outside. */
export const shopRoutes: AnyControlRoute[] = [
  route("GET", "/bulk-operations", nothing, (_state, shop) => shop.bulkOperations),
  route("GET", "/deliveries", nothing, (_state, shop) => shop.deliveries),
  route("GET", "/subscriptions", nothing, (_state, shop) => shop.subscriptions),
  route("GET", "/faults", nothing, (_state, shop) => shop.faults),
  route("POST", "/faults", faultSchema, (_state, shop, fault) => {
    shop.faults.push(fault);
    return shop.faults;
  }),
  route("DELETE", "/faults", nothing, (_state, shop) => {
    shop.faults.length = 0;
    return shop.faults;
  }),
  route("GET", "/storm", nothing, (_state, shop) => describeStorm(shop)),
  route("PUT", "/storm", stormInput, (_state, shop, settings) => {
    shop.storm = createStorm(settings);
    return describeStorm(shop);
  }),
  route("DELETE", "/storm", nothing, (_state, shop) => {
    const last = describeStorm(shop);
    shop.storm = null;
    return last;
  }),
  route("POST", "/orders", newOrder, placeOrder),
  route("POST", "/orders/:number/refund", refundInput, (state, shop, body, number) =>
    refundOrder(state, shop, `gid://shopify/Order/${number}`, body),
  ),
  route("POST", "/orders/:number/cancel", cancelInput, (state, shop, body, number) =>
    cancelOrder(state, shop, `gid://shopify/Order/${number}`, body),
  ),
  route("PATCH", "/customers/:number", customerEdit, (state, shop, body, number) =>
    editCustomer(state, shop, `gid://shopify/Customer/${number}`, body),
  ),
  route("DELETE", "/customers/:number", nothing, (state, shop, _body, number) =>
    deleteCustomer(state, shop, `gid://shopify/Customer/${number}`),
  ),
  route("PUT", "/scopes", scopeList, (_state, shop, { scopes }) => {
    shop.scopes = new Set(scopes);
    return { scopes };
  }),
  route("PUT", "/approvals", approvalList, (_state, shop, body) => {
    shop.approvals = new Set(body.approvals);
    return body;
  }),
  route("PUT", "/user-rights", userRightList, (_state, shop, body) => {
    shop.userRights = new Set(body.userRights);
    return body;
  }),
  route("POST", "/tokens/revoke", nothing, (_state, shop) => {
    for (const grant of shop.grants.values()) grant.isRevoked = true;
    return { revoked: shop.grants.size };
  }),
  route("POST", "/tokens/expire", nothing, (state, shop) => {
    for (const grant of shop.grants.values()) grant.expiresAt = state.now();
    return { expired: shop.grants.size };
  }),
  route("POST", "/uninstall", nothing, (state, shop) => {
    if (!shop.installed) throw new ControlError(409, `The app is not installed in ${shop.domain}`);
    uninstall(state, shop);
    return { installed: false };
  }),
  route("POST", "/webhooks", webhook, (state, shop, { topic, payload }) => {
    if (!topicRules(topic)) throw new ControlError(422, `The sandbox has no webhook topic ${topic}`);
    deliverByHand(state, shop, topic, payload);
    return { sent: topic };
  }),
];

function describeStorm({ storm }: ShopState): unknown {
  return storm && { ...storm.settings, counts: storm.counts };
}

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
  };
}

function route<Body>(
  method: ControlRoute<Body>["method"],
  path: string,
  body: z.ZodType<Body>,
  run: ControlRoute<Body>["run"],
): AnyControlRoute {
  return {
    method,
    path,
    body,
    run: (state, shop, input, number) => run(state, shop, input as Body, number),
  };
}
