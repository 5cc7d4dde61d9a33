import { setTimeout as sleep } from "node:timers/promises";

import { expect } from "vitest";

import type { TestSandbox } from "./startSandbox";

export interface Operation {
  id: string;
  status: string;
  errorCode: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
  completedAt: string | null;
}
export interface Row {
  id: string;
  __parentId?: string;
}

export async function run(
  sandbox: TestSandbox,
  query: string,
  groupObjects = false,
): Promise<{ bulkOperation: Operation | null; userErrors: object[] }> {
  const { body } = await sandbox.graphql(
    `mutation($query:String!,$groupObjects:Boolean!){bulkOperationRunQuery(query:$query,groupObjects:$groupObjects){
      bulkOperation{id status objectCount url} userErrors{field message code}}}`,
    { query, groupObjects },
  );
  return (body.data as never as { bulkOperationRunQuery: never }).bulkOperationRunQuery;
}

async function look(sandbox: TestSandbox, id: string): Promise<Operation> {
  const { body } = await sandbox.graphql(
    `query($id:ID!){bulkOperation(id:$id){
      id status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt}}`,
    { id },
  );
  return (body.data as never as { bulkOperation: Operation }).bulkOperation;
}

/** Looks again until the operation is as wanted; the clock moves on meanwhile. */
export async function until(
  sandbox: TestSandbox,
  id: string,
  holds: (operation: Operation) => boolean,
): Promise<Operation> {
  for (;;) {
    // Each look costs a point: the clock moves on, as it would.
    sandbox.clock.now += 100;
    const operation = await look(sandbox, id);
    if (holds(operation)) return operation;
    await sleep(5);
  }
}

/** Runs a bulk query to whatever end. */
export async function finish(sandbox: TestSandbox, query: string, groupObjects = false): Promise<Operation> {
  const { bulkOperation, userErrors } = await run(sandbox, query, groupObjects);
  expect(userErrors).toEqual([]);
  return await until(
    sandbox,
    bulkOperation?.id ?? "",
    ({ status }) => !["CREATED", "RUNNING", "CANCELING"].includes(status),
  );
}

export async function textOf(url: string | null): Promise<string> {
  return await (await fetch(url ?? "")).text();
}

export async function rowsOf(url: string | null): Promise<Row[]> {
  const lines = (await textOf(url)).split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line) as Row);
}

export async function cancel(
  sandbox: TestSandbox,
  id: string,
): Promise<{ bulkOperation: { status: string } | null; userErrors: object[] }> {
  const { body } = await sandbox.graphql(
    "mutation($id:ID!){bulkOperationCancel(id:$id){bulkOperation{status} userErrors{field message}}}",
    { id },
  );
  return (body.data as never as { bulkOperationCancel: never }).bulkOperationCancel;
}
