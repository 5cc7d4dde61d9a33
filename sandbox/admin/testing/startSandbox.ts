import { createSandbox, type Sandbox, type SandboxOptions } from "../../server";
import { signSessionToken } from "../sessionToken";
import { SHOP, tinyStore } from "./tinyStore";

export const CLIENT = { clientId: "client-1", clientSecret: "a secret" };

interface GraphqlAnswer {
  status: number;
  // Tests look into answers of many shapes; what is not there fails their assertions.
  body: { data?: Record<string, never> | null; errors?: GraphqlError[]; extensions?: { cost: Cost } };
}

interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

interface Cost {
  requestedQueryCost: number;
  actualQueryCost: number | null;
  throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
}

export interface TestSandbox extends Sandbox {
  /** The sandbox's clock, for tests to move. */
  clock: { now: number };
  token: string;
  /** Asks with a token that is got for it, for tests that move the clock far. */
  exchangeAndAsk(query: string): Promise<GraphqlAnswer>;
  graphql(query: string, variables?: Record<string, unknown>, token?: string): Promise<GraphqlAnswer>;
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  exchange(form: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
  sessionToken(): Promise<string>;
}

/** A sandbox with the tiny store, at 2026-11-22, the app installed. The clock moves only when a test moves it. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const clock = { now: Date.parse("2026-11-22T12:00:00Z") };
  const sandbox = await createSandbox({
    stores: [tinyStore()],
    ...CLIENT,
    scopes: ["read_orders", "read_all_orders", "read_customers", "read_products"],
    timing: { bulkStartMs: 5 },
    now: () => clock.now,
    ...options,
  });
  const headers = { "Content-Type": "application/json", "X-Forwarded-Host": SHOP };

  async function post(path: string, body: unknown, token?: string) {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: "POST",
      headers: token === undefined ? headers : { ...headers, "X-Shopify-Access-Token": token },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as never };
  }

  const sessionToken = (): Promise<string> =>
    signSessionToken({ shop: SHOP, ...CLIENT, userId: "7", now: clock.now });

  const exchange: TestSandbox["exchange"] = async (form) =>
    await post("/admin/oauth/access_token", {
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      ...form,
    });

  const installed = await exchange(tokenExchange(await sessionToken()));

  const test: TestSandbox = {
    ...sandbox,
    clock,
    token: String(installed.body.access_token),
    sessionToken,
    exchange,
    graphql: async (query, variables, token = test.token) =>
      await post("/admin/api/2026-10/graphql.json", { query, variables }, token),
    async exchangeAndAsk(query) {
      const { body } = await exchange(tokenExchange(await sessionToken()));
      test.token = String(body.access_token);
      return await test.graphql(query);
    },
    async control(method, path, body) {
      const response = await fetch(`${sandbox.url}/sandbox/shops/${SHOP}${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
  };
  return test;
}

/** The form of a token exchange for an expiring offline token. */
export function tokenExchange(sessionToken: string): Record<string, string> {
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: sessionToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
  };
}
