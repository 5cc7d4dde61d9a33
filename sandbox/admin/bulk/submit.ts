import { randomUUID } from "node:crypto";
import { join } from "node:path";

import type { AdminContext, BulkSubmission, BulkUserError } from "../context";
import { adminSchema } from "../schema";
import { newGid } from "../state";
import { isRunning, MAX_RUNNING, type BulkOperation } from "./operation";
import { compileConnection } from "./projection";
import { runBulkOperation } from "./run";
import { validateBulkQuery } from "./validate";

export const FILES_PATH = "/bulk-files/";

/** Checks a bulk query, starts it and answers at once. */
export function submitBulkQuery(context: AdminContext, query: string, groupObjects: boolean): BulkSubmission {
  const { state, shop } = context;
  const schema = adminSchema();
  const validated = validateBulkQuery(schema, query);
  if (validated.errors) return refused(validated.errors.map((message) => invalid(message)));
  const running = shop.bulkOperations.filter(isRunning);
  if (running.length >= MAX_RUNNING) return refused([inProgress(running)]);

  const root = schema.getQueryType();
  if (!root) throw new Error("The Admin API schema has no query type");
  const connection = compileConnection(schema, root, validated.rootField);
  const operation: BulkOperation = {
    id: newGid(state, "BulkOperation"),
    query,
    createdAt: context.now,
    status: "CREATED",
    endedAt: null,
    errorCode: null,
    failure: null,
    objectCount: 0,
    rootObjectCount: 0,
    fileSize: null,
    file: null,
  };
  shop.bulkOperations.push(operation);
  const name = `${randomUUID()}.jsonl`;
  const run = {
    operation,
    rootField: validated.rootField.name.value,
    connection,
    groupObjects,
    path: join(state.filesFolder, name),
    url: `${state.url}${FILES_PATH}${name}`,
  };
  void runBulkOperation(run, context);
  return { bulkOperation: operation, userErrors: [] };
}

function refused(userErrors: BulkUserError[]): BulkSubmission {
  return { bulkOperation: null, userErrors };
}

function invalid(message: string): BulkUserError {
  return { field: ["query"], message, code: "INVALID" };
}

function inProgress(running: BulkOperation[]): BulkUserError {
  const ids = running.map(({ id }) => id).join(", ");
  return {
    field: null,
    message: `A bulk query operation for this app and shop is already in progress: ${ids}.`,
    code: "OPERATION_IN_PROGRESS",
  };
}
