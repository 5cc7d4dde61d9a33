import { randomUUID } from "node:crypto";

import { jwtVerify, SignJWT } from "jose";

/** A session token lives one minute; the app fetches a new one for each request. */
const LIFE_SECONDS = 60;
const CLOCK_TOLERANCE_SECONDS = 10;

export interface SessionTokenClaims {
  /** `example.myshopify.com` */
  shop: string;
  clientId: string;
  clientSecret: string;
  /** The staff member who has the app open. */
  userId: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** The browser session, the same for all tokens of one open app. */
  sessionId?: string;
}

/** A session token (JWT) as Shopify's admin hands it to the embedded app. */
export async function signSessionToken(claims: SessionTokenClaims): Promise<string> {
  const { shop, clientId, clientSecret, userId, now, sessionId = randomUUID() } = claims;
  const issuedAt = Math.floor(now / 1000);
  return await new SignJWT({ dest: `https://${shop}`, sid: sessionId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(`https://${shop}/admin`)
    .setAudience(clientId)
    .setSubject(userId)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + LIFE_SECONDS)
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(clientSecret));
}

/** The staff member that a session token names, or null when anything about the token is wrong. */
export async function verifySessionToken(
  token: string,
  expected: Omit<SessionTokenClaims, "userId" | "sessionId">,
): Promise<{ userId: string } | null> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(expected.clientSecret), {
      algorithms: ["HS256"],
      audience: expected.clientId,
      issuer: `https://${expected.shop}/admin`,
      requiredClaims: ["dest", "sub", "exp", "nbf", "iat", "jti", "sid"],
      currentDate: new Date(expected.now),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    const isForShop = payload.dest === `https://${expected.shop}`;
    return isForShop && payload.sub !== undefined ? { userId: payload.sub } : null;
  } catch {
    return null;
  }
}
