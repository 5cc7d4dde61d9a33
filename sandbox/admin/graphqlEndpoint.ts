import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import {
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type OperationDefinitionNode,
} from "graphql";
import { z } from "zod";

import { submitBulkQuery } from "./bulk/submit";
import type { AdminContext } from "./context";
import { actualCost, MAX_QUERY_COST, requestedCost } from "./cost";
import { takeFault } from "./faults";
import { resolveField, resolveType } from "./fields";
import { header, readBody, sendJson, sendText } from "./http";
import type { RequestLogEntry } from "./requestLog";
import { adminSchema, API_VERSION } from "./schema";
import type { SandboxState, ShopState } from "./state";
import { refund, take, throttleStatus } from "./throttle";
import { findGrant } from "./tokens";

export const GRAPHQL_PATH = /^\/admin\/api\/([^/]+)\/graphql\.json$/;

/** How long a request hangs that was told to time out; longer than any client waits. */
const HANG_MS = 120_000;

const graphqlRequest = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

interface Prepared {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** What goes into the request log besides the status. */
type Logged = Partial<RequestLogEntry>;

/** Answers one Admin GraphQL request of one shop. Everything but access and faults is HTTP 200, as at Shopify. */
export async function handleGraphql(
  state: SandboxState,
  shop: ShopState,
  version: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Logged> {
  if (version !== API_VERSION) {
    sendJson(response, 404, { errors: "Not Found" });
    return {};
  }
  if (!shop.installed || !findGrant(shop, header(request, "x-shopify-access-token"), state.now())) {
    sendJson(response, 401, {
      errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
    });
    return {};
  }
  const body = parseBody(await readBody(request));
  if (!body) {
    sendJson(response, 400, { errors: { query: "Required parameter missing or invalid" } });
    return {};
  }
  const prepared = prepare(body);
  if ("errors" in prepared) {
    sendJson(response, 200, { errors: prepared.errors });
    return {};
  }
  const logged = describe(prepared);
  const fault = takeFault(
    shop.faults,
    "graphql",
    ({ rootField }) => rootField === undefined || (logged.rootFields?.includes(rootField) ?? false),
  );
  if (fault) logged.fault = fault.effect;
  if (fault && fault.effect !== "throttle") {
    await misbehave(state, response, fault.effect);
    return logged;
  }
  const isThrottled = fault?.effect === "throttle";
  const answer = await answerQuery(state, shop, prepared, isThrottled, logged);
  sendJson(response, answer.isThrottled ? state.throttledStatus : 200, answer.body);
  return logged;
}

async function answerQuery(
  state: SandboxState,
  shop: ShopState,
  { document, operation, variables }: Prepared,
  isForcedToThrottle: boolean,
  logged: Logged,
): Promise<{ body: unknown; isThrottled: boolean }> {
  const schema = adminSchema();
  const requested = requestedCost(schema, document, operation, variables);
  logged.requestedCost = requested;
  if (requested > MAX_QUERY_COST) return { body: { errors: [tooExpensive(requested)] }, isThrottled: false };
  if (isForcedToThrottle || !take(shop.bucket, requested, state.now())) {
    const cost = costExtension(state, shop, requested, null);
    const errors = [{ message: "Throttled", extensions: { code: "THROTTLED" } }];
    return { body: { errors, extensions: { cost } }, isThrottled: true };
  }
  const context: AdminContext = {
    state,
    shop,
    now: state.now(),
    submitBulkQuery: (query, groupObjects) => submitBulkQuery(context, query, groupObjects),
  };
  const result = await execute({
    schema,
    document,
    operationName: operation.name?.value,
    variableValues: variables,
    rootValue: {},
    contextValue: context,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const actual = Math.min(requested, actualCost(schema, document, operation, variables, result.data));
  refund(shop.bucket, requested - actual);
  logged.actualCost = actual;
  const cost = costExtension(state, shop, requested, actual);
  return { body: { ...result, extensions: { cost } }, isThrottled: false };
}

function parseBody(bytes: Buffer): z.infer<typeof graphqlRequest> | undefined {
  try {
    return graphqlRequest.safeParse(JSON.parse(bytes.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

function prepare({
  query,
  variables,
  operationName,
}: z.infer<typeof graphqlRequest>): Prepared | { errors: readonly GraphQLError[] } {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const errors = validate(adminSchema(), document);
  if (errors.length > 0) return { errors };
  const operation = getOperationAST(document, operationName);
  if (!operation) return { errors: [new GraphQLError("An operation name is required")] };
  return { document, operation, variables: variables ?? {} };
}

function describe({ operation }: Prepared): Logged {
  const rootFields = operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
  return { rootFields, ...(operation.name && { operation: operation.name.value }) };
}

async function misbehave(
  state: SandboxState,
  response: ServerResponse,
  effect: "http500" | "timeout" | "malformed",
): Promise<void> {
  switch (effect) {
    case "http500":
      sendJson(response, 500, { errors: "Internal Server Error" });
      return;
    case "malformed":
      sendText(response, 200, '{"data":{"shop":');
      return;
    case "timeout":
      await sleep(HANG_MS, undefined, { signal: state.closing.signal, ref: false }).catch(() => undefined);
      response.destroy();
  }
}

function costExtension(state: SandboxState, shop: ShopState, requested: number, actual: number | null) {
  return {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: throttleStatus(shop.bucket, state.now()),
  };
}

function tooExpensive(cost: number): GraphQLError {
  const maxCost = MAX_QUERY_COST;
  return new GraphQLError(
    `Query cost is ${String(cost)}, which exceeds the single query max cost limit (${String(maxCost)}).`,
    { extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost } },
  );
}
