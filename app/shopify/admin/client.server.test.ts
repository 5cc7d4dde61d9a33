import { afterEach, describe, expect, it } from "vitest";

import {
  BulkOperationByIdDocument,
  ShopFactsDocument,
  StartBulkQueryDocument,
} from "~/shopify/generated/admin";

import { createAdminClient, type AdminClient } from "./client.server";
import {
  AccessDeniedError,
  RequestRefusedError,
  ShopifyUnavailableError,
  ThrottledTooLongError,
  TokenRejectedError,
} from "./errors";
import { serve, type TestServer } from "./testing/testServer";

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

const throttled = (requested: number, available: number, restoreRate: number): unknown => ({
  errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
  extensions: {
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate },
    },
  },
});
const ok: Answer = { body: { data: { bulkOperation: null } } };
const unauthorized: Answer = {
  status: 401,
  body: { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
};

let server: TestServer;
const close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of close.splice(0)) await stop();
});

/** A client of a server that gives these answers in turn (the last one again and again). */
async function clientOf(answers: readonly Answer[], signal?: AbortSignal) {
  const pauses: number[] = [];
  const tokens: string[] = [];
  let served = 0;
  server = await serve((request, response) => {
    tokens.push(String(request.headers["x-shopify-access-token"]));
    const { status = 200, body } = answers[Math.min(served, answers.length - 1)] ?? ok;
    served += 1;
    request.resume();
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  close.push(() => server.close());
  const client: AdminClient = createAdminClient({
    shop: "test.myshopify.com",
    endpoint: `${server.url}/admin/api/2026-10/graphql.json`,
    accessToken: (rejected) => Promise.resolve(rejected === null ? "token-1" : `${rejected}+`),
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    ...(signal ? { signal } : {}),
  });
  return { client, pauses, tokens, requests: () => served };
}

const read = (client: AdminClient) =>
  client.request(BulkOperationByIdDocument, { id: "gid://shopify/BulkOperation/1" });

describe("rate limits", () => {
  it("waits (requested − available) ÷ restore rate when throttled with HTTP 200", async () => {
    const { client, pauses } = await clientOf([{ body: throttled(502, 2, 100) }, ok]);
    expect(await read(client)).toEqual({ bulkOperation: null });
    expect(pauses).toEqual([5_000]);
  });

  it("does the same with HTTP 429, and waits a second where no cost is told", async () => {
    const { client, pauses } = await clientOf([
      { status: 429, body: throttled(400, 100, 100) },
      { status: 429, body: "" },
      ok,
    ]);
    await read(client);
    expect(pauses).toEqual([3_000, 1_000]);
  });

  it("waits at least a second", async () => {
    const { client, pauses } = await clientOf([{ body: throttled(11, 10, 1000) }, ok]);
    await read(client);
    expect(pauses).toEqual([1_000]);
  });

  it("gives up after two minutes of waiting", async () => {
    const { client, pauses } = await clientOf([{ body: throttled(1000, 0, 20) }]);
    await expect(read(client)).rejects.toBeInstanceOf(ThrottledTooLongError);
    expect(pauses).toEqual([50_000, 50_000]);
  });
});

describe("outages", () => {
  it("retries server errors, internal errors and unreadable answers with rising pauses", async () => {
    const internal = {
      errors: [{ message: "Internal error", extensions: { code: "INTERNAL_SERVER_ERROR" } }],
    };
    const { client, pauses } = await clientOf([
      { status: 502, body: "<html>" },
      { body: internal },
      { body: "<html>" },
      ok,
    ]);
    await read(client);
    expect(pauses).toHaveLength(3);
    for (const [i, [low, high]] of [
      [250, 500],
      [500, 1_000],
      [1_000, 2_000],
    ].entries()) {
      expect(pauses[i]).toBeGreaterThanOrEqual(low ?? 0);
      expect(pauses[i]).toBeLessThanOrEqual(high ?? 0);
    }
  });

  it("gives up after five tries", async () => {
    const { client, requests } = await clientOf([{ status: 503, body: "" }]);
    await expect(read(client)).rejects.toBeInstanceOf(ShopifyUnavailableError);
    expect(requests()).toBe(5);
  });

  it("never sends a mutation twice when its outcome is unknown", async () => {
    const { client, requests } = await clientOf([{ status: 502, body: "" }]);
    await expect(client.request(StartBulkQueryDocument, { query: "{}" })).rejects.toBeInstanceOf(
      ShopifyUnavailableError,
    );
    expect(requests()).toBe(1);
  });

  it("stops at once when aborted", async () => {
    const stop = new AbortController();
    const { client } = await clientOf([ok], stop.signal);
    stop.abort(new Error("stopping"));
    await expect(read(client)).rejects.toThrow("stopping");
  });
});

it("has only the time that its caller has", async () => {
  let served = 0;
  server = await serve((request) => {
    served += 1;
    request.resume();
  });
  close.push(() => server.close());
  const client = createAdminClient({
    shop: "test.myshopify.com",
    endpoint: server.url,
    accessToken: () => Promise.resolve("token-1"),
    signal: AbortSignal.timeout(100),
  });
  await expect(read(client)).rejects.toBeInstanceOf(ShopifyUnavailableError);
  expect(served).toBe(1);
});

describe("access", () => {
  it("asks for another token once when one is rejected", async () => {
    const { client, tokens } = await clientOf([unauthorized, ok]);
    await read(client);
    expect(tokens).toEqual(["token-1", "token-1+"]);
  });

  it("gives up when the fresh token is rejected too", async () => {
    const { client, requests } = await clientOf([unauthorized]);
    await expect(read(client)).rejects.toBeInstanceOf(TokenRejectedError);
    expect(requests()).toBe(2);
  });

  const denied: Answer = {
    body: {
      data: { bulkOperation: null },
      errors: [
        {
          message: "Access denied for orders field. Required access: `read_orders` access scope.",
          extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_orders` access scope." },
          path: ["orders"],
        },
      ],
    },
  };

  it("names the missing scope", async () => {
    const { client } = await clientOf([denied]);
    const error: unknown = await read(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AccessDeniedError);
    expect((error as AccessDeniedError).scopes).toEqual(["read_orders"]);
  });

  it("takes the partial answer only where the caller says so", async () => {
    const { client } = await clientOf([denied]);
    const answer = client.request(BulkOperationByIdDocument, { id: "x" }, { acceptDenied: true });
    expect(await answer).toEqual({ bulkOperation: null });
  });
});

it("lets no token, variable or data into an error", async () => {
  const secret = { message: "no such ada@example.com", extensions: { code: "undefinedField" } };
  const { client } = await clientOf([{ body: { errors: [secret], data: { shop: { name: "Ada" } } } }]);
  const error: unknown = await client.request(ShopFactsDocument, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RequestRefusedError);
  const everything = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(everything).not.toMatch(/token-1|ada@example|Ada/);
  expect(everything).toContain("undefinedField");
});
