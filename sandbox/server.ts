import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { serveBulkFile } from "./admin/bulk/files";
import { FILES_PATH } from "./admin/bulk/submit";
import { CONTROL_PATH, handleControl } from "./admin/control/endpoint";
import { GRAPHQL_PATH, handleGraphql } from "./admin/graphqlEndpoint";
import { header, sendJson } from "./admin/http";
import { handleTokenRequest, TOKEN_PATH } from "./admin/oauth";
import { approvals, type Approval } from "./admin/protectedData";
import { logRequest, type RequestLogEntry } from "./admin/requestLog";
import { adminSchema } from "./admin/schema";
import { createShop, timestamp, type SandboxState, type SandboxTiming } from "./admin/state";
import type { RateLimitPlan } from "./admin/throttle";
import { declaredSubscription, type DeclaredWebhook } from "./admin/webhooks/declared";
import { createPoster } from "./admin/webhooks/poster";
import type { SandboxStore } from "./stores/store";

/** An extra part of the sandbox's site, asked in turn until one answers true: "I have answered this". */
export type SandboxHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => boolean | Promise<boolean>;

export interface SandboxOptions {
  stores: readonly SandboxStore[];
  clientId: string;
  clientSecret: string;
  /** Access scopes that every shop grants at first, such as `read_orders`. */
  scopes: readonly string[];
  /** Of protected customer data, in every shop at first; all of them by default. */
  approvals?: readonly Approval[];
  /** 0, the default, takes a free port. */
  port?: number;
  /** The app's address, for webhooks that are declared with a path. */
  appUrl?: string;
  /** Subscriptions of the app's configuration file. */
  webhooks?: readonly DeclaredWebhook[];
  handlers?: readonly SandboxHandler[];
  plan?: RateLimitPlan;
  /** The HTTP status of a throttled answer: sources contradict each other. */
  throttledStatus?: 200 | 429;
  timing?: Partial<SandboxTiming>;
  /** The sandbox's clock, ms since the epoch; the process's own by default. */
  now?: () => number;
}

export interface Sandbox {
  /** `http://localhost:4400` */
  url: string;
  /** What it holds, for code in the same process that changes a shop without HTTP. */
  state: SandboxState;
  close(): Promise<void>;
}

/** Starts a stand-in for Shopify's servers: Admin API, token endpoint, bulk files, webhooks and its control endpoints. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { handlers = [], now = Date.now } = options;
  const state = createState(options, now);
  adminSchema();
  const server = createServer((request, response) => {
    void answer(state, handlers, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "localhost", resolve);
  });
  state.url = `http://localhost:${String((server.address() as AddressInfo).port)}`;
  return {
    url: state.url,
    state,
    async close() {
      state.closing.abort();
      state.poster.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(state.filesFolder, { recursive: true, force: true });
    },
  };
}

function createState(options: SandboxOptions, now: () => number): SandboxState {
  const { stores, scopes, plan = "standard", webhooks = [], appUrl } = options;
  const approved = new Set(options.approvals ?? approvals);
  const deploy = { appUrl, approvals: approved, createdAt: timestamp(now()) };
  const shops = stores.map((store) =>
    createShop({
      store,
      scopes,
      approvals: approved,
      plan,
      now: now(),
      subscriptions: webhooks.map((webhook) => declaredSubscription(webhook, deploy)),
    }),
  );
  const timing = { bulkStartMs: 200, webhookRetryScale: 1, webhooksAtOnce: 64, ...options.timing };
  return {
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    now,
    url: "",
    shops: new Map(shops.map((shop) => [shop.domain, shop])),
    requests: [],
    throttledStatus: options.throttledStatus ?? 200,
    timing,
    filesFolder: mkdtempSync(join(tmpdir(), "quintile-sandbox-")),
    nextNumber: 9_000_000_000_001,
    poster: createPoster(timing.webhooksAtOnce),
    closing: new AbortController(),
  };
}

async function answer(
  state: SandboxState,
  handlers: readonly SandboxHandler[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", state.url);
  try {
    for (const handler of handlers) if (await handler(request, response, url)) return;
    await answerAsShopify(state, request, response, url);
  } catch (error) {
    if (state.closing.signal.aborted) return;
    process.stderr.write(`sandbox: ${request.method ?? ""} ${url.pathname}: ${String(error)}\n`);
    if (response.headersSent) response.destroy();
    else sendJson(response, 500, { errors: "The sandbox failed; see its log" });
  }
}

async function answerAsShopify(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (url.pathname.startsWith(CONTROL_PATH)) {
    await handleControl(state, request, response, url);
    return;
  }
  if (url.pathname.startsWith(FILES_PATH)) {
    await serveBulkFile(state, request, response, url);
    logRequest(state.requests, logEntry(state, request, response, null, "/bulk-files/…"));
    return;
  }
  const domain = shopDomain(request);
  const shop = state.shops.get(domain);
  const version = GRAPHQL_PATH.exec(url.pathname)?.[1];
  let details: Partial<RequestLogEntry> = {};
  if (shop && request.method === "POST" && version !== undefined) {
    details = await handleGraphql(state, shop, version, request, response);
  } else if (shop && request.method === "POST" && url.pathname === TOKEN_PATH) {
    await handleTokenRequest(state, shop, request, response);
  } else {
    sendJson(response, 404, { errors: "Not Found" });
  }
  const entry = logEntry(state, request, response, shop?.domain ?? null, url.pathname);
  logRequest(state.requests, { ...entry, ...details });
}

/** The shop that a request is for: the app reroutes `https://<shop>/…` here and names the shop in this header. */
function shopDomain(request: IncomingMessage): string {
  const host = header(request, "x-forwarded-host") ?? request.headers.host ?? "";
  return host.toLowerCase();
}

function logEntry(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
  shop: string | null,
  path: string,
): RequestLogEntry {
  const { statusCode: status } = response;
  return { at: timestamp(state.now()), shop, method: request.method ?? "", path, status };
}
