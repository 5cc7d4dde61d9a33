import { randomBytes } from "node:crypto";

export const OFFLINE_SECONDS = 3600;
export const REFRESH_SECONDS = 90 * 86_400;
const ONLINE_SECONDS = 86_399;

/** An access token that was given out, and the refresh token beside it. Instants in ms since the epoch. */
export interface Grant {
  readonly accessToken: string;
  readonly kind: "offline" | "online";
  readonly userId: string | null;
  expiresAt: number | null;
  isRevoked: boolean;
  readonly refreshToken: string | null;
  refreshExpiresAt: number | null;
  isRefreshDead: boolean;
  /** The refresh token that this grant was bought with. */
  readonly replaces: string | null;
}

/** Every token ever given out for a shop, by the access token. */
export interface HoldsGrants {
  readonly grants: Map<string, Grant>;
}

/** The expiring offline token of a token exchange. It ends the life of every refresh token before it. */
export function grantExpiringOffline(shop: HoldsGrants, now: number): Grant {
  for (const grant of shop.grants.values()) grant.isRefreshDead = true;
  return addRefreshable(shop, now, null);
}

/** An offline token that never expires, as apps from before 2026-04 may still ask for. */
export function grantLastingOffline(shop: HoldsGrants): Grant {
  return add(shop, { kind: "offline", userId: null, expiresAt: null });
}

export function grantOnline(shop: HoldsGrants, userId: string, now: number): Grant {
  return add(shop, { kind: "online", userId, expiresAt: now + ONLINE_SECONDS * 1000 });
}

/**
 * A new pair for a refresh token, or null when it is unknown, expired or used up. A refresh token is used up once a pair
 * that it bought is refreshed in turn; until then it can be sent again, for its answer may have been lost.
 */
export function refreshGrant(shop: HoldsGrants, refreshToken: string, now: number): Grant | null {
  const grants = [...shop.grants.values()];
  const grant = grants.find((candidate) => candidate.refreshToken === refreshToken);
  if (!grant || grant.isRevoked || grant.isRefreshDead || (grant.refreshExpiresAt ?? 0) <= now) return null;
  if (grant.replaces !== null) {
    for (const other of grants) {
      if (other === grant) continue;
      if (other.refreshToken === grant.replaces || other.replaces === grant.replaces)
        other.isRefreshDead = true;
    }
  }
  return addRefreshable(shop, now, refreshToken);
}

/** The grant of an access token that is good at `now`. */
export function findGrant(
  shop: HoldsGrants,
  accessToken: string | undefined,
  now: number,
): Grant | undefined {
  const grant = accessToken === undefined ? undefined : shop.grants.get(accessToken);
  const isGood = grant && !grant.isRevoked && (grant.expiresAt === null || grant.expiresAt > now);
  return isGood ? grant : undefined;
}

function addRefreshable(shop: HoldsGrants, now: number, replaces: string | null): Grant {
  return add(shop, {
    kind: "offline",
    userId: null,
    expiresAt: now + OFFLINE_SECONDS * 1000,
    refreshToken: `shprt_${secret()}`,
    refreshExpiresAt: now + REFRESH_SECONDS * 1000,
    replaces,
  });
}

function add(
  shop: HoldsGrants,
  grant: Pick<Grant, "kind" | "userId" | "expiresAt"> &
    Partial<Pick<Grant, "refreshToken" | "refreshExpiresAt" | "replaces">>,
): Grant {
  const complete: Grant = {
    refreshToken: null,
    refreshExpiresAt: null,
    replaces: null,
    ...grant,
    accessToken: `${grant.kind === "online" ? "shpua" : "shpat"}_${secret()}`,
    isRevoked: false,
    isRefreshDead: false,
  };
  shop.grants.set(complete.accessToken, complete);
  return complete;
}

function secret(): string {
  return randomBytes(16).toString("hex");
}
