import { setTimeout as sleep } from "node:timers/promises";

import { Session } from "@shopify/shopify-api";
import { z } from "zod";

import type { State } from "~/state/client.server";
import { state } from "~/state/client.server";
import { environment } from "~/state/environment.server";
import { withLease } from "~/state/lease.server";
import { log } from "~/state/log.server";

import { addressOf } from "./addresses.server";
import { createOneAtATime } from "./oneAtATime";
import { fromRow, toRow } from "./sessionStorage.server";

/** A token with less life than this is refreshed first; the library's own margin, so that both agree. */
const marginMs = 5 * 60 * 1000;
const requestTimeoutMs = 7_000;
const tries = 3;
const pauseMs = 500;
/** Longer than all tries together, so that the lock cannot lapse in the middle of a refresh. */
const leaseMs = 30_000;

/** The shop no longer lets the app in, and only somebody opening the app there can change that. */
export class AccessLostError extends Error {
  override readonly name = "AccessLostError";
  constructor(
    readonly shop: string,
    reason: string,
  ) {
    super(`${reason} Open Quintile from the Shopify admin of ${shop} to connect it again.`);
  }
}

/** Shopify did not answer the request for a new token; worth trying again later. */
export class TokenRefreshError extends Error {
  override readonly name = "TokenRefreshError";
}

const oneAtATime = createOneAtATime();

/**
 * A valid offline access token of a shop, for work outside a page; refreshed as needed. A refresh token is good for one
 * use, so a lock keeps other requests and other processes from spending the same one.
 *
 * @param rejected a token that Shopify has just refused: another than this one is returned.
 * @throws {AccessLostError} where the app was uninstalled, or the refresh token has expired or been revoked.
 * @throws {TokenRefreshError} where Shopify cannot be reached.
 */
export async function offlineAccessToken(
  shop: string,
  rejected: string | null = null,
  db?: State,
): Promise<string> {
  const store = db ?? (await state());
  const found = await loadOffline(store, shop);
  if (found !== undefined && isUsable(found.session, rejected)) return found.session.accessToken;
  return oneAtATime(shop, () =>
    withLease(store, { name: `access token of ${shop}`, ttlMs: leaseMs }, () =>
      refresh(store, shop, rejected),
    ),
  );
}

/** Under the lock. Somebody else may have refreshed while we waited for it. */
async function refresh(db: State, shop: string, rejected: string | null): Promise<string> {
  const found = await loadOffline(db, shop);
  if (found === undefined) throw new AccessLostError(shop, "The app is not connected to this shop.");
  if (isUsable(found.session, rejected)) return found.session.accessToken;

  const lost = async (reason: string): Promise<AccessLostError> => {
    await forget(db, found);
    return new AccessLostError(shop, reason);
  };
  const { refreshToken, refreshTokenExpires } = found.session;
  if (refreshToken === undefined) throw await lost("Shopify refuses the app's access to this shop.");
  if (refreshTokenExpires !== undefined && refreshTokenExpires.getTime() <= Date.now()) {
    throw await lost("The app's access to this shop has expired, because nobody opened it for 90 days.");
  }

  const reply = await requestPair(shop, refreshToken);
  if (reply === "refused") {
    const newer = await loadOffline(db, shop);
    if (
      newer !== undefined &&
      newer.sealedRefreshToken !== found.sealedRefreshToken &&
      isUsable(newer.session, rejected)
    )
      return newer.session.accessToken;
    throw await lost("Shopify refuses to renew the app's access to this shop.");
  }
  return replacePair(db, found, reply);
}

interface StoredOffline {
  readonly session: Session;
  readonly sealedRefreshToken: string | null;
}

async function loadOffline(db: State, shop: string): Promise<StoredOffline | undefined> {
  // The library's own id for the offline session of a shop.
  const row = await db.session.findUnique({ where: { id: `offline_${shop}` } });
  const session = row === null ? undefined : fromRow(row);
  return row === null || session === undefined
    ? undefined
    : { session, sealedRefreshToken: row.refreshToken };
}

/**
 * Removes a session that Shopify no longer honours, unless another has taken its place. While it is stored, opening
 * the app would find it and not ask for a new one.
 */
async function forget(db: State, { session, sealedRefreshToken }: StoredOffline): Promise<void> {
  await db.session.deleteMany({ where: { id: session.id, refreshToken: sealedRefreshToken } });
}

function isUsable(session: Session, rejected: string | null): session is Session & { accessToken: string } {
  return session.accessToken !== rejected && session.isActive(undefined, marginMs);
}

const pairSchema = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
});
type Pair = z.infer<typeof pairSchema>;

/**
 * Asks Shopify for the next pair of tokens. A reply that got lost is asked for again with the same refresh token, which
 * stays good until its replacement is used.
 */
async function requestPair(shop: string, refreshToken: string): Promise<Pair | "refused"> {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET } = environment();
  const { url, headers } = addressOf(`https://${shop}/admin/oauth/access_token`);
  let problem = "";
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await sleep(pauseMs * attempt);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({
          client_id: SHOPIFY_API_KEY,
          client_secret: SHOPIFY_API_SECRET,
          grant_type: "refresh_token",
          refresh_token: refreshToken,
        }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      if (response.ok) return pairSchema.parse(await response.json());
      if (response.status < 500 && response.status !== 429) return "refused";
      problem = `HTTP ${String(response.status)}`;
    } catch (error) {
      // The name only: a message of the parser would quote what it read.
      problem = error instanceof Error ? error.name : "unknown";
    }
    log().warn({ shop, attempt, problem }, "Shopify did not answer the request for a new access token.");
  }
  throw new TokenRefreshError(
    `Shopify did not renew the app's access to ${shop} (${problem}). Try again in a minute.`,
  );
}

/** Stores the pair unless a page acquired a newer one meanwhile; resolves to the token that is now the stored one. */
async function replacePair(db: State, before: StoredOffline, pair: Pair): Promise<string> {
  const after = (seconds: number) => new Date(Date.now() + seconds * 1000);
  const session = new Session({
    ...before.session.toObject(),
    accessToken: pair.access_token,
    scope: pair.scope,
    expires: after(pair.expires_in),
    refreshToken: pair.refresh_token,
    refreshTokenExpires: after(pair.refresh_token_expires_in),
  });
  const { count } = await db.session.updateMany({
    where: { id: session.id, refreshToken: before.sealedRefreshToken },
    data: toRow(session),
  });
  if (count === 1) return pair.access_token;
  const newer = await loadOffline(db, session.shop);
  if (newer?.session.accessToken === undefined)
    throw new AccessLostError(session.shop, "The app was uninstalled.");
  return newer.session.accessToken;
}
