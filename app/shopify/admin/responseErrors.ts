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

/** Shopify throttles with HTTP 200 and a THROTTLED error in practice, and with 429 by its documents: both count. */
export function isThrottled(status: number, errors: readonly ResponseError[]): boolean {
  return status === 429 || errors.some(({ code }) => code === "THROTTLED");
}

/** How long until the bucket holds what the query asks for: (requested − available) ÷ restore rate; at least 1 s. */
export function throttleWaitMs(extensions: unknown): number {
  const parsed = cost.safeParse(extensions);
  if (!parsed.success) return 1_000;
  const { requestedQueryCost, throttleStatus } = parsed.data.cost;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return Math.max(1_000, Math.ceil((missing / throttleStatus.restoreRate) * 1_000));
}

/** The scopes named by access errors, if every error is one; null otherwise. */
export function accessDenial(errors: readonly ResponseError[]): { readonly scopes: string[] } | null {
  if (!errors.every(({ code }) => code === "ACCESS_DENIED")) return null;
  const texts = errors.map(({ message, requiredAccess }) => requiredAccess ?? message);
  return { scopes: [...new Set(texts.flatMap((text) => text.match(/\b(?:read|write)_[a-z_]+/g) ?? []))] };
}
