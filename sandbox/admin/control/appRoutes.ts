import { z } from "zod";

import { faultSchema } from "../faults";
import { uninstall } from "../installation";
import { approvals } from "../protectedData";
import { userRights } from "../scopes";
import type { ShopState } from "../state";
import { deliverByHand } from "../webhooks/deliver";
import { createStorm, stormInput } from "../webhooks/storm";
import { topicRules } from "../webhooks/topics";
import { ControlError } from "./controlError";
import { route, type AnyControlRoute } from "./route";
import { grantScopes, scopeList } from "./shop";

const nothing = z.unknown();
const approvalList = z.strictObject({ approvals: z.array(z.enum(approvals)) });
const userRightList = z.strictObject({ userRights: z.array(z.enum(userRights)) });
const webhook = z.strictObject({ topic: z.string(), payload: z.record(z.string(), z.unknown()) });

/** What the app may do in the shop, what was sent to it, and what goes wrong between them. */
export const appRoutes: AnyControlRoute[] = [
  route("GET", "/bulk-operations", nothing, (_state, shop) => shop.bulkOperations),
  route("GET", "/deliveries", nothing, (_state, shop) => shop.deliveries),
  route("DELETE", "/deliveries", nothing, (_state, shop) => {
    shop.deliveries.length = 0;
    return shop.deliveries;
  }),
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
  route("PUT", "/scopes", scopeList, grantScopes),
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
