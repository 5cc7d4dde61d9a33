import { z } from "zod";

import {
  BulkOperationByIdDocument,
  CancelBulkOperationDocument,
  RecentBulkQueriesDocument,
  StartBulkQueryDocument,
  type TypedDocumentString,
} from "~/shopify/generated/admin";

import type { AdminClient } from "./client.server";
import { AccessDeniedError, RequestRefusedError } from "./errors";

/** UnsignedInt64 comes as a decimal string. */
const unsigned = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

const operation = z.object({
  id: z.string().startsWith("gid://shopify/BulkOperation/"),
  status: z.enum(["CREATED", "RUNNING", "COMPLETED", "CANCELING", "CANCELED", "FAILED", "EXPIRED"]),
  errorCode: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  /** Lines written so far, nested objects included. */
  objectCount: unsigned,
  rootObjectCount: unsigned,
  fileSize: unsigned.nullable(),
  /** Null until completed, and for good where there was nothing to write. Good for seven days. A secret: never logged. */
  url: z.url().nullable(),
});
export type BulkOperation = z.infer<typeof operation>;

const userError = z.object({
  code: z.string().nullish(),
  field: z.array(z.string()).nullish(),
  message: z.string(),
});
const started = z.object({
  bulkOperationRunQuery: z.object({ bulkOperation: operation.nullable(), userErrors: z.array(userError) }),
});

/** Either the operation, or `busy`: five are running already and this one has to wait. */
export type BulkStart =
  { readonly kind: "started"; readonly operation: BulkOperation } | { readonly kind: "busy" };

const busyCodes = new Set(["OPERATION_IN_PROGRESS", "LIMIT_REACHED"]);

/**
 * Starts a bulk query. The reply can be lost after Shopify took the order: look with `findBulkQuery` before starting again.
 *
 * @throws {RequestRefusedError} when Shopify calls the query invalid.
 * @throws {AccessDeniedError} when Shopify says so at once; else the operation fails with ACCESS_DENIED.
 */
export async function startBulkQuery(client: AdminClient, query: string): Promise<BulkStart> {
  const answer = started.parse(await client.request(StartBulkQueryDocument, { query }));
  const { bulkOperation, userErrors } = answer.bulkOperationRunQuery;
  if (bulkOperation && userErrors.length === 0) return { kind: "started", operation: bulkOperation };
  if (userErrors.some(({ code }) => busyCodes.has(code ?? ""))) return { kind: "busy" };
  // A right that the app lacks is an error of the answer, of the operation later on, or said in words here.
  if (userErrors.some(({ message }) => /access denied/i.test(message)))
    throw new AccessDeniedError("StartBulkQuery", []);
  const said = userErrors.map(({ code, message }) => `${code ?? "no code"}: ${message}`).join("; ");
  throw new RequestRefusedError(`Shopify refused a bulk query (${said || "without a reason"}).`);
}

/** An operation by its id; null when Shopify does not know it any more. */
export async function readBulkOperation(client: AdminClient, id: string): Promise<BulkOperation | null> {
  const answer = await client.request(BulkOperationByIdDocument, { id });
  return z.object({ bulkOperation: operation.nullable() }).parse(answer).bulkOperation;
}

const found = z.object({
  bulkOperations: z.object({ nodes: z.array(operation.extend({ query: z.string() })) }),
});

/** Our operation with this very query text among the newest fifty; null if there is none. */
export async function findBulkQuery(client: AdminClient, query: string): Promise<BulkOperation | null> {
  const { bulkOperations } = found.parse(await client.request(RecentBulkQueriesDocument, {}));
  const wanted = withoutSpacing(query);
  return bulkOperations.nodes.find((node) => withoutSpacing(node.query) === wanted) ?? null;
}

/** The text of a bulk document under a name of its own, so that the operation made of it can be told from others. */
export function namedBulkQuery(
  document: TypedDocumentString<unknown, Record<string, never>>,
  name: string,
): string {
  return document
    .toString()
    .trim()
    .replace(/^query \w+/, `query ${name}`);
}

/** The text of a bulk query over everything, as one over what was changed since a time. */
export function ofChangedSince(text: string, since: Date, sorted: boolean): string {
  const sorting = sorted ? ", sortKey: UPDATED_AT" : "";
  // The first field is the one connection at the top.
  return text.replace(/^(query \w+ \{\s+\w+)/, `$1(query: "${updatedSince(since)}"${sorting})`);
}

/** What Shopify changed since a time, as a search. */
export function updatedSince(since: Date): string {
  return `updated_at:>='${since.toISOString()}'`;
}

/** Asks Shopify to stop an operation. It ends later, as CANCELED; one that has ended already is left as it is. */
export async function cancelBulkOperation(client: AdminClient, id: string): Promise<void> {
  await client.request(CancelBulkOperationDocument, { id });
}

function withoutSpacing(query: string): string {
  return query.replaceAll(/\s+/g, " ").trim();
}
