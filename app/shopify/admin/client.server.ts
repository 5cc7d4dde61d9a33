import { setTimeout as sleep } from "node:timers/promises";

import { ClientError, GraphQLClient } from "graphql-request";

import type { TypedDocumentString } from "~/shopify/generated/admin";

import {
  AccessDeniedError,
  RequestRefusedError,
  ShopifyUnavailableError,
  ThrottledTooLongError,
  TokenRejectedError,
} from "./errors";
import { kindOfFailure, readErrors, scopesNamed, throttleWaitMs, type ResponseError } from "./responseErrors";

export interface AdminClient {
  readonly shop: string;
  /**
   * Runs one document and resolves to its data.
   *
   * @param options.acceptDenied Take a partial answer (denied fields are null) instead of throwing `AccessDeniedError`.
   * @throws {AdminApiError} one of `errors.ts`.
   */
  request<Result, Variables extends Record<string, unknown>>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
    options?: { readonly acceptDenied?: boolean },
  ): Promise<Result>;
}

export interface AdminClientOptions {
  readonly shop: string;
  /** Full address of the GraphQL endpoint. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A valid token; `rejected` is one that Shopify has just refused, so that another is fetched. */
  readonly accessToken: (rejected: string | null) => Promise<string>;
  /** Aborts waits and requests alike; a timeout among its causes ends in `ShopifyUnavailableError`. */
  readonly signal?: AbortSignal;
  /** Milliseconds to pause; replaced by tests. */
  readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

const requestTimeoutMs = 30_000;
const networkTries = 5;
const throttleBudgetMs = 120_000;

/** A client of one shop's Admin API for work outside a page: it waits out rate limits and retries what may be retried. */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { shop, signal } = options;
  const pause = options.pause ?? pauseFor;
  const client = new GraphQLClient(options.endpoint);

  return {
    shop,
    async request<Result, Variables extends Record<string, unknown>>(
      document: TypedDocumentString<Result, Variables>,
      variables: Variables,
      { acceptDenied = false }: { readonly acceptDenied?: boolean } = {},
    ): Promise<Result> {
      const query = document.toString();
      const operation = operationName(query);
      const isMutation = query.trimStart().startsWith("mutation");
      let token = await options.accessToken(null);
      let tokenRenewed = false;
      let failures = 0;
      let throttledMs = 0;

      for (;;) {
        throwIfStopped(signal, operation);
        const timeout = AbortSignal.timeout(requestTimeoutMs);
        try {
          const { data } = await client.rawRequest<Result>({
            query,
            variables,
            requestHeaders: { ...options.headers, "X-Shopify-Access-Token": token },
            signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          });
          return data;
        } catch (error) {
          throwIfStopped(signal, operation);
          const response = error instanceof ClientError ? error.response : null;
          const errors = readErrors(response);
          switch (kindOfFailure(response?.status ?? null, errors)) {
            case "token": {
              if (tokenRenewed)
                throw new TokenRejectedError(`${shop} rejected the access token in ${operation}.`);
              token = await options.accessToken(token);
              tokenRenewed = true;
              break;
            }
            case "throttled": {
              const ms = throttleWaitMs(response?.extensions);
              throttledMs += ms;
              if (throttledMs > throttleBudgetMs) {
                throw new ThrottledTooLongError(
                  `Shopify's rate limit left no room for ${operation} for two minutes.`,
                );
              }
              await pause(ms, signal);
              break;
            }
            case "denied": {
              const data: unknown = response?.data;
              if (acceptDenied && data !== undefined && data !== null) return data as Result;
              throw new AccessDeniedError(operation, scopesNamed(errors));
            }
            case "refused":
              throw new RequestRefusedError(
                `Shopify refused ${operation}: ${reason(response?.status ?? null, errors)}.`,
              );
            case "unavailable": {
              failures += 1;
              // The reply to a mutation may be lost after it took effect: its caller decides, not a blind retry.
              if (isMutation || failures >= networkTries) {
                const why = reason(response?.status ?? null, errors);
                throw new ShopifyUnavailableError(`Shopify could not be reached for ${operation}: ${why}.`);
              }
              await pause(backoffMs(failures), signal);
            }
          }
        }
      }
    },
  };
}

/** Exponential from 500 ms to 16 s, with full jitter on the upper half. */
export function backoffMs(failures: number): number {
  const ceiling = Math.min(16_000, 500 * 2 ** (failures - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** Ends early, and quietly, when aborted: the next look at the signal says why. */
async function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : undefined).catch(() => undefined);
}

/** A caller who has only so much time (a page) passes `AbortSignal.timeout`: running out of it is Shopify's failure. */
function throwIfStopped(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted !== true) return;
  const reason: unknown = signal.reason;
  if (reason instanceof DOMException && reason.name === "TimeoutError") {
    throw new ShopifyUnavailableError(`Shopify did not answer ${operation} in the time there was.`);
  }
  throw reason;
}

function operationName(query: string): string {
  return /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? "a request";
}

function reason(status: number | null, errors: readonly ResponseError[]): string {
  if (errors.length > 0)
    return [...new Set(errors.map(({ code }) => code ?? "an error without a code"))].join(", ");
  return status === null ? "no answer" : `HTTP ${String(status)}`;
}
