import { z } from "zod";

import { state } from "~/state/client.server";
import type { Prisma } from "~/state/generated/sqlite/client";
import { log } from "~/state/log.server";
import { environment } from "~/state/environment.server";
import { open, seal, SecretError } from "~/state/secrets.server";

import { fetchFromShopify } from "./addresses.server";

/** Somebody of a shop's staff. */
export interface Staff {
  /** Shopify's user id. */
  readonly userId: string;
  /** Null where Shopify has not told it (yet). */
  readonly name: string | null;
}

/** What `authenticate.admin` tells of a request that is needed here. */
interface SignedIn {
  readonly session: { readonly shop: string };
  readonly sessionToken: { readonly sub: string };
}

/** A name is taken for right for so long. */
const freshMs = 30 * 86_400_000;
/** Nobody's name is asked for again sooner than this, whatever the answer. */
const pauseMs = 5 * 60_000;
const requestTimeoutMs = 7_000;
const longestName = 100;

/**
 * Who of the staff asks. Nobody waits for Shopify: a name that is not known, or was asked long ago, is asked for beside, with
 * the session token of the request, and is there the next time.
 */
export async function staffOf(
  request: Request,
  { session: { shop }, sessionToken: { sub: userId } }: SignedIn,
  now: Date,
): Promise<Staff> {
  const db = await state();
  const row = await db.staffMember.findUnique({ where: { shop_userId: { shop, userId } } });
  const name = row && nameIn(row);
  const token = tokenOf(request);
  const isFresh = row !== null && name !== null && now.getTime() - row.askedAt.getTime() < freshMs;
  if (!isFresh && token !== null) void learnName(shop, userId, token, now);
  return { userId, name: name === "" ? null : name };
}

/** The names of some of a shop's staff, by user id. Whose is not known is left out. */
export async function staffNames(
  shop: string,
  userIds: readonly string[],
  db?: Prisma.TransactionClient,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return new Map();
  const rows = await (db ?? (await state())).staffMember.findMany({ where: { shop, userId: { in: ids } } });
  return new Map(
    rows.flatMap((row) => {
      const name = nameIn(row);
      return name === null || name === "" ? [] : [[row.userId, name]];
    }),
  );
}

/** Where a name is sealed to: one that is moved to somebody else's row does not open. */
export function placeOfName({ shop, userId }: { readonly shop: string; readonly userId: string }) {
  return { shop, field: `staff name ${userId}` };
}

/** The name in a row, empty where Shopify knows none; null (and an entry in the log) where it does not open. */
function nameIn(row: { readonly shop: string; readonly userId: string; readonly name: string }) {
  try {
    return open(row.name, placeOfName(row));
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    log().error({ shop: row.shop }, `A name of the staff is passed over. ${error.message}`);
    return null;
  }
}

/** As App Bridge sends it with what a page fetches, or the admin in the address of the page that it opens. */
function tokenOf(request: Request): string | null {
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.get("Authorization") ?? "") ?? [];
  return bearer ?? new URL(request.url).searchParams.get("id_token");
}

/** When names were asked for, by shop and user: within this process, for as long as they are not to be asked for again. */
const asked = new Map<string, number>();

async function learnName(shop: string, userId: string, sessionToken: string, now: Date): Promise<void> {
  const at = now.getTime();
  for (const [other, then] of asked) if (at - then >= pauseMs) asked.delete(other);
  const key = `${shop} ${userId}`;
  if (asked.has(key)) return;
  asked.set(key, at);
  try {
    const name = seal(await askForName(shop, sessionToken), placeOfName({ shop, userId }));
    const db = await state();
    await db.staffMember.upsert({
      where: { shop_userId: { shop, userId } },
      create: { shop, userId, name, askedAt: now },
      update: { name, askedAt: now },
    });
  } catch (error) {
    // The kind of error only: a message may quote what was read or to be written.
    const problem = error instanceof Error ? error.name : "unknown";
    log().warn({ shop, problem }, "Shopify did not tell the name of somebody of the staff.");
  }
}

class NameRefusedError extends Error {
  override readonly name = "NameRefusedError";
}

const answer = z.object({
  associated_user: z.object({ first_name: z.string().nullish(), last_name: z.string().nullish() }),
});

/**
 * Whose a session token is, in words; empty where Shopify knows no name. The one way to a name without a scope of its own is
 * to exchange the session token for an online token. The token that comes with the answer is not kept.
 */
async function askForName(shop: string, sessionToken: string): Promise<string> {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET } = environment();
  const response = await fetchFromShopify(`https://${shop}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({
      client_id: SHOPIFY_API_KEY,
      client_secret: SHOPIFY_API_SECRET,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: sessionToken,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
    }),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (!response.ok) throw new NameRefusedError();
  const { first_name, last_name } = answer.parse(await response.json()).associated_user;
  return readable(`${first_name ?? ""} ${last_name ?? ""}`);
}

/** On one line, of characters that every store can keep, and no longer than a line. */
function readable(name: string): string {
  const line = name
    .replace(/[\p{Cc}\s]+/gu, " ")
    .normalize("NFC")
    .trim();
  return line
    .slice(0, longestName)
    .replace(/\p{Surrogate}/gu, "")
    .trim();
}
