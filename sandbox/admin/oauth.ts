import type { IncomingMessage, ServerResponse } from "node:http";

import { z } from "zod";

import { takeFault } from "./faults";
import { header, readBody, sendJson } from "./http";
import { staff, staffMember } from "../staff";
import { verifySessionToken } from "./sessionToken";
import type { SandboxState, ShopState } from "./state";
import {
  findGrant,
  grantExpiringOffline,
  grantLastingOffline,
  grantOnline,
  OFFLINE_SECONDS,
  REFRESH_SECONDS,
  refreshGrant,
  type Grant,
} from "./tokens";

export const TOKEN_PATH = "/admin/oauth/access_token";

const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE_TOKEN = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE_TOKEN = "urn:shopify:params:oauth:token-type:online-access-token";

const credentials = { client_id: z.string(), client_secret: z.string() };
const tokenRequest = z.discriminatedUnion("grant_type", [
  z.object({
    ...credentials,
    grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
    subject_token: z.string(),
    subject_token_type: z.enum([ID_TOKEN, OFFLINE_TOKEN]),
    requested_token_type: z.enum([OFFLINE_TOKEN, ONLINE_TOKEN]).default(OFFLINE_TOKEN),
    expiring: z.union([z.enum(["0", "1"]), z.literal(0), z.literal(1)]).default("0"),
  }),
  z.object({ ...credentials, grant_type: z.literal("refresh_token"), refresh_token: z.string() }),
]);

type TokenRequest = z.infer<typeof tokenRequest>;
type ExchangeRequest = Exclude<TokenRequest, { grant_type: "refresh_token" }>;

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** The token endpoint of one shop: token exchange and refresh. */
export async function handleTokenRequest(
  state: SandboxState,
  shop: ShopState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = takeFault(shop.faults, "oauth");
  if (fault?.effect === "http500") {
    sendJson(response, 500, { errors: "Internal Server Error" });
    return;
  }
  const answer = await answerTokenRequest(state, shop, await readForm(request));
  if (fault?.effect === "loseReply") {
    response.destroy();
    return;
  }
  sendJson(response, answer.status, answer.body);
}

async function answerTokenRequest(state: SandboxState, shop: ShopState, form: unknown): Promise<Answer> {
  const parsed = tokenRequest.safeParse(form);
  if (!parsed.success)
    return refusal(400, "invalid_request", "The request is missing a parameter or has a wrong one");
  const { data } = parsed;
  if (data.client_id !== state.clientId || data.client_secret !== state.clientSecret) {
    return refusal(401, "invalid_client", "Client authentication failed");
  }
  if (data.grant_type !== "refresh_token") return await exchange(state, shop, data);
  const grant = refreshGrant(shop, data.refresh_token, state.now());
  return grant
    ? { status: 200, body: offlineBody(shop, grant) }
    : refusal(400, "invalid_grant", "The refresh token is unknown, expired or was used");
}

async function exchange(state: SandboxState, shop: ShopState, request: ExchangeRequest): Promise<Answer> {
  const now = state.now();
  const subject = await readSubject(state, shop, request, now);
  if (!subject) return refusal(400, "invalid_subject_token", "The subject token is invalid or expired");
  if (!shop.installed) {
    // A merchant approves the app before Shopify's admin opens it for the first time.
    shop.installed = true;
    shop.installedAt = now;
  }
  if (request.requested_token_type === ONLINE_TOKEN) {
    return { status: 200, body: onlineBody(shop, grantOnline(shop, subject.userId, now), subject.userId) };
  }
  const grant =
    String(request.expiring) === "1" ? grantExpiringOffline(shop, now) : grantLastingOffline(shop);
  return { status: 200, body: offlineBody(shop, grant) };
}

/** Who vouches for the exchange: a session token, or an offline token that is to be replaced by an expiring one. */
async function readSubject(
  state: SandboxState,
  shop: ShopState,
  request: ExchangeRequest,
  now: number,
): Promise<{ userId: string } | null> {
  const { clientId, clientSecret } = state;
  if (request.subject_token_type === ID_TOKEN) {
    return await verifySessionToken(request.subject_token, {
      shop: shop.domain,
      clientId,
      clientSecret,
      now,
    });
  }
  const grant = findGrant(shop, request.subject_token, now);
  if (grant?.kind !== "offline" || grant.expiresAt !== null) return null;
  grant.isRevoked = true;
  return { userId: "" };
}

function offlineBody(shop: ShopState, { accessToken, refreshToken }: Grant): Record<string, unknown> {
  const body = { access_token: accessToken, scope: [...shop.scopes].join(",") };
  if (refreshToken === null) return body;
  return {
    ...body,
    expires_in: OFFLINE_SECONDS,
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_SECONDS,
  };
}

function onlineBody(shop: ShopState, { accessToken }: Grant, userId: string): Record<string, unknown> {
  const scope = [...shop.scopes].join(",");
  // Whoever is not on the list of the staff is the owner.
  const member = staffMember(userId) ?? staff[0];
  return {
    access_token: accessToken,
    scope,
    expires_in: 86_399,
    associated_user_scope: scope,
    associated_user: {
      id: Number(userId),
      first_name: member.firstName,
      last_name: member.lastName,
      email: shop.store.shop.email,
      account_owner: member === staff[0],
      locale: "en",
      collaborator: false,
      email_verified: true,
    },
  };
}

async function readForm(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  if (header(request, "content-type")?.startsWith("application/json")) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
  return Object.fromEntries(new URLSearchParams(text));
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}
