import { z } from "zod";

/** A GraphQL error as Shopify sends it, reduced to what is safe to act on. */
export interface ResponseError {
  readonly message: string;
  readonly code: string | null;
  /** Shopify's `requiredAccess` text, such as "`read_orders` access scope." */
  readonly requiredAccess: string | null;
}

const error = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string().optional(), requiredAccess: z.string().optional() }).optional(),
});
const cost = z.object({
  cost: z.object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
  }),
});

/** The errors of a GraphQL answer; none where the body is not one (Shopify's 401 has a plain string there). */
export function readErrors(response: { readonly errors?: unknown } | null): ResponseError[] {
  const parsed = z.array(error).safeParse(response?.errors);
  if (!parsed.success) return [];
  return parsed.data.map(({ message, extensions }) => ({
    message,
    code: extensions?.code ?? null,
    requiredAccess: extensions?.requiredAccess ?? null,
  }));
}

export type FailureKind = "token" | "throttled" | "denied" | "refused" | "unavailable";

/**
 * What a failed answer means. Shopify throttles with HTTP 200 and a THROTTLED error in practice, and with 429 by its
 * documents: both count. An internal error is an outage even under HTTP 200; no status is no answer at all.
 */
export function kindOfFailure(status: number | null, errors: readonly ResponseError[]): FailureKind {
  if (status === 401) return "token";
  if (status === 429 || errors.some(({ code }) => code === "THROTTLED")) return "throttled";
  if (status === null || status >= 500 || errors.some(({ code }) => code === "INTERNAL_SERVER_ERROR"))
    return "unavailable";
  if (errors.length > 0 && errors.every(({ code }) => code === "ACCESS_DENIED")) return "denied";
  // HTTP 200 with a body that is not GraphQL is a proxy's page or a cut answer.
  return status === 200 && errors.length === 0 ? "unavailable" : "refused";
}

/** How long until the bucket holds what the query asks for: (requested − available) ÷ restore rate; at least 1 s. */
export function throttleWaitMs(extensions: unknown): number {
  const parsed = cost.safeParse(extensions);
  if (!parsed.success) return 1_000;
  const { requestedQueryCost, throttleStatus } = parsed.data.cost;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return Math.max(1_000, Math.ceil((missing / throttleStatus.restoreRate) * 1_000));
}

/** The scopes that access errors name. */
export function scopesNamed(errors: readonly ResponseError[]): string[] {
  const texts = errors.map(({ message, requiredAccess }) => requiredAccess ?? message);
  return [...new Set(texts.flatMap((text) => text.match(/\b(?:read|write)_[a-z_]+/g) ?? []))];
}
