import { randomUUID } from "node:crypto";

import { decodeJwt, UnsecuredJWT } from "jose";

import { signSessionToken } from "../../sandbox/admin/sessionToken";
import { clientId, clientSecret } from "../sync/harness";
import { userId } from "./tenant";

const tokenOf = (shop: string, more: Partial<Parameters<typeof signSessionToken>[0]> = {}) =>
  signSessionToken({ shop, clientId, clientSecret, userId, now: Date.now(), ...more });

/** A session token of a shop, as its admin would hand it out now. */
export const genuine = (shop: string): Promise<string> => tokenOf(shop);

/** What somebody holds up who may not enter a shop. */
export const strangers: Readonly<Record<string, (shop: string) => Promise<string | null>>> = {
  "nobody, without a token": () => Promise.resolve(null),
  "somebody with a token of yesterday": (shop) => tokenOf(shop, { now: Date.now() - 86_400_000 }),
  "somebody with a token of tomorrow": (shop) => tokenOf(shop, { now: Date.now() + 86_400_000 }),
  "somebody who signed it themselves": (shop) => tokenOf(shop, { clientSecret: randomUUID() }),
  "another app": (shop) => tokenOf(shop, { clientId: "another-app" }),
  "somebody with a token that nobody signed": async (shop) =>
    new UnsecuredJWT(decodeJwt(await tokenOf(shop))).encode(),
  "somebody with a token whose shop was written over": async (shop) => {
    const [header, , signature] = (await tokenOf("elsewhere.myshopify.com")).split(".");
    const [, claims] = (await tokenOf(shop)).split(".");
    return [header, claims, signature].join(".");
  },
  "somebody with no token at all in its place": () => Promise.resolve("null"),
};
