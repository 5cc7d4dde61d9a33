import { isRunning, resultUrl, statusAt, type BulkOperation } from "../bulk/operation";
import type { AdminContext } from "../context";
import { unknownSortKey } from "../connections";
import { compileSearch, type SearchFilters } from "../search";
import { compareSortKeys, type SortedRows } from "../sortedRows";
import { timestamp } from "../state";
import type { SearchArgs } from "./table";

const sorts: Record<string, (operation: BulkOperation) => number> = {
  CREATED_AT: ({ createdAt }) => createdAt,
  COMPLETED_AT: ({ endedAt }) => endedAt ?? 0,
};

const filters = (now: number): SearchFilters<BulkOperation> => ({
  created_at: { kind: "date", of: ({ createdAt }) => timestamp(createdAt) },
  id: { kind: "id", of: ({ id }) => id },
  operation_type: { kind: "choice", choices: { query: () => true, mutation: () => false } },
  status: { kind: "text", of: (operation) => statusAt(operation, now) },
});

export const bulkOperationFields = {
  connections: {
    "QueryRoot.bulkOperations": (
      _root: unknown,
      { query, sortKey = "CREATED_AT" }: SearchArgs,
      { shop, now }: AdminContext,
    ): SortedRows<BulkOperation> => {
      const sortValue = sorts[sortKey];
      if (!sortValue) throw unknownSortKey("bulkOperations", sortKey);
      const matches = query
        ? compileSearch("bulkOperations", query, filters(now), { timeZone: shop.store.shop.ianaTimezone })
        : () => true;
      const key = (operation: BulkOperation): { value: number; id: string } => ({
        value: sortValue(operation),
        id: operation.id,
      });
      const rows = shop.bulkOperations.filter(matches).sort((a, b) => compareSortKeys(key(a), key(b)));
      return { rows, sortValue };
    },
  },
  fields: {
    "QueryRoot.currentBulkOperation": (_root: unknown, { type }: { type: string }, { shop }: AdminContext) =>
      type === "QUERY" ? (shop.bulkOperations.at(-1) ?? null) : null,
    "Mutation.bulkOperationRunQuery": (
      _root: unknown,
      { query, groupObjects }: { query: string; groupObjects: boolean },
      context: AdminContext,
    ) => context.submitBulkQuery(query, groupObjects),
    "Mutation.bulkOperationCancel": (_root: unknown, { id }: { id: string }, { shop, now }: AdminContext) => {
      const operation = shop.bulkOperations.find((candidate) => candidate.id === id);
      if (!operation) return cancelRefused("Bulk operation does not exist", null);
      if (!isRunning(operation)) {
        const status = statusAt(operation, now).toLowerCase();
        return cancelRefused(`A bulk operation cannot be canceled when it is ${status}`, operation);
      }
      operation.status = "CANCELING";
      return { bulkOperation: operation, userErrors: [] };
    },
    "BulkOperation.status": (operation: BulkOperation, _args: unknown, { now }: AdminContext) =>
      statusAt(operation, now),
    "BulkOperation.type": () => "QUERY",
    "BulkOperation.createdAt": ({ createdAt }: BulkOperation) => timestamp(createdAt),
    // Recorded cancelled operations have no completion time.
    "BulkOperation.completedAt": ({ status, endedAt }: BulkOperation) =>
      status === "CANCELED" || endedAt === null ? null : timestamp(endedAt),
    "BulkOperation.objectCount": ({ objectCount }: BulkOperation) => String(objectCount),
    "BulkOperation.rootObjectCount": ({ rootObjectCount }: BulkOperation) => String(rootObjectCount),
    "BulkOperation.fileSize": ({ fileSize, file }: BulkOperation) =>
      fileSize === null || file === null ? null : String(fileSize),
    "BulkOperation.url": (operation: BulkOperation, _args: unknown, { now }: AdminContext) =>
      resultUrl(operation, "whole", now),
    "BulkOperation.partialDataUrl": (operation: BulkOperation, _args: unknown, { now }: AdminContext) =>
      resultUrl(operation, "partial", now),
  },
};

function cancelRefused(message: string, bulkOperation: BulkOperation | null) {
  return { bulkOperation, userErrors: [{ field: ["id"], message }] };
}
